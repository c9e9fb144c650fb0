"""An installation whose workers are processes that can be killed, seen from outside through its database."""

import json
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import Popen
from typing import Any

import psycopg

from tests.installations import Installation
from tests.smtp import SmtpServer

ROOT = Path(__file__).resolve().parents[2]
SHORT_LEASE = 1
"""Seconds after which a worker that a test kills counts as dead; the others have five minutes."""
PATIENCE = 40.0
_TOOLS = f"""
import sys, threading, time
sys.path.insert(0, {str(ROOT)!r})
from datetime import datetime
from encours.ground.kernel.clock import FixedClock
"""
# The same loop as `encours work`, at an hour when mail may leave: the clock is handed over.
_WORK = (
    _TOOLS
    + """
from encours.flows import dispatch
from encours.ground.plumbing.worker import Job, work
clock = FixedClock(datetime.fromisoformat("2026-11-23T09:30:00+01:00"))
work([Job("dispatch", 0.1, dispatch.run)], clock, stop=threading.Event(), until_empty={until_empty})
"""
)
_NIGHT = (
    _TOOLS
    + """
from dataclasses import replace
from encours.flows.night import run
run.CHUNK = {chunk}
write = run.REVIEWS.write
run.REVIEWS = replace(run.REVIEWS, write=lambda *about: (time.sleep({pause}), write(*about)))
clock = FixedClock(datetime.fromisoformat("2026-11-23T02:30:00+01:00"))
print(run.run({entity}, clock).queued)
"""
)
_WORKERS_NIGHT = (
    _TOOLS
    + """
from dataclasses import replace
from encours.flows import nightly
from encours.flows.night import run
run.CHUNK = 3
print(nightly.run_due(FixedClock(datetime.fromisoformat("2026-11-{day}T02:45:00+01:00"))))
"""
)


class World:
    """The installation, and short words to start, kill and look."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        installation.run("journal", "verify")

    # --- what is there --------------------------------------------------------------------

    def companies(self, *, ready: bool = True, **wanted: int) -> dict[str, int]:
        code = (
            f"{_TOOLS}\nfrom tests.kill.seeding import companies\nprint(companies({wanted!r}, ready={ready}))"
        )
        found: dict[str, int] = json.loads(self.installation.python(code).stdout)
        return found

    def opens(self, entity: int, server: SmtpServer) -> None:
        """This company, and no other, sends from now on, through a server."""
        self.execute("UPDATE creditor_creditorentity SET is_sending_on = (id = ?)", entity)
        self.execute("UPDATE creditor_mailserver SET port = ? WHERE entity_id = ?", server.port, entity)

    def states(self, entity: int) -> Counter[str]:
        rows = self.rows("SELECT state FROM outreach_message WHERE entity_id = ?", entity)
        return Counter(str(state) for (state,) in rows)

    def message_ids(self, entity: int, state: str) -> set[str]:
        found = self.rows(
            "SELECT message_id FROM outreach_message WHERE entity_id = ? AND state = ?", entity, state
        )
        return {str(one) for (one,) in found}

    def told(self, entity: int, kind: str) -> int:
        ((count,),) = self.rows(
            "SELECT COUNT(*) FROM evidence_journalentry WHERE chain = ? AND kind = ?",
            f"entity:{entity}",
            kind,
        )
        return int(count)

    # --- what runs ------------------------------------------------------------------------

    def worker(self, *, lease: int = SHORT_LEASE) -> Popen[str]:
        """One worker that sends, until it is killed."""
        code = _WORK.format(until_empty=False)
        return self.installation.start_python(code, ENCOURS_LEASE_SECONDS=str(lease))

    def work_to_the_end(self) -> None:
        """A worker after the accident: the lease of the dead one runs out, then all is worked off."""
        time.sleep(SHORT_LEASE + 0.1)
        self.installation.python(_WORK.format(until_empty=True))

    def night(self, entity: int, *, chunk: int = 500, pause: float = 0) -> Popen[str]:
        """A night; `pause`: how long it rests, in the middle of a transaction, before each chunk."""
        return self.installation.start_python(_NIGHT.format(entity=entity, chunk=chunk, pause=pause))

    def workers_night(self, *, day: int = 23, lease: int = 300) -> Popen[str]:
        """A worker that runs the nights that are due."""
        code = _WORKERS_NIGHT.format(day=day)
        return self.installation.start_python(code, ENCOURS_LEASE_SECONDS=str(lease))

    def kill(self, *processes: Popen[str]) -> None:
        """What a power cut does to them."""
        for process in processes:
            self.installation.kill(process)
            if process in self.installation.processes:
                self.installation.processes.remove(process)

    # --- the database, from outside -------------------------------------------------------

    @property
    def is_postgresql(self) -> bool:
        return "DATABASE_URL" in self.installation.environment

    def rows(self, statement: str, *values: object) -> list[Any]:
        with self._connection() as connection:
            return list(connection.execute(self._worded(statement), values).fetchall())

    def execute(self, statement: str, *values: object) -> None:
        with self._connection() as connection:
            connection.execute(self._worded(statement), values)

    @contextmanager
    def held(self, table: str) -> Iterator[None]:
        """Nobody writes while the block lasts; on PostgreSQL nobody even reads that table."""
        with self._connection() as connection:
            if self.is_postgresql:
                connection.execute("BEGIN")
                connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            else:
                connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                connection.execute("ROLLBACK")

    def someone_waits(self) -> bool:
        """Whether a process waits for what `held` holds. SQLite does not tell: a moment is given instead."""
        if not self.is_postgresql:
            time.sleep(0.5)
            return True
        return bool(self.rows("SELECT 1 FROM pg_locks WHERE NOT granted"))

    def is_working(self, process: Popen[str]) -> bool:
        """Whether a process has got as far as its database."""
        if self.is_postgresql:
            return self.someone_waits()
        names = Path(f"/proc/{process.pid}/fd").glob("*")
        return any("encours.sqlite3" in _target(name) for name in names)

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        if self.is_postgresql:
            url = self.installation.environment["DATABASE_URL"]
            with psycopg.connect(url, autocommit=True) as connection:
                yield connection
            return
        path = self.installation.home / "encours.sqlite3"
        plain = sqlite3.connect(path, timeout=30, isolation_level=None)
        try:
            yield plain
        finally:
            plain.close()

    def _worded(self, statement: str) -> str:
        return statement.replace("?", "%s") if self.is_postgresql else statement


def wait_for(holds: Callable[[], object], *, what: str) -> None:
    """Until something is true; fails with the name of what never came."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.02)


def times_taken(server: SmtpServer) -> Counter[str]:
    """How often the server took each message, by Message-ID."""
    return Counter(str(received.message["Message-ID"]) for received in server.messages)


@contextmanager
def silent_server() -> Iterator[tuple[int, Callable[[], bool]]]:
    """A server that lets one connect and says nothing: its port, and whether somebody came."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        lines: list[socket.socket] = []

        def came() -> bool:
            with suppress(TimeoutError):
                lines.append(listening.accept()[0])
            return bool(lines)

        yield listening.getsockname()[1], came
        for line in lines:
            line.close()


def _target(name: Path) -> str:
    try:
        return str(name.readlink())
    except OSError:
        return ""
