"""A process that dies by SIGKILL before the n-th thing it is about to do that somebody else could see.

Such a thing is a statement that writes, a COMMIT, a file opened for writing, renamed, removed or forced to the disk,
a line spoken to a mail server. Imported in the process that is to die (`forks.py`).
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

_SEEN = frozenset({"os.rename", "os.remove", "os.mkdir", "os.link", "smtplib.send", "smtplib.connect"})
_WRITES = ("INSERT", "UPDATE", "DELETE")
_NEVER = 1 << 60


class _Steps:
    """How many such things were about to be done, and before which one the process dies."""

    done = 0
    last = _NEVER
    fails: Callable[[], None] | None = None

    @classmethod
    def next(cls) -> None:
        if cls.done == cls.last:
            os.kill(os.getpid(), signal.SIGKILL)
        cls.done += 1


def before(last: int = _NEVER) -> None:
    """From here on things are counted from nought; before number `last` the process dies."""
    _Steps.last = last
    connection.execute_wrappers.append(_statement)
    plain_commit, plain_fsync = BaseDatabaseWrapper._commit, os.fsync

    def commit(self: BaseDatabaseWrapper) -> object:
        _Steps.next()
        return plain_commit(self)

    def fsync(descriptor: int) -> None:
        _Steps.next()
        plain_fsync(descriptor)

    BaseDatabaseWrapper._commit = commit
    os.fsync = fsync  # type: ignore[assignment]
    sys.addaudithook(_heard)


def told() -> int:
    """How many things were about to be done."""
    return _Steps.done


def _statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.lstrip().startswith(_WRITES):
        _Steps.next()
    return execute(sql, params, many, context)


def _heard(event: str, about: tuple[Any, ...]) -> None:
    is_write = event == "open" and isinstance(about[2], int) and bool(about[2] & (os.O_WRONLY | os.O_RDWR))
    if event in _SEEN or is_write:
        _Steps.next()
