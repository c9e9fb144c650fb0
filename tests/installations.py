"""A second installation in processes of its own: what a test starts, kills and asks as a user would."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

SOURCE = Path(__file__).resolve().parents[1] / "src"


@dataclass
class Installation:
    """A fresh home (and database) with its command line."""

    home: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def database(self) -> str:
        """The name of its database on the server of the tests; empty on SQLite."""
        return urlsplit(self.environment.get("DATABASE_URL", "")).path.strip("/")

    def run(
        self, *arguments: str, check: bool = True, text: str | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Runs `encours ARGUMENTS` to its end; `text` is its standard input."""
        done = subprocess.run(
            self._command(*arguments),
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        if check and done.returncode:
            raise AssertionError(f"encours {' '.join(arguments)}: {done.returncode}\n{done.stderr}")
        return done

    def json(self, *arguments: str) -> object:
        """The object that `encours ARGUMENTS --json` prints."""
        return json.loads(self.run(*arguments, "--json").stdout)

    def python(self, code: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs a piece of Python with Django set up, inside this installation."""
        code = f"import django; django.setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, capture_output=True, text=True, timeout=120
        )
        if check and done.returncode:
            raise AssertionError(done.stderr)
        return done

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Starts `encours ARGUMENTS` and goes on; it is killed at the latest when the test ends."""
        return self._start(self._command(*arguments))

    def start_python(self, code: str, **environment: str) -> subprocess.Popen[str]:
        """Starts a piece of Python with Django set up, inside this installation, and goes on."""
        return self._start([sys.executable, "-c", f"import django; django.setup()\n{code}"], environment)

    def _start(
        self, command: list[str], environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            env={**self.environment, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def kill(self, process: subprocess.Popen[str]) -> None:
        """What a power cut does: SIGKILL to the process and its children."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        if process.stdout is not None and not process.stdout.closed:
            process.communicate()

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-P", "-m", "encours", *arguments]


@contextmanager
def new_installation(home: Path, *, like: Installation | None = None) -> Iterator[Installation]:
    """A home in a folder and, where the tests run on PostgreSQL, a database of its own there.

    `like`: begins as the exact copy of another installation in which nothing runs; far quicker than
    making tables and books anew.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ENCOURS_", "DJANGO_"))}
    environment |= {
        "ENCOURS_HOME": str(home),
        "ENCOURS_LANG": "fr",
        "PYTHONPATH": str(SOURCE),
        "DJANGO_SETTINGS_MODULE": "encours.config.settings",
    }
    if like is not None:
        shutil.copytree(like.home, home)
    admin_url = os.environ.get("DATABASE_URL", "").replace("/encours?", "/postgres?")
    name = f"installation_{uuid4().hex[:12]}"
    if admin_url:
        copied = f" TEMPLATE {like.database}" if like is not None else ""
        _administer(admin_url, f"CREATE DATABASE {name}{copied}")
        environment["DATABASE_URL"] = admin_url.replace("/postgres?", f"/{name}?")
    installation = Installation(home, environment)
    try:
        yield installation
    finally:
        for process in installation.processes:
            installation.kill(process)
        if admin_url:
            _administer(admin_url, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
