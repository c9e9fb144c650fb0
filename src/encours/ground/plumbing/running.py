"""Whether Encours is running on this home: its files are not replaced beneath it."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Held by each process that serves or works; any number may hold it."""
    with _file().open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_SH)
        yield


@contextlib.contextmanager
def alone() -> Iterator[bool]:
    """Nobody serves or works on this home while it lasts; False inside when somebody does."""
    with _file().open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextlib.contextmanager
def working() -> Iterator[None]:
    """Held by each worker of this home; any number may hold it."""
    with _working_file().open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_SH)
        yield


def is_worked_on() -> bool:
    """Whether a worker runs on this home now."""
    with _working_file().open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def is_running() -> bool:
    """Whether some process serves or works on this home now."""
    with alone() as nobody:
        return not nobody


def _file() -> Path:
    return Path(settings.ENCOURS_HOME) / "running.lock"


def _working_file() -> Path:
    return Path(settings.ENCOURS_HOME) / "working.lock"
