"""Counts our contacts in a row to which nobody at the customer's has reacted; tells whether an event was answered."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from encours.ground.kernel.clock import local_date
from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, Occasion, PastContact

_EXEMPT = frozenset({Occasion.REPLY, Occasion.SERVICE})
_ATTEMPTS = 2
_NEVER = datetime.min.replace(tzinfo=UTC)


def unanswered(contacts: Iterable[PastContact], *, zone: str, paid_on: date | None = None) -> int:
    """How many of our contacts stand unanswered, since the customer last spoke, wrote, reacted or paid.

    The parts of one step on one day count once; replies, service messages and call attempts
    without a voicemail do not count. `zone` is the customer's; `paid_on` the day of its last payment,
    which answers what came before it, as in method 2a. Source: method 2d, K13; ruling 1.
    """
    waiting: dict[tuple[date, str], datetime] = {}
    heard_at = _NEVER
    for place, contact in enumerate(contacts):
        if _heard(contact):
            heard_at = max(heard_at, contact.at)
        elif _counts(contact):
            step_day = (local_date(contact.at, zone), contact.step or f"#{place}")
            waiting[step_day] = max(contact.at, waiting.get(step_day, _NEVER))
    return sum(at > heard_at and (paid_on is None or day > paid_on) for (day, _), at in waiting.items())


def event_is_answered(
    contacts: Iterable[PastContact], *, from_on: date, zone: str, attempts: int = _ATTEMPTS
) -> bool:
    """Whether we made the one contact that an event asks for, on a day or later.

    Somebody was reached, or twice nobody picked up: one attempt in vain does not use an event up, a
    thank-you or a reply even less. Source: method 2d, K5 and K2; 2c, «no answer ×2».
    """
    since = [
        c
        for c in contacts
        if c.direction is Direction.OUTBOUND
        and c.occasion not in _EXEMPT
        and c.outcome is not CallOutcome.WRONG_NUMBER
        and local_date(c.at, zone) >= from_on
    ]
    reached = [c for c in since if c.channel is not Channel.PHONE or _spoke(c) or c.outcome is None]
    return bool(reached) or len(since) >= attempts


def _heard(contact: PastContact) -> bool:
    return contact.direction is Direction.INBOUND or contact.answered or _spoke(contact)


def _spoke(contact: PastContact) -> bool:
    return contact.outcome is not None and contact.outcome.had_conversation


def _counts(contact: PastContact) -> bool:
    if contact.occasion in _EXEMPT or contact.outcome is CallOutcome.WRONG_NUMBER:
        return False
    return contact.channel is not Channel.PHONE or contact.outcome is CallOutcome.VOICEMAIL_LEFT
