"""A real IMAP server: Debian's Dovecot as a private instance on a loopback port, its mails laid down as files."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.smtp import free_port

DOVECOT = "/usr/sbin/dovecot"
_CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{home}/mail
mail_fsync = never
first_valid_uid = 1
default_process_limit = 20
{users}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass
class ImapServer:
    """What a test sees: where it listens, who may enter, and a way to lay down mails."""

    home: Path
    port: int
    host: str = "127.0.0.1"
    username: str = "compta"
    password: str = "secret"
    laid: int = 0
    uid: int = -1

    def lay(self, raw: bytes | EmailMessage) -> None:
        """A mail arrives."""
        content = raw.as_bytes() if isinstance(raw, EmailMessage) else raw
        self.laid += 1
        folder = self.home / "mail"
        draft = folder / "tmp" / f"{int(time.monotonic() * 1000):015}.{self.laid:06}.test"
        draft.write_bytes(content)
        if self.uid >= 0:
            os.chown(draft, self.uid, -1)
        draft.rename(folder / "new" / draft.name)

    def number_anew(self) -> None:
        """The server forgets its numbers, as after a restoration: every mail gets another one."""
        for name in (
            "dovecot-uidlist",
            "dovecot-uidvalidity",
            "dovecot.index",
            "dovecot.index.log",
            "dovecot.index.cache",
        ):
            (self.home / "mail" / name).unlink(missing_ok=True)


@contextmanager
def running_imap_server() -> Iterator[ImapServer]:
    """Serves until the block ends. Skipped, with the reason, where Dovecot is not installed."""
    if not Path(DOVECOT).exists():
        pytest.skip("Debian's dovecot-imapd is not installed: ./test installs it")
    home = Path(tempfile.mkdtemp(prefix="encours-imap-", dir="/tmp"))
    port, user = free_port(), pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    server = ImapServer(home, port, uid=user.pw_uid if os.getuid() == 0 else -1)
    for name in ("mail/new", "mail/cur", "mail/tmp", "run", "state"):
        (home / name).mkdir(parents=True, mode=0o755)
    own = (
        ""
        if os.getuid() == 0
        else f"default_internal_user = {user.pw_name}\ndefault_login_user = {user.pw_name}\n"
    )
    if os.getuid() == 0:
        for path in [home, *home.rglob("mail*"), *(home / "mail").iterdir()]:
            os.chown(path, user.pw_uid, user.pw_gid)
    home.chmod(0o755)
    written = _CONFIGURATION.format(
        home=home, port=port, users=own, password=server.password, uid=user.pw_uid, gid=user.pw_gid
    )
    configuration = home / "dovecot.conf"
    configuration.write_text(written, encoding="ascii")
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(configuration)], start_new_session=True)
    try:
        _wait(port, process, home)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        shutil.rmtree(home, ignore_errors=True)


def _wait(port: int, process: "subprocess.Popen[bytes]", home: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    log = home / "log"
    raise AssertionError(f"Dovecot did not start: {log.read_text() if log.exists() else process.poll()}")
