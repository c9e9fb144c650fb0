"""What came in from a customer and is to be noted, and what such a note lacks."""

from dataclasses import dataclass
from datetime import datetime

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.contact import Channel


@dataclass(frozen=True, slots=True)
class InboundDraft:
    """A mail, letter, call or visit from a customer, in its own words."""

    customer_id: int
    channel: Channel
    text: str
    received_at: datetime
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that came with it, already kept under its hash."""

    document_id: int
    name: str
    media_type: str
    size_bytes: int


def problem_of_inbound(draft: InboundDraft, *, now: datetime) -> Refused | None:
    """What the note lacks, if anything."""
    if not draft.text.strip():
        return Refused(Reason(N_("Indiquez ce que dit le client.")), "text")
    if draft.received_at > now:
        return Refused(Reason(N_("Un message ne peut pas arriver après maintenant.")), "received_at")
    return None
