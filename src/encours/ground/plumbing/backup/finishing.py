"""Puts a restored installation in place, and goes on with that after a power cut: all of it or nothing.

Everything was verified and lies in `restoring/` of the home (and in a schema of its own on PostgreSQL).
The file `ready.json` there is the decision: before it nothing has changed, after it every start of
Encours finishes the work first. What was here before is kept in `replaced/`, and in a schema of that name.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER, READY, FORMER = "restoring", "ready.json", "replaced"
STAGING_SCHEMA = "encours_restoring"
DATABASE = "encours.sqlite3"
OF_THE_HOME = ("secret.key", "demo-clock", "demo.json")
"""Files of the home that go with its database: its key, and the time and logins of a demonstration."""
_LOGS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be put in place. `stamp` names where the former is kept; empty when it held nothing.

    schema: the one in use on PostgreSQL, which the filled one replaces; empty on SQLite.
    """

    stamp: str
    schema: str = ""


def decide(home: Path, decision: Decision) -> None:
    """From here on there is no way back: whatever happens, the restored installation comes."""
    draft = home / FOLDER / f"{READY}.new"
    with draft.open("w", encoding="ascii") as stream:
        json.dump(asdict(decision), stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(home / FOLDER / READY)
    sync_folder(home / FOLDER)


def finish_files(home: Path) -> None:
    """Puts the files of a decided restoration in place; nothing to do on almost every start.

    Asked before the key is read. Each step may be done twice.
    """
    if not (home / FOLDER / READY).exists():
        return
    with _alone(home):
        decision = decided(home)
        if decision is None:
            return
        if (home / FOLDER / DATABASE).exists():
            for name in (DATABASE, *(f"{DATABASE}{log}" for log in _LOGS)):
                _put_aside(home, name, decision.stamp)
            (home / FOLDER / DATABASE).replace(home / DATABASE)
        for name in OF_THE_HOME:
            _change(home, name, decision.stamp)
        sync_folder(home)
        if not decision.schema:
            clear(home)


def decided(home: Path) -> Decision | None:
    """The restoration that was decided and is not finished."""
    try:
        return Decision(**json.loads((home / FOLDER / READY).read_text(encoding="ascii")))
    except FileNotFoundError:
        return None


def clear(home: Path) -> None:
    """Takes what was prepared away: the decision first."""
    (home / FOLDER / READY).unlink(missing_ok=True)
    shutil.rmtree(home / FOLDER, ignore_errors=True)


def former(home: Path) -> list[Path]:
    """Former states that restorations have put aside."""
    return sorted((home / FORMER).glob("*"))


def sync_folder(folder: Path) -> None:
    """What was renamed in a folder stays renamed after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _change(home: Path, name: str, stamp: str) -> None:
    """The file of the backup takes the place of the one here; where the backup had none, none is left.

    `NAME.gone` in `restoring/` says that the backup had none.
    """
    new, gone = home / FOLDER / name, home / FOLDER / f"{name}.gone"
    if new.exists():
        _put_aside(home, name, stamp)
        new.replace(home / name)
    elif gone.exists():
        _put_aside(home, name, stamp)
        gone.unlink()


def _put_aside(home: Path, name: str, stamp: str) -> None:
    if not (home / name).exists():
        return
    if not stamp:
        (home / name).unlink()
        return
    folder = home / FORMER / stamp
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / name).replace(folder / name)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / "restoring.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
