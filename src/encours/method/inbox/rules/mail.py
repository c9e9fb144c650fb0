"""A mail as it was read: who wrote to whom, in which conversation, what it says and what hangs on it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from encours.ground.kernel.reason import N_

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read and kept of one mail. What is beyond stays in the mailbox, and the page says so."""

    mail_bytes: int = 45 * MEGABYTE
    piece_bytes: int = 25 * MEGABYTE
    pieces: int = 50
    parts: int = 500
    text_characters: int = 100_000
    html_characters: int = 500_000


LIMITS = Limits()


class Fault(StrEnum):
    """What was odd about a mail, or left out of it."""

    TOO_LARGE = "too_large"
    TOO_MANY_PIECES = "too_many_pieces"
    UNREADABLE = "unreadable"
    CUT = "cut"
    SEVERAL_SENDERS = "several_senders"
    NO_SENDER = "no_sender"


FAULT_LABELS = {
    Fault.TOO_LARGE: N_("trop volumineux pour être pris en entier : lisez-le dans votre messagerie"),
    Fault.TOO_MANY_PIECES: N_("trop de pièces jointes : les dernières sont restées dans votre messagerie"),
    Fault.UNREADABLE: N_("mal formé : une partie n'a pas pu être lue"),
    Fault.CUT: N_("texte très long, coupé ici"),
    Fault.SEVERAL_SENDERS: N_("plusieurs expéditeurs annoncés"),
    Fault.NO_SENDER: N_("aucun expéditeur annoncé"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an address as a mail states them; nothing proves them."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What follows the @, in small letters."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that came with a mail. `content` None: larger than the limit, it stayed in the mailbox."""

    name: str
    media_type: str
    size_bytes: int
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Report:
    """One recipient of a delivery report: what became of the message, and the server's own words."""

    action: str
    recipient: str
    status: str = ""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """All that is known of one mail. `fingerprint` is the same however often it is read."""

    fingerprint: str
    sender: Person | None
    subject: str
    text: str
    message_id: str = ""
    references: tuple[str, ...] = ()
    reply_to: tuple[Person, ...] = ()
    to: tuple[Person, ...] = ()
    sent_at: datetime | None = None
    html: str = ""
    pieces: tuple[Piece, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    is_report: bool = False
    reports: tuple[Report, ...] = ()
    returned_id: str = ""
    faults: tuple[Fault, ...] = ()

    def header(self, name: str) -> str:
        """The topmost header of a name, unfolded; empty without one."""
        return self.headers.get(name.lower(), "")
