"""One process with the program loaded, from which others are forked: a start costs milliseconds, not seconds."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.installations import Installation

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
KILLED = -signal.SIGKILL
# Answers one line of JSON to each line of JSON: a start with its process id, a question with an exit code or null.
_NURSERY = f"""
import json, os, sys, traceback
sys.dont_write_bytecode = True
sys.path.insert(0, {str(ROOT)!r})
import django
django.setup()
from tests.faults import dying, looking, subjects
def run(asked):
    out = os.open(asked["out"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor in (1, 2):
        os.dup2(out, descriptor)
    sys.stdin.close()
    code = 0
    try:
        exec(compile(asked["code"], "<fork>", "exec"), {{"dying": dying, "looking": looking, "subjects": subjects}})
    except BaseException as problem:
        code = problem.code if isinstance(problem, SystemExit) and isinstance(problem.code, int) else 1
        if code:
            traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
for line in sys.stdin:
    asked = json.loads(line)
    if "code" in asked:
        child = os.fork()
        if child == 0:
            os.setsid()
            run(asked)
        answer = child
    else:
        pid, status = os.waitpid(asked["pid"], os.WNOHANG)
        answer = os.waitstatus_to_exitcode(status) if pid else None
    print(json.dumps(answer), flush=True)
"""


@dataclass
class Fork:
    """A running piece of Python inside the installation."""

    pid: int
    out: Path
    nursery: "Nursery"
    code: int | None = None

    def poll(self) -> int | None:
        """Its exit code (negative: the signal that killed it), None while it runs."""
        if self.code is None:
            self.code = self.nursery.ask({"pid": self.pid})
        return self.code

    def wait(self, *, timeout: float = PATIENCE) -> int:
        end, pause = time.monotonic() + timeout, 0.002
        while (code := self.poll()) is None:
            assert time.monotonic() < end, f"still running: {self.said()}"
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)
        return code

    def kill(self) -> None:
        """What a power cut does to it."""
        if self.code is None and self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.wait()

    def said(self) -> str:
        return self.out.read_text(encoding="utf-8") if self.out.exists() else ""


class Nursery:
    """Starts pieces of Python inside one installation, each in a process of its own."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.installation = installation
        self._folder = folder
        self._forks: list[Fork] = []
        self._process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY],
            env=installation.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, question: dict[str, object]) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def start(self, code: str) -> Fork:
        out = self._folder / f"{len(self._forks)}.out"
        fork = Fork(self.ask({"code": code, "out": str(out)}), out, self)
        self._forks.append(fork)
        return fork

    def run(self, code: str) -> str:
        """Runs to the end and answers what was printed."""
        fork = self.start(code)
        assert fork.wait() == 0, fork.said()
        return fork.said()

    def json(self, code: str) -> Any:
        """What the last printed line says."""
        return json.loads(self.run(code).splitlines()[-1])

    def end_all(self) -> None:
        """Nothing that was started runs any more."""
        for fork in self._forks:
            fork.kill()

    def close(self) -> None:
        self.end_all()
        self._process.kill()
        self._process.communicate()


@contextmanager
def nursery(installation: Installation, folder: Path) -> Iterator[Nursery]:
    """A nursery for the length of a block; nothing that it started survives it."""
    folder.mkdir(exist_ok=True)
    found = Nursery(installation, folder)
    try:
        yield found
    finally:
        found.close()


class Still:
    """An installation as it is now, to be put back as often as one likes. Nobody uses it meanwhile."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self._home, self._folder = installation.home, folder
        self._url = installation.environment.get("DATABASE_URL", "")
        self._name = self._url.rpartition("/")[2].partition("?")[0]
        folder.mkdir(parents=True)
        if self._url:
            self._kept = f"{self._name}_{folder.name.replace('-', '_')}"
            self._administer(f"CREATE DATABASE {self._kept} TEMPLATE {self._name}")
        else:
            self._fold()
            shutil.copy(self._home / "encours.sqlite3", folder)
        if (self._home / "documents").exists():
            shutil.copytree(self._home / "documents", folder / "documents")

    def put_back(self) -> None:
        shutil.rmtree(self._home / "documents", ignore_errors=True)
        if (self._folder / "documents").exists():
            shutil.copytree(self._folder / "documents", self._home / "documents")
        if self._url:
            self._administer(f"DROP DATABASE {self._name} WITH (FORCE)")
            self._administer(f"CREATE DATABASE {self._name} TEMPLATE {self._kept}")
            return
        for ending in ("-wal", "-shm"):
            (self._home / f"encours.sqlite3{ending}").unlink(missing_ok=True)
        shutil.copy(self._folder / "encours.sqlite3", self._home / "encours.sqlite3")

    def forget(self) -> None:
        if self._url:
            self._administer(f"DROP DATABASE IF EXISTS {self._kept} WITH (FORCE)")

    def _fold(self) -> None:
        plain = sqlite3.connect(self._home / "encours.sqlite3")
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        plain.close()

    def _administer(self, statement: str) -> None:
        with psycopg.connect(
            self._url.replace(f"/{self._name}?", "/postgres?"), autocommit=True
        ) as connection:
            connection.execute(statement.encode())
