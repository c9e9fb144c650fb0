"""A real SMTP server in a thread, that can also refuse, hang or die, as servers do."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from enum import Enum

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Mode(Enum):
    """How the server behaves from now on."""

    ACCEPT = "accept"
    REFUSE = "refuse"  # 550 to the recipient: permanent
    REFUSE_FOR_NOW = "refuse_for_now"  # 451 to the recipient: try again later
    REFUSE_CONTENT = "refuse_content"  # 554 after DATA
    HANG = "hang"  # takes the message and never answers
    DIE_AFTER_DATA = "die_after_data"  # takes the message and drops the line before its 250
    TAKE_AND_DIE = "take_and_die"  # the same, but the message goes on its way


@dataclass(frozen=True)
class Received:
    """One message as it arrived."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    login: str | None
    raw: bytes = b""

    @property
    def text(self) -> str:
        """The plain text of the message."""
        part = self.message.get_body(("plain",))
        return part.get_content().replace("\r\n", "\n") if part else ""


@dataclass
class SmtpServer:
    """What a test sees: where it listens, how it behaves, what it took (`seen` also when it hung)."""

    host: str = "127.0.0.1"
    port: int = 0
    username: str = "encours"
    password: str = "secret"
    mode: Mode = Mode.ACCEPT
    delay_seconds: float = 0
    gate: threading.Event | None = None  # shut, it holds every answer back until it is opened
    messages: list[Received] = field(default_factory=list)
    seen: list[Received] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mode is Mode.REFUSE:
            return "550 5.1.1 No such mailbox here"
        if self.mode is Mode.REFUSE_FOR_NOW:
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = bytes(envelope.original_content or b"")
        message = BytesParser(policy=policy.default).parsebytes(raw)
        login = session.auth_data.login.decode() if isinstance(session.auth_data, LoginPassword) else None
        assert isinstance(message, EmailMessage)
        received = Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), message, login, raw)
        self.seen.append(received)
        await asyncio.sleep(self.delay_seconds)
        while self.gate is not None and not self.gate.is_set():
            await asyncio.sleep(0.01)
        match self.mode:
            case Mode.REFUSE_CONTENT:
                return "554 5.7.1 Refused"
            case Mode.HANG:
                await asyncio.sleep(3600)
            case Mode.DIE_AFTER_DATA:
                server.transport.abort()
                return "421 Gone"
            case Mode.TAKE_AND_DIE:
                self.messages.append(received)
                server.transport.abort()
                return "421 Gone"
        self.messages.append(received)
        return "250 2.0.0 Taken"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (
            self.username.encode(),
            self.password.encode(),
        )
        # Not handled: aiosmtpd itself answers 535 to a wrong password.
        return AuthResult(success=good, handled=good, auth_data=data if good else None)


@contextmanager
def running_smtp_server() -> Iterator[SmtpServer]:
    """Serves until the block ends; connections that hang are cut then."""
    server = SmtpServer(port=free_port())
    controller = Controller(
        server,
        hostname=server.host,
        port=server.port,
        ready_timeout=10,
        authenticator=server.authenticate,
        auth_require_tls=False,
        decode_data=False,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
