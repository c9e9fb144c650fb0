"""A message ready for a mail server, and what came of it."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum

from encours.method.outreach.rules.receipts import Trouble, written

_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+")
_DOMAIN = re.compile(r"[A-Za-z0-9.-]+")


class Outcome(StrEnum):
    """What a server did with a message. UNKNOWN: the connection broke after the text was sent."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"


class UnusableAddress(ValueError):
    """An address that no server would take; the text is the address."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The outcome and one line about it (`rules/receipts`). `permanent`: trying again cannot help."""

    outcome: Outcome
    answer: str
    permanent: bool = False


def cannot_be_written(problem: ValueError) -> Receipt:
    """The receipt of a message that no mail can hold: it was never handed over."""
    trouble = Trouble.BAD_ADDRESS if isinstance(problem, UnusableAddress) else Trouble.BAD_MESSAGE
    return Receipt(Outcome.REFUSED, written(trouble, problem), permanent=True)


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that travels with the message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """All that a mail needs."""

    from_name: str
    from_email: str
    to_name: str
    to_email: str
    subject: str
    text: str
    html: str
    message_id: str
    in_reply_to: str = ""
    references: str = ""
    reply_to: str = ""
    pieces: tuple[Piece, ...] = ()

    def as_mail(self) -> EmailMessage:
        """The mail in the standard form. No value can add a header: line breaks become spaces.

        Raises UnusableAddress, and ValueError for what no mail can hold.
        """
        mail = EmailMessage()
        mail["From"] = str(_address(self.from_name, self.from_email))
        mail["To"] = str(_address(self.to_name, self.to_email))
        if self.reply_to:
            mail["Reply-To"] = str(_address(self.from_name, self.reply_to))
        mail["Subject"] = _one_line(self.subject)
        mail["Message-ID"] = _one_line(self.message_id)
        if self.in_reply_to:
            mail["In-Reply-To"] = _one_line(self.in_reply_to)
            mail["References"] = _one_line(self.references or self.in_reply_to)
        mail["Auto-Submitted"] = "no"
        mail.set_content(self.text)
        if self.html:
            mail.add_alternative(self.html, subtype="html")
        for piece in self.pieces:
            main, _, sub = piece.media_type.partition("/")
            mail.add_attachment(
                piece.content,
                maintype=main or "application",
                subtype=sub or "octet-stream",
                filename=_one_line(piece.name),
            )
        return mail


def plain_address(email: str) -> str:
    """An address as every server understands it: ASCII, an international domain in its coded form.

    Raises UnusableAddress when there is none. Source: RFC 5321, 4.1.2; RFC 5891.
    """
    user, _, domain = email.strip().rpartition("@")
    try:
        coded = domain.encode("idna").decode("ascii")
    except UnicodeError:
        coded = ""
    if not _DOMAIN.fullmatch(coded) or not _LOCAL_PART.fullmatch(user):
        raise UnusableAddress(_one_line(email) or "-")
    return f"{user}@{coded}"


def _address(name: str, email: str) -> Address:
    user, _, domain = plain_address(email).rpartition("@")
    return Address(_one_line(name), user, domain)


def _one_line(text: str) -> str:
    return " ".join(text.split())
