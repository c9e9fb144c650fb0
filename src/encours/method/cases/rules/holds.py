"""Decides until when a customer is left in peace, and what a hold must say."""

from dataclasses import dataclass
from datetime import date, timedelta

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.contact import HoldKind

DEFAULT_DAYS = {HoldKind.BEREAVEMENT: 30, HoldKind.SERIOUS_EVENT: 14}
"""Days after the one on which the hold begins. Source: method 2d, K12."""
UNTIL_RELEASED = frozenset({HoldKind.INSOLVENCY, HoldKind.PLACED, HoldKind.UNREAD_REPLY})
"""Holds that may last until somebody ends them. Source: method 2d, K12."""
ENDS_AGREEMENTS = frozenset({HoldKind.INSOLVENCY, HoldKind.BEREAVEMENT})
"""Holds under which nobody is held to what was promised: such a promise is never broken. Source: ruling 11."""


@dataclass(frozen=True, slots=True)
class HoldDraft:
    """A hold to be placed, from the day it is placed. `until_on` is its last day, included."""

    customer_id: int
    kind: HoldKind
    reason: str
    until_on: date | None = None


def last_day(draft: HoldDraft, *, today: date) -> date | None:
    """The last day held: the one asked for, else the default of its kind, else none."""
    if draft.until_on is None and draft.kind in DEFAULT_DAYS:
        return today + timedelta(days=DEFAULT_DAYS[draft.kind])
    return draft.until_on


def problem_of_hold(draft: HoldDraft, *, today: date) -> Refused | None:
    """What a hold lacks, if anything: a reason, and an end unless its kind lasts until released."""
    if not draft.reason.strip():
        return Refused(Reason(N_("Indiquez le motif de la mise en attente.")), "reason")
    until_on = last_day(draft, today=today)
    if until_on is None and draft.kind not in UNTIL_RELEASED:
        return Refused(Reason(N_("Indiquez jusqu'à quelle date.")), "until_on")
    return problem_of_end(until_on, today=today)


def problem_of_end(until_on: date | None, *, today: date) -> Refused | None:
    """A hold cannot end before today."""
    if until_on is not None and until_on < today:
        return Refused(Reason(N_("La date de fin est déjà passée.")), "until_on")
    return None
