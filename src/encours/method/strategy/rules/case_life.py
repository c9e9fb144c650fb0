"""When a case opens, where it takes up its ladder, how it moves between states and when it ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.ground.kernel.business_days import add_business_days
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.rules.position import Position, one_lower
from encours.method.strategy.rules.step import Procedure

SAME_LEVEL_DAYS, ONE_LOWER_DAYS = 90, 180
ON_TIME_RESETS = 6
"""Source: ruling 5."""


class CaseState(StrEnum):
    """Where a case stands. Source: method 2k."""

    OPEN = "open"
    CONTACTED = "contacted"
    FIXING = "fixing"
    DISPUTED = "disputed"
    COMMITTED = "committed"
    BROKEN = "broken"
    FORMAL = "formal"
    ESCALATING = "escalating"
    PLACED = "placed"
    COURT = "court"
    SETTLING = "settling"
    INSOLVENT = "insolvent"
    HOLD = "hold"
    TIME_BARRED = "time_barred"
    PAID = "paid"
    WRITTEN_OFF = "written_off"


STATE_LABELS = {
    CaseState.OPEN: N_("ouvert"),
    CaseState.CONTACTED: N_("contact pris"),
    CaseState.FIXING: N_("point à régler de notre côté"),
    CaseState.DISPUTED: N_("contesté"),
    CaseState.COMMITTED: N_("accord en cours"),
    CaseState.BROKEN: N_("accord non suivi d'un paiement"),
    CaseState.FORMAL: N_("étape formelle"),
    CaseState.ESCALATING: N_("date limite formelle passée"),
    CaseState.PLACED: N_("transmis à un partenaire"),
    CaseState.COURT: N_("au tribunal"),
    CaseState.SETTLING: N_("règlement partiel en cours"),
    CaseState.INSOLVENT: N_("procédure collective"),
    CaseState.HOLD: N_("en attente"),
    CaseState.TIME_BARRED: N_("prescrit"),
    CaseState.PAID: N_("réglé"),
    CaseState.WRITTEN_OFF: N_("passé en perte"),
}


class CaseEvent(StrEnum):
    """What moves a case."""

    CONTACT_MADE = "contact_made"
    MINOR_PROBLEM = "minor_problem"
    MINOR_FIXED = "minor_fixed"
    WHOLE_DISPUTED = "whole_disputed"
    PART_DISPUTED = "part_disputed"
    DISPUTE_ANSWERED = "dispute_answered"
    AGREEMENT_ACCEPTED = "agreement_accepted"
    AGREEMENT_BROKEN = "agreement_broken"
    NOTHING_LEFT = "nothing_left"
    FORMAL_STEP = "formal_step"
    DEADLINE_PASSED = "deadline_passed"
    PLACED = "placed"
    FILED = "filed"
    RETURNED = "returned"
    SETTLEMENT_ACCEPTED = "settlement_accepted"
    SETTLEMENT_DEFAULTED = "settlement_defaulted"
    INSOLVENCY_PUBLISHED = "insolvency_published"
    SERIOUS_EVENT = "serious_event"
    HOLD_ENDED = "hold_ended"
    LIMITATION_PASSED = "limitation_passed"
    WRITE_OFF_APPROVED = "write_off_approved"
    PAYMENT_REVERSED = "payment_reversed"


_S, _E = CaseState, CaseEvent
ENDED = frozenset({_S.PAID, _S.WRITTEN_OFF, _S.TIME_BARRED})
ACTIVE = frozenset(CaseState) - ENDED
_ANY_ACTIVE: Mapping[CaseEvent, CaseState] = {
    _E.WHOLE_DISPUTED: _S.DISPUTED,
    _E.SETTLEMENT_ACCEPTED: _S.SETTLING,
    _E.INSOLVENCY_PUBLISHED: _S.INSOLVENT,
    _E.SERIOUS_EVENT: _S.HOLD,
    _E.LIMITATION_PASSED: _S.TIME_BARRED,
    _E.WRITE_OFF_APPROVED: _S.WRITTEN_OFF,
    _E.NOTHING_LEFT: _S.PAID,
}
MOVES: Mapping[tuple[CaseState, CaseEvent], CaseState] = {
    **{(state, event): to for state in ACTIVE for event, to in _ANY_ACTIVE.items()},
    **{(state, _E.PART_DISPUTED): state for state in ACTIVE},
    **{(state, _E.PAYMENT_REVERSED): _S.OPEN for state in ENDED},
    (_S.OPEN, _E.CONTACT_MADE): _S.CONTACTED,
    (_S.OPEN, _E.MINOR_PROBLEM): _S.FIXING,
    (_S.CONTACTED, _E.MINOR_PROBLEM): _S.FIXING,
    (_S.FIXING, _E.MINOR_FIXED): _S.CONTACTED,
    (_S.DISPUTED, _E.DISPUTE_ANSWERED): _S.CONTACTED,
    (_S.CONTACTED, _E.AGREEMENT_ACCEPTED): _S.COMMITTED,
    (_S.COMMITTED, _E.AGREEMENT_BROKEN): _S.BROKEN,
    (_S.BROKEN, _E.AGREEMENT_ACCEPTED): _S.COMMITTED,
    (_S.CONTACTED, _E.FORMAL_STEP): _S.FORMAL,
    (_S.BROKEN, _E.FORMAL_STEP): _S.FORMAL,
    (_S.FORMAL, _E.AGREEMENT_ACCEPTED): _S.COMMITTED,
    (_S.FORMAL, _E.DEADLINE_PASSED): _S.ESCALATING,
    (_S.ESCALATING, _E.AGREEMENT_ACCEPTED): _S.COMMITTED,
    (_S.ESCALATING, _E.PLACED): _S.PLACED,
    (_S.ESCALATING, _E.FILED): _S.COURT,
    (_S.PLACED, _E.RETURNED): _S.ESCALATING,
    (_S.PLACED, _E.FILED): _S.COURT,
    (_S.SETTLING, _E.SETTLEMENT_DEFAULTED): _S.ESCALATING,
    (_S.HOLD, _E.HOLD_ENDED): _S.CONTACTED,
}


def after(state: CaseState, event: CaseEvent) -> CaseState | None:
    """The state that follows; None when the method allows no such move. Source: method 2k, Case."""
    return MOVES.get((state, event))


@dataclass(frozen=True, slots=True)
class PastCase:
    """The customer's last case in the same entity and currency, once closed."""

    closed_on: date
    position: Position | None


@dataclass(frozen=True, slots=True)
class Opening:
    """A case to open. `reopens`: the last one goes on. `position`: the level it takes up."""

    reopens: bool
    position: Position | None
    reason: Reason


def opens_on(due_on: date, country: str, region: str = "") -> date:
    """The day on which an unpaid invoice opens a case: one business day after its due date."""
    return add_business_days(due_on, 1, country, region)


def opening(
    today: date, procedure: Procedure, *, past: PastCase | None, on_time_in_a_row: int = 0
) -> Opening:
    """How a case opens for a customer who has something overdue and no open case.

    Within 90 days of the last closing at the same level, within 180 one lower, later at the
    start; six invoices on time in a row wipe the slate. Source: ruling 5.
    """
    if past is None:
        return Opening(reopens=False, position=None, reason=Reason(N_("Première échéance dépassée")))
    if on_time_in_a_row >= ON_TIME_RESETS:
        text = N_("{count} factures à l'heure de suite : retour au début")
        return Opening(reopens=False, position=None, reason=Reason(text, count=on_time_in_a_row))
    days = days_between(past.closed_on, today)
    if days <= SAME_LEVEL_DAYS:
        text = N_("Dossier clos il y a {days} jours : il reprend à la même étape")
        return Opening(reopens=True, position=past.position, reason=Reason(text, days=days))
    if days <= ONE_LOWER_DAYS:
        text = N_("Dossier clos il y a {days} jours : il reprend une étape plus bas")
        position = one_lower(past.position, procedure) if past.position else None
        return Opening(reopens=True, position=position, reason=Reason(text, days=days))
    text = N_("Dossier précédent clos il y a {days} jours : retour au début")
    return Opening(reopens=False, position=None, reason=Reason(text, days=days))


def on_time_in_a_row(paid: Iterable[tuple[date, date]], *, tolerance_days: int = 5) -> int:
    """How many of the latest paid invoices, without a break, were paid on time.

    paid: (due date, day it was settled), in any order. Source: ruling 5; on time as in method 2a.
    """
    count = 0
    for due_on, closed_on in sorted(paid, key=lambda p: p[1], reverse=True):
        if days_between(due_on, closed_on) > tolerance_days:
            break
        count += 1
    return count
