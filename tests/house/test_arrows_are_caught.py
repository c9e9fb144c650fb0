"""Each arrow that may not be drawn is drawn once in a copy of the source: the linter must see it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.plan import IMPORTLINTER, SOURCE

pytestmark = pytest.mark.slow

# file to plant, its one line, the contract that must break
PLANTED = [
    ("ground/kernel/planted.py", "import encours.ground.evidence.planted_target", "ground"),
    ("ground/plumbing/planted.py", "import encours.config.planted_target", "wings"),
    ("books/receivables/planted.py", "import encours.method.cases.planted_target", "wings"),
    ("flows/planted.py", "import encours.faces.desk.planted_target", "wings"),
    ("attic/planted.py", "", "wings"),
    ("method/stowaway/planted.py", "", "method"),
    ("faces/desk/planted.py", "import encours.faces.cli.planted_target", "faces"),
    ("method/outreach/planted.py", "import encours.method.calls.planted_target", "method"),
    ("method/agreements/planted.py", "import encours.method.disputes.planted_target", "method"),
    ("method/cases/planted.py", "import encours.method.strategy.planted_target", "method"),
    ("books/creditor/planted.py", "import encours.books.receivables.planted_target", "books"),
    ("books/receivables/planted.py", "import encours.books.interchange.planted_target", "books"),
    ("ground/evidence/planted.py", "import encours.ground.links.planted_target", "ground"),
    ("ground/law/planted.py", "import encours.ground.wording.planted_target", "ground"),
    ("method/cases/models/planted.py", "import encours.method.cases.queries.planted_target", "drawers"),
    ("method/cases/queries/planted.py", "import encours.method.cases.actions.planted_target", "drawers"),
    ("method/cases/rules/planted.py", "import encours.method.cases.models.planted_target", "drawers"),
    (
        "method/outreach/queries/planted.py",
        "import encours.method.outreach.adapters.planted_target",
        "drawers",
    ),
    ("method/outreach/actions/planted.py", "import encours.method.cases.actions.planted_target", "actions"),
    (
        "books/receivables/actions/planted.py",
        "import encours.books.creditor.actions.planted_target",
        "actions",
    ),
    ("method/cases/models/planted.py", "import encours.books.receivables.models.planted_target", "models"),
    ("method/cases/rules/planted.py", "import django.db", "pure"),
    ("method/cases/rules/planted.py", "import smtplib", "pure"),
    ("method/cases/rules/planted.py", "import encours.ground.plumbing.fields", "pure"),
    ("method/insight/rules/planted.py", "import encours.method.cases.queries.planted_target", "pure"),
    ("books/interchange/formats/planted.py", "import django.utils", "pure"),
    ("ground/law/planted.py", "import django", "pure"),
    ("ground/wording/planted.py", "import urllib.request", "pure"),
    ("ground/kernel/planted.py", "import socket", "pure"),
    ("books/receivables/queries/planted.py", "import encours.ground.evidence.models", "journal"),
    ("flows/planted.py", "import encours.method.outreach.adapters.planted_target", "adapters"),
    ("method/outreach/planted.py", "import encours.method.outreach.adapters.planted_target", "adapters"),
    ("faces/desk/planted.py", "import encours.books.receivables.models", "tables"),
    ("faces/cli/planted.py", "import encours.method.cases.models", "tables"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(SOURCE, folder / "encours", ignore=_all_but_python)
    return folder


def _all_but_python(folder: str, names: list[str]) -> set[str]:
    return {n for n in names if (Path(folder) / n).is_file() and not n.endswith(".py")} | {"__pycache__"}


def _contract_holds(copy: Path, contract: str) -> bool:
    done = subprocess.run(
        [
            Path(sys.executable).with_name("lint-imports"),
            *("--config", IMPORTLINTER, "--contract", contract, "--no-cache", "--no-logo"),
        ],
        cwd=copy,
        env={"PYTHONPATH": str(copy), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return done.returncode == 0


@pytest.mark.parametrize(("place", "line", "contract"), PLANTED)
def test_the_linter_catches(copy: Path, place: str, line: str, contract: str) -> None:
    made = _plant(copy, place, line)
    if "planted_target" in line:
        module = line.removeprefix("import ").replace(".", "/")
        made += _plant(copy, f"{module.removeprefix('encours/')}.py", "")
    try:
        assert not _contract_holds(copy, contract)
    finally:
        for path in reversed(made):
            path.unlink() if path.is_file() else path.rmdir()


def _plant(copy: Path, place: str, line: str) -> list[Path]:
    """Writes a file, and the packages above it that are not built yet; returns what it made."""
    made: list[Path] = []
    file = copy / "encours" / place
    for folder in [*reversed(file.relative_to(copy).parents)][1:]:
        if not (copy / folder).exists():
            (copy / folder).mkdir()
            made.append(copy / folder)
        if not (copy / folder / "__init__.py").exists():
            (copy / folder / "__init__.py").touch()
            made.append(copy / folder / "__init__.py")
    file.write_text(line + "\n", encoding="utf-8")
    return [*made, file]
