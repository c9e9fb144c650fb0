"""Whether Encours is running on this home: its files are not replaced beneath it."""

import contextlib
import fcntl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings

PATIENCE = (0.05, 0.2, 0.5, 1.0)
"""Seconds between attempts: somebody who only looks holds the lock for an instant."""


class BeingReplaced(RuntimeError):
    """This home is being replaced: what was read of it a moment ago does not hold any more."""


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Held by each process that uses this home; any number may hold it. Raises BeingReplaced.

    Nobody waits for the end of a restoration: the key that this process has read would be the former one.
    """
    with _file().open("a") as stream:
        _share(stream)
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


def _share(stream: IO[str]) -> None:
    for patience in PATIENCE:
        with contextlib.suppress(BlockingIOError):
            return fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        time.sleep(patience)
    raise BeingReplaced


def _file() -> Path:
    return Path(settings.ENCOURS_HOME) / "running.lock"


def _working_file() -> Path:
    return Path(settings.ENCOURS_HOME) / "working.lock"
