"""The two ways to start a process of a crew: a copy of this one where nothing stands in its way, else a new one.

A copy costs milliseconds: the program is loaded. It must not carry a connection (SQLite would take the
locks of this process for its own), an open transaction, or a lock that another thread holds at that very
instant: so there is one thread and no transaction, and the connections are closed first.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from io import FileIO, RawIOBase
from pathlib import Path
from threading import Lock
from typing import Protocol, cast

from django.db import connections

from encours.ground.plumbing.crew import member

log = logging.getLogger(__name__)
_PROGRAM = sys.executable
# The same source as here, wherever this process has it from.
_BEGIN = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); "
    "from encours.ground.plumbing.crew.member import main; main()"
)
_THREADS = Path("/proc/self/task")


class Started(Protocol):
    """A process that runs, with the ends of its pipes."""

    mouth: RawIOBase
    ear: RawIOBase

    @property
    def pid(self) -> int:
        """Its number."""

    def kill(self) -> None:
        """It is stopped at once; it holds nothing that could be lost."""

    def wait(self, seconds: float) -> int:
        """Waits for its end, which is made after so many seconds; answers how it ended."""


class Fresh:
    """A new interpreter."""

    def __init__(self) -> None:
        command = [_PROGRAM, "-P", "-c", _BEGIN, json.dumps(sys.path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.mouth = cast(RawIOBase, self._process.stdin)
        self.ear = cast(RawIOBase, self._process.stdout)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def kill(self) -> None:
        """It is stopped at once."""
        self._process.kill()

    def wait(self, seconds: float) -> int:
        """Waits for its end; answers how it ended."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


class Copy:
    """A copy of this process, which drops what is not its own. `others`: the ends of pipes of those before it."""

    def __init__(self, others: Sequence[RawIOBase]) -> None:
        asked, self.mouth = _pipe()
        self.ear, told = _pipe()
        self.pid = os.fork()
        if not self.pid:
            for stream in (self.mouth, self.ear, *others):
                stream.close()
            _become_a_member(asked, told)
        asked.close()
        told.close()
        self._code: int | None = None
        self._lock = Lock()

    def kill(self) -> None:
        """It is stopped at once."""
        with self._lock:
            if self._code is None:
                with suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)

    def wait(self, seconds: float) -> int:
        """Waits for its end; answers how it ended."""
        end, pause = time.monotonic() + seconds, 0.0005
        while not self._has_ended():
            if time.monotonic() > end:
                self.kill()
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        return self._code or 0

    def _has_ended(self) -> bool:
        with self._lock:
            if self._code is None:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                self._code = os.waitstatus_to_exitcode(status) if pid else None
            return self._code is not None


def _pipe() -> tuple[RawIOBase, RawIOBase]:
    """Where one hears what is said into the other."""
    leave, enter = os.pipe()
    return FileIO(leave), FileIO(enter, "w")


def _become_a_member(questions: RawIOBase, answers: RawIOBase) -> None:
    """Never comes back: what called this goes on in the other process alone."""
    code = 1
    try:
        os.dup2(2, 1)  # what a library prints is no answer, and not for whoever reads this process
        member.live(questions, answers)
        code = 0
    except Exception:
        log.exception("a process of ours cannot begin")
    finally:
        os._exit(code)


def may_copy() -> bool:
    """Whether this process can be copied: one thread, no transaction, on a system that tells."""
    with suppress(OSError):
        return len(list(_THREADS.iterdir())) == 1 and not any(
            connection.in_atomic_block for connection in connections.all(initialized_only=True)
        )
    return False


def start(others: Sequence[RawIOBase]) -> Started:
    """Starts a process. `others`: the ends of pipes of those started before. Raises OSError when it cannot."""
    if not may_copy():
        return Fresh()
    connections.close_all()
    return Copy(others)
