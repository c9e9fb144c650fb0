"""Reads a mailbox over IMAP and changes nothing in it: no flag, no folder, no mail.

Source: RFC 3501, 6.3.2 (EXAMINE), 6.4.5 (BODY.PEEK), 2.3.1.1 (UID and UIDVALIDITY).
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from encours.method.inbox.rules.mailbox import Trouble, Unread

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")
_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')
_BEGINNING_BYTES = 300_000
"""How much of a mail that is too large is taken: its headers and the beginning of its words."""
imaplib._MAXLINE = max(imaplib._MAXLINE, 10_000_000)  # type: ignore[attr-defined]  # a search names every number


class MailboxUnreadable(RuntimeError):
    """The mailbox could not be read; `why` says it."""

    def __init__(self, why: Unread) -> None:
        super().__init__(why.trouble.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how to connect. security: `starttls`, `tls` or `none`."""

    host: str
    port: int
    security: str
    username: str
    password: str
    folder: str
    timeout_seconds: float = 30


@dataclass(frozen=True, slots=True)
class Taken:
    """One mail from the mailbox. `is_cut`: only its beginning, for it is larger than what is taken."""

    uid: int
    raw: bytes
    size_bytes: int
    arrived_at: datetime | None
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Session:
    """An open mailbox, for reading only."""

    box: BaseMailBox
    uid_validity: int

    def numbers_after(self, last_uid: int, since_on: date) -> list[int]:
        """The numbers of the mails that came after one, none from before a day, in their order."""
        with _told():
            criteria = f"UID {last_uid + 1}:* SINCE {_day(since_on)}"
            typ, data = self.box.client.uid("SEARCH", criteria)
            if typ != "OK":
                raise MailboxUnreadable(Unread(Trouble.OTHER, _words(data)))
        found = [int(number) for number in (data[0] or b"").split()]
        return sorted(number for number in found if number > last_uid)

    def take(self, uids: Sequence[int], *, most_bytes: int) -> Iterator[Taken]:
        """Some mails, one at a time; one that vanished meanwhile is left out."""
        for uid in uids:
            with _told():
                about = self._fetch(uid, "(UID RFC822.SIZE INTERNALDATE)")
                size = _number(_SIZE, about)
                if size is None:
                    continue
                is_cut = size > most_bytes
                part = f"BODY.PEEK[]<0.{_BEGINNING_BYTES}>" if is_cut else "BODY.PEEK[]"
                raw = self._literal(uid, part)
            if raw is not None:
                yield Taken(uid, raw, size, _moment(about), is_cut)

    def _fetch(self, uid: int, what: str) -> bytes:
        typ, data = self.box.client.uid("FETCH", str(uid), what)
        if typ != "OK":
            raise MailboxUnreadable(Unread(Trouble.OTHER, _words(data)))
        rows = [row[0] if isinstance(row, tuple) else row for row in data if row]
        return next((row for row in rows if _number(_UID, row) == uid), b"")

    def _literal(self, uid: int, part: str) -> bytes | None:
        typ, data = self.box.client.uid("FETCH", str(uid), f"(UID {part})")
        if typ != "OK":
            raise MailboxUnreadable(Unread(Trouble.OTHER, _words(data)))
        return next((bytes(row[1]) for row in data if isinstance(row, tuple)), None)


@contextmanager
def opened(server: Server) -> Iterator[Session]:
    """The mailbox, for reading only. Raises MailboxUnreadable."""
    with _told():
        box = _connect(server)
    try:
        with _told():
            box.login(server.username, server.password, initial_folder=None)
            box.folder.set(server.folder, readonly=True)
            stated = box.client.response("UIDVALIDITY")[1]
            validity = int((stated or [b"0"])[0] or 0)
        yield Session(box, validity)
    finally:
        with suppress(Exception):
            box.logout()
        with suppress(Exception):
            box.client.shutdown()


def _connect(server: Server) -> BaseMailBox:
    context = ssl.create_default_context()
    if server.security == "tls":
        return MailBox(server.host, server.port, timeout=server.timeout_seconds, ssl_context=context)
    if server.security == "starttls":
        return MailBoxStartTls(server.host, server.port, timeout=server.timeout_seconds, ssl_context=context)
    return MailBoxUnencrypted(server.host, server.port, timeout=server.timeout_seconds)


# The first kind that fits counts: a certificate's error is an error of security, and that one of the connection.
_TROUBLES: tuple[tuple[type[Exception], Trouble], ...] = (
    (MailboxLoginError, Trouble.SIGN_IN_REFUSED),
    (MailboxFolderSelectError, Trouble.NO_SUCH_FOLDER),
    (ssl.SSLCertVerificationError, Trouble.CERTIFICATE),
    (ssl.SSLError, Trouble.NO_SUCH_SECURITY),
    (socket.gaierror, Trouble.NO_SUCH_HOST),
    (ConnectionRefusedError, Trouble.NOTHING_THERE),
    (TimeoutError, Trouble.SILENT),
    (imaplib.IMAP4.abort, Trouble.BROKEN_OFF),
    (imaplib.IMAP4.error, Trouble.OTHER),
    (OSError, Trouble.BROKEN_OFF),
    (EOFError, Trouble.BROKEN_OFF),
    (ImapToolsError, Trouble.OTHER),
    (ValueError, Trouble.OTHER),
)


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong with a server, as one kind of error that says why."""
    try:
        yield
    except tuple(kind for kind, _ in _TROUBLES) as problem:
        trouble = next(trouble for kind, trouble in _TROUBLES if isinstance(problem, kind))
        if trouble in {Trouble.OTHER, Trouble.BROKEN_OFF} and "TLS" in str(problem).upper():
            trouble = Trouble.NO_SUCH_SECURITY
        raise MailboxUnreadable(Unread(trouble, _said(problem))) from None


def _said(problem: Exception) -> str:
    return " ".join(str(problem).split())[:400]


def _words(data: object) -> str:
    return str(data)[:400]


def _number(pattern: re.Pattern[bytes], row: bytes) -> int | None:
    match = pattern.search(row)
    return int(match[1]) if match else None


def _moment(row: bytes) -> datetime | None:
    match = _DATE.search(row)
    if match is None:
        return None
    try:
        return parsedate_to_datetime(match[1].decode("ascii").strip().replace("-", " "))
    except (ValueError, TypeError, UnicodeError):
        return None


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _day(on: date) -> str:
    return f"{on.day}-{_MONTHS[on.month - 1]}-{on.year}"
