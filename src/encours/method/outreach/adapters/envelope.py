"""A message ready for a mail server, and what came of it."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum


class Outcome(StrEnum):
    """What a server did with a message. UNKNOWN: the connection broke after the text was sent."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The outcome and the server's own words. `permanent`: trying again cannot help."""

    outcome: Outcome
    answer: str
    permanent: bool = False


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
    pieces: tuple[Piece, ...] = ()

    def as_mail(self) -> EmailMessage:
        """The mail in the standard form. Header injection is impossible: the library refuses line breaks."""
        mail = EmailMessage()
        mail["From"] = str(_address(self.from_name, self.from_email))
        mail["To"] = str(_address(self.to_name, self.to_email))
        mail["Subject"] = " ".join(self.subject.split())
        mail["Message-ID"] = self.message_id
        if self.in_reply_to:
            mail["In-Reply-To"] = self.in_reply_to
            mail["References"] = self.references or self.in_reply_to
        mail["Auto-Submitted"] = "no"
        mail.set_content(self.text)
        if self.html:
            mail.add_alternative(self.html, subtype="html")
        for piece in self.pieces:
            main, _, sub = piece.media_type.partition("/")
            mail.add_attachment(
                piece.content, maintype=main, subtype=sub or "octet-stream", filename=piece.name
            )
        return mail


def _address(name: str, email: str) -> Address:
    user, _, domain = email.rpartition("@")
    return Address(" ".join(name.split()), user, domain)
