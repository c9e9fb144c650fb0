"""Backups and restorations that are killed: no half backup under its name, no half installation ever."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installations import Installation, new_installation
from tests.kill.world import wait_for
from tests.scenarios.backups import look, new_customers

_SLOW_DISK = """
import time
from encours.ground.plumbing.backup import archive
plain = archive.blocks
archive.CHUNK = 1 << 16
def slow(*about):
    for block in plain(*about):
        time.sleep(0.02)
        yield block
"""
_DIES_ONCE_DECIDED = """
import os
from pathlib import Path
from django.conf import settings
from encours.flows import restoring
from encours.ground.plumbing.backup import finishing, staging
plain = {module}.{function}
def dying(*about):
    is_decided = finishing.decided(Path(settings.ENCOURS_HOME)) is not None
    return os.kill(os.getpid(), 9) if is_decided else plain(*about)
{module}.{function} = dying
restoring.restore(Path({file!r}), replacing=True)
"""


@pytest.fixture(scope="module")
def with_a_fourth(
    with_books: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    with new_installation(tmp_path_factory.mktemp("fourth") / "home", like=with_books) as made:
        made.python(new_customers(1))
        shutil.rmtree(made.home / "documents")
        yield made


@pytest.fixture
def here(with_a_fourth: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation with four customers, whose disk has lost the files."""
    with new_installation(tmp_path / "home", like=with_a_fourth) as installation:
        yield installation


def test_a_backup_killed_in_the_middle_leaves_none_and_the_next_one_is_whole(
    here: Installation, tmp_path: Path
) -> None:
    target = tmp_path / "monday.encours"
    slow = _SLOW_DISK.replace("blocks", "Archive.add")
    code = f"{slow}\narchive.Archive.add = lambda *a: (time.sleep(30), plain(*a))\n"
    code = f"{code}from encours.faces.cli.main import main\nmain(['backup', {str(target)!r}])"
    process = here.start_python(code)
    wait_for((tmp_path / ".monday.encours.part").exists, what="a backup under way")
    time.sleep(0.2)
    here.kill(process)
    assert not target.exists()
    here.run("backup", str(target))
    assert list(tmp_path.glob("*.encours*")) == [target]
    assert list(tmp_path.glob(".*")) == [], "nothing of the killed one is left"


def test_a_restoration_killed_before_its_decision_has_changed_nothing(
    here: Installation, backup: Path
) -> None:
    before = look(here) | {"documents": [False, False]}
    code = f"{_SLOW_DISK}\nfrom encours.flows import restoring\nrestoring.blocks = slow\n"
    code += f"restoring.restore(__import__('pathlib').Path({str(backup)!r}), replacing=True)"
    process = here.start_python(code)
    wait_for(lambda: any((here.home / "documents").glob("*/tmp*")), what="files coming back")
    here.kill(process)
    assert look(here) | {"documents": [False, False]} == before
    here.run("restore", str(backup), "--replace")
    after = look(here)
    assert (after["customers"], after["states"], after["whole"]) == (3, {"unknown": 3}, True)
    assert not (here.home / "restoring").exists()


@pytest.mark.parametrize(
    ("module", "function"),
    [
        ("finishing", "finish_files"),
        ("staging", "finish_database"),
        pytest.param("finishing", "_change", marks=pytest.mark.long),
    ],
)
def test_a_restoration_killed_after_its_decision_is_finished_by_the_next_start(
    here: Installation, backup: Path, module: str, function: str
) -> None:
    code = _DIES_ONCE_DECIDED.format(module=module, function=function, file=str(backup))
    process = here.start_python(code)
    # On SQLite the files are all there is: nothing is left for the database to finish.
    is_over = function == "finish_database" and "DATABASE_URL" not in here.environment
    assert process.wait(timeout=60) == (0 if is_over else -9)
    after = look(here)
    assert (after["customers"], after["states"], after["whole"]) == (3, {"unknown": 3}, True)
    assert (after["passwords"], after["documents"]) == (["mot de passe"], [True, True])
    assert not (here.home / "restoring").exists()


def test_a_restoration_on_a_full_disk_changes_nothing(
    here: Installation, backup: Path, tmp_path: Path
) -> None:
    """The operating system refuses to let any file grow: what a full disk does."""
    before = look(here)
    command = 'ulimit -f 2000; exec "$@"'
    restoring = ["sh", "-c", command, "sh", *here._command("restore", str(backup), "--replace")]
    done = subprocess.run(restoring, env=here.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert look(here) == before
    assert not (here.home / "restoring").exists()


def test_a_second_restoration_first_finishes_the_one_that_was_cut_short(
    here: Installation, backup: Path
) -> None:
    code = _DIES_ONCE_DECIDED.format(module="staging", function="finish_database", file=str(backup))
    process = here.start_python(code)
    process.wait(timeout=60)
    assert here.run("restore", str(backup), "--replace").returncode == 0
    after = look(here)
    assert (after["customers"], after["passwords"]) == (3, ["mot de passe"])
