"""A private PostgreSQL for the tests: Debian's binaries, an unprivileged user, a socket in a folder."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg


class PrivatePostgres:
    """Starts at once and listens on a unix socket alone; `stop` ends it and removes its files.

    is_lasting: what it said to have stored is there after `crash`; else it is as quick as it can be.
    """

    def __init__(self, *, is_lasting: bool = False) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
        if not found:
            raise RuntimeError("PostgreSQL is missing: on Debian, apt-get install postgresql")
        self.binaries = found[-1]
        # /tmp itself: a TMPDIR inside somebody's home is closed to the unprivileged user, and the
        # path of a socket may not be longer than 107 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="encours-pg-", dir="/tmp"))
        self.user = _unprivileged_user() if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        self._is_lasting = is_lasting
        self._run(
            "initdb",
            "-D",
            self.folder / "data",
            "-U",
            "encours",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        )
        self.start()

    def start(self) -> None:
        """Runs, and answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.folder,
            "max_connections": 100,
            "fsync": "off",
            "synchronous_commit": "on" if self._is_lasting else "off",
            "full_page_writes": "off",
            "jit": "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.folder / "data", *options],
                user=self.user,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self._wait()

    def url(self, database: str) -> str:
        """The DATABASE_URL of one of its databases."""
        return f"postgresql://encours@/{database}?host={quote(str(self.folder), safe='')}"

    def crash(self) -> None:
        """Every process of it ends at once, whatever it was at: `pg_ctl stop -m immediate`."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(timeout=10)

    def stop(self) -> None:
        self.server.terminate()
        try:
            self.server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self.binaries / program), *map(str, arguments)]
        done = subprocess.run(command, user=self.user, cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def _wait(self) -> None:
        for _ in range(200):
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text(encoding="utf-8"))


def _unprivileged_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
