"""A backup is made while everything goes on, and comes back wholly or not at all, on both databases."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.installations import Installation, new_installation
from tests.scenarios.backups import look, new_customers

WORKING = """
import time
from encours.ground.plumbing.running import running
with running():
    print("on", flush=True)
    time.sleep(60)
"""


def test_everything_comes_back_in_an_empty_home_and_nothing_leaves_by_itself(
    with_books: Installation, backup: Path, installation: Installation
) -> None:
    before = look(with_books)
    assert before["states"] == {"ready": 3}
    done = installation.json("restore", str(backup))
    assert isinstance(done, dict)
    assert (done["doubtful"], done["broken"], done["kept"]) == (3, [], None)
    after = look(installation)
    assert after == before | {"states": {"unknown": 3}, "stopped": [True]}
    assert after["passwords"] == ["mot de passe"], "the key came along"


def test_a_backup_says_what_it_holds_and_is_its_owners_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(backup) as zipped:
        told = json.loads(zipped.read("manifest.json"))
    assert set(told["journal"]) == {"entity:1"}
    assert told["rows"]["receivables_customer"] == 3
    assert len([name for name in told["parts"] if name.startswith("documents/")]) == 2
    assert list(backup.parent.iterdir()) == [backup], "nothing is left beside it"


def test_a_backup_never_replaces_a_file(ready: Installation, backup: Path) -> None:
    before = backup.read_bytes()
    assert ready.run("backup", str(backup), check=False).returncode == 1
    assert backup.read_bytes() == before


def test_without_the_key_the_passwords_stay_closed(filled: Installation, tmp_path: Path) -> None:
    file = tmp_path / "open.encours"
    filled.run("backup", str(file), "--without-key")
    with new_installation(tmp_path / "elsewhere") as elsewhere:
        elsewhere.run("restore", str(file))
        assert look(elsewhere)["passwords"] is None


def test_a_home_that_holds_something_is_replaced_only_when_told_and_kept_aside(
    backup: Path, filled: Installation
) -> None:
    filled.python(new_customers(2))
    refused = filled.run("restore", str(backup), check=False)
    assert (refused.returncode, look(filled)["customers"]) == (1, 5)
    done = filled.json("restore", str(backup), "--replace")
    assert isinstance(done, dict)
    assert done["kept"]
    assert look(filled)["customers"] == 3
    if not filled.database:
        assert (filled.home / "replaced" / done["kept"] / "encours.sqlite3").exists()


def test_while_encours_is_open_nothing_is_replaced(backup: Path, filled: Installation) -> None:
    working = filled.start_python(WORKING)
    assert working.stdout is not None
    assert working.stdout.readline() == "on\n"
    refused = filled.run("restore", str(backup), "--replace", check=False)
    assert (refused.returncode, look(filled)["states"]) == (1, {"ready": 3})


@pytest.mark.parametrize(
    "part",
    [
        "documents",
        *(pytest.param(part, marks=pytest.mark.long) for part in ("home", "manifest", "README", "the end")),
    ],
)
def test_a_backup_that_was_changed_or_cut_is_refused_and_nothing_is_touched(
    backup: Path, ready: Installation, tmp_path: Path, part: str
) -> None:
    content = bytearray(backup.read_bytes())
    with zipfile.ZipFile(backup) as zipped:
        found = next((info for info in zipped.infolist() if info.filename.startswith(part)), None)
    if found is None:
        del content[-2000:]
    else:
        content[found.header_offset + 60 + len(found.filename) + found.compress_size // 2] ^= 1
    changed = tmp_path / "changed.encours"
    changed.write_bytes(bytes(content))
    refused = ready.run("restore", str(changed), check=False)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "abîmé" in refused.stderr
    assert look(ready)["entities"] == []
    assert not (ready.home / "restoring").exists()


def test_a_backup_of_a_newer_encours_is_refused(backup: Path, ready: Installation, tmp_path: Path) -> None:
    newer = tmp_path / "newer.encours"
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(newer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "manifest.json":
                told = json.loads(content)
                told["migrations"].append(["evidence", "0999_of_tomorrow"])
                content = json.dumps(told).encode()
            target.writestr(name, content)
    refused = ready.run("restore", str(newer), check=False)
    assert refused.returncode == 1
    assert "version plus récente" in refused.stderr


def test_while_others_write_a_backup_is_of_one_instant(
    filled: Installation, with_tables: Installation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    writers = [filled.start_python(new_customers(5000)) for _ in range(2)]
    files = [tmp_path_factory.mktemp("running") / f"{place}.encours" for place in range(2)]
    for file in files:
        for writer in writers:
            assert writer.stdout is not None and writer.stdout.readline(), "it has begun to write"
        filled.run("backup", str(file))
    assert [writer.poll() for writer in writers] == [None, None], "they write all the time"
    filled.kill(writers[0])
    filled.kill(writers[1])
    counts = []
    for place, file in enumerate(files):
        with new_installation(tmp_path_factory.mktemp(f"other{place}") / "home", like=with_tables) as other:
            other.run("restore", str(file))
            found = look(other)
            assert found["whole"]
            assert found["told"] == int(str(found["customers"])) - 3, "a row and its entry, or neither"
            counts.append(found["customers"])
    assert counts[0] < counts[1]


def test_nothing_begins_on_a_home_that_is_being_replaced(ready: Installation) -> None:
    replacing = ready.start_python(
        WORKING.replace("running", "alone").replace("plumbing.alone", "plumbing.running")
    )
    assert replacing.stdout is not None
    assert replacing.stdout.readline() == "on\n"
    refused = ready.run("work", "--once", check=False)
    assert refused.returncode == 1
    assert "restauration est en cours" in refused.stderr
