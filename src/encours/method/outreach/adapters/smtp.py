"""Sends one mail through an SMTP server and tells what happened, down to the doubtful case."""

import smtplib
import ssl
from dataclasses import dataclass
from email import policy
from email.utils import formatdate

from encours.method.outreach.adapters.envelope import (
    Envelope,
    Outcome,
    Receipt,
    cannot_be_written,
    plain_address,
)
from encours.method.outreach.rules.receipts import Trouble, written


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how to connect. security: `starttls`, `tls` or `none`.

    `answer_seconds`: how long it may take to say what it did with a whole message; servers that look
    for viruses are slow there (RFC 5321, 4.5.3.2.6). Both together stay below the lease of a message.
    """

    host: str
    port: int
    security: str
    username: str = ""
    password: str = ""
    timeout_seconds: float = 30
    answer_seconds: float = 120


def send(server: Server, envelope: Envelope) -> Receipt:
    """Hands one mail over.

    Before the text is sent every failure is certain: the mail did not leave. Once the text is on
    its way, a broken connection leaves a doubt, and the doubt is the answer.
    """
    try:
        mail = envelope.as_mail()
        mail["Date"] = formatdate(usegmt=True)
        # Lines end as RFC 5321 wants them: a lone line feed is refused, or worse, read as another mail.
        content = mail.as_bytes(policy=policy.SMTP)
    except (ValueError, UnicodeError) as problem:
        return cannot_be_written(problem)
    try:
        connection = _connect(server)
    except smtplib.SMTPAuthenticationError as problem:
        return Receipt(
            Outcome.NOT_REACHED, written(Trouble.SIGN_IN_REFUSED, problem.smtp_code), permanent=True
        )
    except (OSError, smtplib.SMTPException) as problem:
        return Receipt(Outcome.NOT_REACHED, written(Trouble.OUT_OF_REACH, problem))
    try:
        return _hand_over(connection, server, envelope, content)
    finally:
        _leave(connection)


def check(server: Server) -> str:
    """Empty when the server lets us in, else what is wrong."""
    try:
        _leave(_connect(server))
    except (OSError, smtplib.SMTPException) as problem:
        return str(problem)
    return ""


def _connect(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    timeout = server.timeout_seconds
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=timeout, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=timeout)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
        if server.username:
            connection.login(server.username, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _hand_over(connection: smtplib.SMTP, server: Server, envelope: Envelope, content: bytes) -> Receipt:
    try:
        code, answer = connection.mail(plain_address(envelope.from_email))
        if code // 100 == 2:
            code, answer = connection.rcpt(plain_address(envelope.to_email))
        if code // 100 != 2:
            return _refused(code, answer)
    except (OSError, smtplib.SMTPException) as problem:
        return Receipt(Outcome.NOT_REACHED, written(Trouble.LOST_BEFORE, problem))
    if connection.sock is not None:
        connection.sock.settimeout(server.answer_seconds)
    try:
        code, answer = connection.data(content)
    except smtplib.SMTPDataError as problem:
        return _refused(problem.smtp_code, problem.smtp_error)
    except (OSError, smtplib.SMTPException) as problem:
        return Receipt(Outcome.UNKNOWN, written(Trouble.LOST_DURING, problem))
    if code // 100 != 2:
        return _refused(code, answer)
    return Receipt(Outcome.ACCEPTED, f"{code} {_text(answer)}")


def _refused(code: int, answer: bytes | str) -> Receipt:
    return Receipt(Outcome.REFUSED, f"{code} {_text(answer)}", permanent=code // 100 == 5)


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _leave(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()
