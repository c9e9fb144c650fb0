"""An installation with its web server running, as a browser meets it; its day can be another than today."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.installations import Installation, new_installation

WEB = "encours.faces.cli.web"


@dataclass(frozen=True)
class Served:
    """Where the pages are, and the installation behind them."""

    address: str
    installation: Installation

    @property
    def outbox(self) -> list[Path]:
        """What a demonstration wrote instead of sending, oldest first."""
        return sorted((self.installation.home / "outbox").glob("*"), key=lambda file: file.stat().st_mtime)


@contextmanager
def served(installation: Installation) -> Iterator[Served]:
    """Serves the pages alone, without a worker: what happens by itself happens when a test says so."""
    port = free_port()
    installation.environment |= {"ENCOURS_PORT": str(port), "ENCOURS_HOST": "127.0.0.1"}
    with (installation.home.parent / f"{installation.home.name}-web.log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", WEB], env=installation.environment, stdout=log, stderr=log, text=True
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(address, process, Path(log.name))
            yield Served(address, installation)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def copied(home: Path, to: Path) -> Iterator[Installation]:
    """A copy of an installation on SQLite, to do with as one likes."""
    shutil.copytree(home, to, ignore=shutil.ignore_patterns("*-wal", "*-shm", "encours.sqlite3"))
    with (
        closing(sqlite3.connect(home / "encours.sqlite3")) as old,
        closing(sqlite3.connect(to / "encours.sqlite3")) as new,
    ):
        old.backup(new)
    with new_installation(to) as installation:
        yield installation


def on_another_day(installation: Installation, moment: datetime) -> None:
    """From now on the installation's processes find the machine's clock at a moment, and time passes.

    The whole program runs as it is, with its system clock: only the machine lies (libfaketime).
    """
    shift = int((moment - datetime.now(UTC)).total_seconds())
    installation.environment |= {"LD_PRELOAD": str(_faketime()), "FAKETIME": f"{shift:+d}"}


def _faketime() -> Path:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert found, "Debian's package «faketime» is missing: ./test --setup installs it"
    return found[0]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[str], log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the web server did not start:\n{log.read_text()}{os.linesep}")
