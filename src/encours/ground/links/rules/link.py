"""What a link says, and whether it still opens."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from encours.ground.kernel.reason import N_


class Purpose(StrEnum):
    """What a link is for. It opens nothing else."""

    PAGE = "page"
    AGREEMENT = "agreement"
    DISPUTE = "dispute"
    PREVIEW = "preview"
    PAYMENT = "payment"
    PLACEMENT = "placement"


PURPOSE_LABELS = {
    Purpose.PAGE: N_("page du client"),
    Purpose.AGREEMENT: N_("accord à confirmer"),
    Purpose.DISPUTE: N_("réponse à un litige"),
    Purpose.PREVIEW: N_("aperçu de la page du client"),
    Purpose.PAYMENT: N_("paiement en ligne"),
    Purpose.PLACEMENT: N_("page du partenaire"),
}
SUBJECTS = {
    Purpose.PAGE: "customer",
    Purpose.AGREEMENT: "agreement",
    Purpose.DISPUTE: "question",
    Purpose.PREVIEW: "customer",
    Purpose.PAYMENT: "customer",
    Purpose.PLACEMENT: "placement",
}
"""What the number in a link of each purpose counts."""
LIFE_DAYS = {
    Purpose.PAGE: 120,
    Purpose.AGREEMENT: 30,
    Purpose.DISPUTE: 30,
    Purpose.PREVIEW: 1,
    Purpose.PAYMENT: 3650,
    Purpose.PLACEMENT: 365,
}
"""How long a link opens. A page outlives the longest wait between two messages of a ladder; an answer does not."""


class WhyClosed(StrEnum):
    """Why a link opens nothing; whoever holds it is shown the same page for each."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Link:
    """What a token says: for what, of which entity, about which row, for which contact, from when until when.

    `contact_id` 0: it was made for nobody in particular. Two links that say the same are one link.
    """

    purpose: Purpose
    entity_id: int
    subject_id: int
    issued_at: datetime
    life_days: int
    contact_id: int = 0

    @property
    def subject(self) -> str:
        """The row as the journal names it, `customer:12`."""
        return f"{SUBJECTS[self.purpose]}:{self.subject_id}"

    @property
    def expires_at(self) -> datetime:
        """From this instant on it opens no more."""
        return self.issued_at + timedelta(days=self.life_days)

    @property
    def fingerprint(self) -> str:
        """This link among all others; it does not open it."""
        said = f"{self.purpose}/{self.entity_id}/{self.subject_id}/{self.contact_id}"
        said += f"/{self.issued_at.isoformat()}/{self.life_days}"
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Ending:
    """What was revoked: one link by its fingerprint, or all of a subject made up to an instant, included."""

    fingerprint: str = ""
    made_until: datetime | None = None

    def ends(self, link: Link) -> bool:
        """Whether it is about a link of its subject."""
        if self.fingerprint:
            return self.fingerprint == link.fingerprint
        return self.made_until is not None and link.issued_at <= self.made_until


@dataclass(frozen=True, slots=True)
class Closed:
    """A link that opens nothing; `link` is what it said, where its signature is ours."""

    why: WhyClosed
    link: Link | None = None


def opened(link: Link | None, *, purpose: Purpose, endings: Iterable[Ending], now: datetime) -> Link | Closed:
    """The link, or why it does not open: not ours or for something else, too old, or revoked."""
    if link is None or link.purpose is not purpose:
        return Closed(WhyClosed.UNKNOWN)
    if any(ending.ends(link) for ending in endings):
        return Closed(WhyClosed.REVOKED, link)
    if now >= link.expires_at:
        return Closed(WhyClosed.EXPIRED, link)
    return link
