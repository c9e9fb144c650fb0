"""What was promised, accepted, moved, kept and broken, as events tell it, by the rules of the room of agreements.

The tables of states, the judging by money, the move, the written yes: all are those of the room of agreements.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from encours.ground.kernel.reason import Refused
from encours.method.agreements.rules.acceptance import (
    AcceptanceDraft,
    AcceptedBy,
    ToAccept,
    problem_of_acceptance,
)
from encours.method.agreements.rules.drafts import outcome_of_move
from encours.method.agreements.rules.plan_states import PLAN_MOVES, PlanState
from encours.method.agreements.rules.words import ALLOWED_MOVES, AgreementKind, AgreementState
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import CallOutcome
from encours.method.strategy.rules.advise.commitment import Commitment, Commitments
from encours.method.strategy.rules.advise.judging import as_promise, broke, judged, receipts_of
from encours.method.strategy.rules.advise.situation import Customer, Event, EventKind

_S, _P = AgreementState, PlanState
_WRITTEN_SUMMARY = frozenset({"call_summary", "promise", "plan"})
_REACTION = frozenset({"broken_promise", "call_summary", "plan", "promise", "firm"})
_WAITING = frozenset({_S.PROPOSED, _S.UNCONFIRMED})
_MONEY = frozenset({EventKind.INSTALMENT_PAID, EventKind.PAYMENT})
NOTHING_PROMISED = Commitments()


def commitments(
    events: Sequence[Event],
    today: date,
    customer: Customer,
    *,
    accepts: Callable[[str], bool],
    before: Commitments = NOTHING_PROMISED,
) -> Commitments:
    """Replays the events in order of time; what time alone decides is judged as the night judges it.

    A written yes (`accepts`) to what was proposed accepts it. Source: method 2e and 2k.
    """
    calendar = Calendar(customer.country, customer.region)
    told = replace(before, receipts=receipts_of(events), calendar=calendar)
    for event in events:
        told = judged(told, event.on, is_before=True)
        told = _said_yes(told, event) if _is_yes(told, event, accepts) else _after(told, event)
    return judged(told, today)


def _is_yes(told: Commitments, event: Event, accepts: Callable[[str], bool]) -> bool:
    made = told.current
    pending = made is not None and made.state in _WAITING and not made.is_vague
    return pending and event.kind is EventKind.INBOUND_EMAIL and accepts(event.text)


def _said_yes(told: Commitments, event: Event) -> Commitments:
    assert told.current is not None
    if _is_without_trace(told.current, event, words=event.text):
        return told
    return replace(told, current=replace(told.current, state=_S.ACCEPTED, since=event.on))


def _is_without_trace(made: Commitment, event: Event, *, words: str) -> bool:
    """Whether the rule of acceptance finds no written trace; a yes that is told to us stands whatever its date."""
    asked = ToAccept(
        AgreementKind.PLAN if made.is_plan else AgreementKind.PROMISE, made.state, made.for_on or event.on
    )
    refusal = problem_of_acceptance(asked, AcceptanceDraft(AcceptedBy.REPLY, "", words), today=event.on)
    return refusal is not None and refusal.field == "trace"


def _after(told: Commitments, event: Event) -> Commitments:
    match event.kind:
        case EventKind.CALL:
            return _called(told, event)
        case EventKind.EMAIL_SENT | EventKind.LETTER_SENT:
            return _written(told, event)
        case EventKind.PROMISE_ACCEPTED | EventKind.PLAN_ACCEPTED:
            return _accepted(told, event)
        case EventKind.PROMISE_MOVED:
            return _moved(told, event)
        case EventKind.PROMISE_BROKEN | EventKind.PLAN_BROKEN | EventKind.INSTALMENT_MISSED:
            return _broken(told, event)
        case EventKind.PROOF_OF_TRANSFER:
            return _shown(told, event)
        case EventKind.INSTALMENT_PAID | EventKind.PAYMENT:
            return _paid(told, event)
        case EventKind.PLAN_B_DISCLOSED:
            plan_b = event.plan_b or told.plan_b
            told = replace(told, plan_b=plan_b, disclosed_for=event.promised_for, disclosed_on=event.on)
            return replace(told, answered_on=event.on) if told.broken_on else told
        case _:
            return told


def _called(told: Commitments, event: Event) -> Commitments:
    if event.outcome and event.outcome.had_conversation and told.break_open:
        told = replace(told, answered_on=event.on)
    match event.outcome:
        case CallOutcome.ORAL_PROMISE | CallOutcome.PLAN_ASKED if _names_something(event):
            made = Commitment(
                _S.PROPOSED, event.on, is_plan=event.is_plan, amount=event.amount, for_on=event.promised_for
            )
            return replace(told, current=made)
        case CallOutcome.VAGUE_PROMISE:
            return replace(told, current=Commitment(_S.PROPOSED, event.on, is_vague=True))
        case _:
            return told


def _names_something(event: Event) -> bool:
    """Asking for a plan is not yet one; an oral promise or plan is."""
    return event.outcome is CallOutcome.ORAL_PROMISE or event.is_plan


def _written(told: Commitments, event: Event) -> Commitments:
    if told.break_open and event.stage in _REACTION:
        told = replace(told, answered_on=event.on)
        if event.stage == "broken_promise" and told.broken >= 2:
            ends = event.promised_for or event.on + timedelta(days=told.disclosed_days)
            told = replace(told, disclosed_for=ends, disclosed_on=event.on)
    made = told.current
    if made is None:
        if event.stage != "plan":
            return told
        return replace(told, current=Commitment(_S.PROPOSED, event.on, is_plan=True, summary_on=event.on))
    if event.stage == "promise_reminder":
        return replace(told, current=replace(made, reminded=True))
    if event.stage not in _WRITTEN_SUMMARY:
        return told
    if made.state is _S.ACCEPTED:
        return replace(told, current=replace(made, confirmed_on=event.on))
    if made.state in _WAITING:
        is_plan = made.is_plan or event.stage == "plan"
        return replace(told, current=replace(made, state=_S.PROPOSED, summary_on=event.on, is_plan=is_plan))
    if event.stage == "plan":
        return replace(told, current=Commitment(_S.PROPOSED, event.on, is_plan=True, summary_on=event.on))
    return told


def _accepted(told: Commitments, event: Event) -> Commitments:
    is_plan = event.kind is EventKind.PLAN_ACCEPTED
    former = told.current
    made = Commitment(
        _S.PROPOSED, event.on, is_plan=is_plan, amount=event.amount, for_on=event.promised_for,
        plan_state=_P.PROPOSED if is_plan else None,
    )  # fmt: skip
    has_trace = not _is_without_trace(made, event, words="" if event.written is False else event.kind.value)
    if former and former.state in _WAITING:
        made = replace(
            made,
            amount=made.amount or former.amount,
            for_on=made.for_on or former.for_on,
            moves=former.moves,
            was_moved=former.was_moved,
            proposed_on=former.said_on,
            summary_on=former.summary_on if has_trace else None,
        )
    if has_trace:
        made = replace(made, state=_S.ACCEPTED, plan_state=_P.ACCEPTED if is_plan else None)
    return replace(told, current=made, plan_b=event.plan_b or told.plan_b)


def _moved(told: Commitments, event: Event) -> Commitments:
    """Another date asked for: what is told to have moved had been accepted, anew where it had moved before."""
    former = told.current or Commitment(_S.ACCEPTED, event.on)
    if former.state in _WAITING:
        former = replace(former, state=_S.ACCEPTED)
    to = event.promised_for or event.on + timedelta(days=1)
    standing = as_promise(former, unknown_on=event.on + timedelta(days=1))
    outcome = outcome_of_move(standing, to=max(to, event.on + timedelta(days=1)), today=event.on)
    if outcome is _S.BROKEN:
        return broke(replace(told, current=former), event.on)
    if isinstance(outcome, Refused):
        return told
    made = replace(
        former,
        state=_S.PROPOSED,
        since=event.on,
        for_on=event.promised_for,
        moves=1,
        summary_on=None,
        confirmed_on=None,
        reminded=False,
        was_moved=True,
    )
    return replace(told, current=made)


def _broken(told: Commitments, event: Event) -> Commitments:
    """A break that somebody tells: one that the date told already is not counted twice, nor a plan after its part."""
    is_plan = event.kind in {EventKind.PLAN_BROKEN, EventKind.INSTALMENT_MISSED}
    made = told.current or Commitment(_S.ACCEPTED, event.on, is_plan=is_plan)
    is_counted = made.state is _S.BROKEN and told.by_date
    is_part_counted = event.kind is EventKind.PLAN_BROKEN and told.missed_instalment
    told = replace(told, current=replace(made, is_plan=made.is_plan or is_plan))
    told = broke(told, event.on, counts=not (is_counted or is_part_counted))
    missed = event.kind is EventKind.INSTALMENT_MISSED
    assert told.current is not None
    plan_state = _P.INSTALMENT_MISSED if missed else _P.ACCELERATED if is_plan else None
    return replace(
        told, current=replace(told.current, plan_state=plan_state), missed_instalment=missed, by_date=False
    )


def _shown(told: Commitments, event: Event) -> Commitments:
    """A transfer that was shown: on its way for the promise it fits, else money told of by itself."""
    made = told.current
    if made is None or _S.IN_TRANSIT not in ALLOWED_MOVES[made.state]:
        made = Commitment(_S.ACCEPTED, event.on, amount=event.amount)
    made = replace(made, state=_S.IN_TRANSIT, since=event.on, transit_on=event.on)
    return replace(told, current=made)


def _paid(told: Commitments, event: Event) -> Commitments:
    made = told.current
    if event.kind is EventKind.INSTALMENT_PAID:
        return _instalment(told, event)
    if made is None or event.amount is None:
        return told
    if made.is_plan and made.for_on is None:
        return replace(told, current=replace(made, paid_on=event.on))
    found = judged(told, event.on, is_paid=True)
    if found.current is None or (found.current == made and not made.is_plan):
        return told
    return replace(found, current=replace(found.current, paid_on=event.on))


def _instalment(told: Commitments, event: Event) -> Commitments:
    """A plan runs on with it, unless it has fallen: then it is money like any other."""
    made = told.current or Commitment(_S.ACCEPTED, event.on, is_plan=True)
    state = made.plan_state or _P.RUNNING
    if state is not _P.RUNNING and _P.RUNNING not in PLAN_MOVES[state] and state is not _P.PROPOSED:
        return replace(told, current=replace(made, paid_on=event.on))
    made = replace(
        made, state=_S.ACCEPTED, is_plan=True, for_on=None, paid_on=event.on, plan_state=_P.RUNNING
    )
    return replace(told, current=made, missed_instalment=False)
