"""What the repository may not say, and what only the law may ask."""

import ast
import re
import subprocess

from tests.house.plan import ROOT, SOURCE, python_files, tree

# Where packages come from and where somebody keeps files is no business of the project's.
BANNED = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|"
    r"--(?:extra-)?index-url|--find-links|--trusted-host|"
    r"(?<![\w./-])/(?:root|work|home/\w+|opt/\w+|Users/\w+)/",
)
COUNTRY = re.compile(r"^[A-Z]{2}$")


def _tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name]


def test_no_registry_and_no_path_of_somebodys_machine() -> None:
    wrong = []
    for name in _tracked():
        file = ROOT / name
        if not file.is_file() or name == "tests/house/test_words.py":
            continue
        text = file.read_bytes().decode("utf-8", errors="replace")
        wrong += [f"{name}: {found.group()}" for found in BANNED.finditer(text)]
    assert wrong == []


def test_only_the_law_knows_one_country_from_another() -> None:
    """A country is a folder of the law pack, not an `if`."""
    wrong = []
    for file in python_files():
        if SOURCE / "ground" / "law" in file.parents:
            continue
        wrong += [
            f"{file.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
            for node in ast.walk(tree(file))
            if isinstance(node, ast.Compare) and _asks_for_a_country(node)
        ]
    assert wrong == []


def _asks_for_a_country(node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    names = [ast.unparse(side) for side in sides]
    values = [
        value.value
        for side in sides
        for value in ast.walk(side)
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    ]
    return any(n.endswith(("country", "jurisdiction")) for n in names) and any(
        COUNTRY.match(value) for value in values
    )


def test_nothing_waits_without_an_owner_and_a_date() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in python_files()
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b(TODO|FIXME|XXX)\b", line) and not re.search(r"\d{4}-\d{2}-\d{2}", line)
    ]
    assert wrong == []
