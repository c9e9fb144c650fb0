"""Where a case stands, told from its facts, and the moves that the method allows between two standings (2k)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import N_
from encours.method.agreements.rules.words import ON_TIME, AgreementState
from encours.method.cases.rules.contact import CallOutcome, HoldKind, PastContact
from encours.method.strategy.rules.balance import balance_on
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.step import FORMAL

_REACHED_NOBODY = frozenset({CallOutcome.WRONG_NUMBER})
_SERIOUS = frozenset({HoldKind.BEREAVEMENT, HoldKind.SERIOUS_EVENT, HoldKind.MANUAL})


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
    AGREEMENT_ENDED = "agreement_ended"
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
    (_S.COMMITTED, _E.AGREEMENT_ENDED): _S.CONTACTED,
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


def state_of(facts: CaseFacts, *, opened_on: date) -> CaseState:
    """Where an open case stands today. Nothing of it is stored, so it can never say other than the facts.

    What rests the case comes first, then what the customer said, then what we did. A partner, a court, a
    settlement and the limitation are told by the rooms that keep them.
    Source: method 2k, Case; ruling 11.
    """
    rested = _rested(facts)
    if rested is not None:
        return rested
    balance = balance_on(facts.today, facts.items, facts.unallocated)
    if not balance.overdue:
        return CaseState.PAID
    if balance.disputed >= balance.overdue:
        return CaseState.DISPUTED
    if any(owed.done_on is None for owed in facts.owed):
        return CaseState.FIXING
    return _after_contacts(facts, opened_on)


def _rested(facts: CaseFacts) -> CaseState | None:
    kinds = {hold.kind for hold in facts.holds}
    if HoldKind.INSOLVENCY in kinds:
        return CaseState.INSOLVENT
    if HoldKind.PLACED in kinds:
        return CaseState.PLACED
    if kinds & _SERIOUS:
        return CaseState.HOLD
    return CaseState.SETTLING if HoldKind.SETTLEMENT in kinds else None


def _after_contacts(facts: CaseFacts, opened_on: date) -> CaseState:
    if any(agreement.state in ON_TIME for agreement in facts.agreements):
        return CaseState.COMMITTED
    contacts = _contacts_since(facts, opened_on)
    formal = [c for c in contacts if c.stage in FORMAL]
    if formal:
        last_day = max((c.deadline_named_on for c in formal if c.deadline_named_on), default=None)
        over = last_day is not None and facts.today > last_day
        return CaseState.ESCALATING if over else CaseState.FORMAL
    agreements = [a for a in facts.agreements if a.state_since >= opened_on]
    last = max(agreements, key=lambda a: a.state_since, default=None)
    if last is not None and last.state is AgreementState.BROKEN:
        return CaseState.BROKEN
    is_touched = bool(contacts or agreements) or _was_touched(facts, opened_on)
    return CaseState.CONTACTED if is_touched else CaseState.OPEN


def _was_touched(facts: CaseFacts, opened_on: date) -> bool:
    """What cannot be without a contact: a step taken, what we owed done, a contested point answered."""
    at = facts.position
    has_step = at is not None and bool(at.level) and not at.bounced and at.done_on >= opened_on
    kept_word = any(owed.done_on is not None and owed.done_on >= opened_on for owed in facts.owed)
    rests_until = facts.dispute_rests_until
    return has_step or kept_word or (rests_until is not None and rests_until >= opened_on)


def _contacts_since(facts: CaseFacts, opened_on: date) -> tuple[PastContact, ...]:
    return tuple(
        c
        for c in facts.contacts
        if c.outcome not in _REACHED_NOBODY and local_date(c.at, facts.zone) >= opened_on
    )
