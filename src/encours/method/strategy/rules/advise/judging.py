"""Judges what was promised in a situation with the rule that judges every promise: by money and by date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from encours.ground.kernel.money import Money
from encours.method.agreements.rules.plan_life import Plan, judge_plan
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.promise import NOTHING, Bank, Promise, Received, expected_by, judge
from encours.method.agreements.rules.receipts import Receipt, share
from encours.method.agreements.rules.words import ALLOWED_MOVES, AgreementKind, AgreementState
from encours.method.strategy.rules.advise.commitment import Commitment, Commitments
from encours.method.strategy.rules.advise.situation import Event, EventKind

_S, _P = AgreementState, PlanState
_NOBODY = 0
_FAR = timedelta(days=365)
_COUNTED = frozenset({_S.BROKEN, _S.PARTLY_KEPT})


def receipts_of(events: Sequence[Event]) -> tuple[Receipt, ...]:
    """The money that the events tell."""
    return tuple(
        Receipt(_NOBODY, event.on, event.amount)
        for event in events
        if event.kind is EventKind.PAYMENT and event.amount
    )


def as_promise(made: Commitment, *, unknown_on: date | None = None) -> Promise:
    """A commitment as the rules of agreements read it.

    An amount that nobody told is met by any payment, and so is a part of a plan, of which only the whole is known.
    unknown_on: the day of one that names none.
    """
    currency = made.amount.currency if made.amount else "EUR"
    amount = made.amount if made.amount and made.amount.minor and not made.is_plan else Money(1, currency)
    is_waiting = made.state is _S.PROPOSED
    return Promise(
        id=_NOBODY,
        customer_id=_NOBODY,
        case_id=_NOBODY,
        amount=amount,
        promised_for=made.for_on or unknown_on or made.since + _FAR,
        state=made.state,
        proposed_on=made.said_on,
        received=Money(made.received_minor, currency),
        moved_on=made.summary_on if is_waiting else None,
        moved_count=made.moves,
        transit_shown_on=made.transit_on,
        judged_on=made.since if made.state in _COUNTED else None,
        kind=AgreementKind.INSTALMENT if made.is_plan else AgreementKind.PROMISE,
        plan_id=_NOBODY if made.is_plan else None,
    )


def judged(told: Commitments, on: date, *, is_before: bool = False, is_paid: bool = False) -> Commitments:
    """What a day makes of the last commitment.

    is_before: only where that day comes after the morning on which it is judged; is_paid: money came on that day,
    and on the last day of a promise it is judged as on the morning after.
    """
    made = told.current
    if made is None or made.is_vague or (made.state is _S.PROPOSED and made.summary_on is None):
        return told
    if made.state is not _S.PROPOSED and made.for_on is None:
        return told
    told = _plan_judged(told, made, on)
    promise = as_promise(made)
    last_on = expected_by(promise, told.calendar, told.promises)
    morning_on = told.calendar.after(last_on, 1)
    if is_before and on <= morning_on:
        return told
    day = max(on, morning_on) if is_paid and on >= promise.promised_for else on
    came = _came(promise, told, on)
    judgement = judge(promise, came, bank=Bank(day, told.calendar, told.promises), today=day)
    if judgement is None or judgement.state not in ALLOWED_MOVES[made.state]:
        assert told.current is not None
        return replace(told, current=replace(told.current, received_minor=came.on_time_minor))
    return _come_to(told, judgement.state, on=min(on, morning_on), received=came)


def _came(promise: Promise, told: Commitments, on: date) -> Received:
    known = [receipt for receipt in told.receipts if receipt.received_on <= on]
    return share([promise], known, calendar=told.calendar, terms=told.promises).get(promise.id, NOTHING)


def _plan_judged(told: Commitments, made: Commitment, on: date) -> Commitments:
    """A plan whose missing part was not repaired in time falls: what comes later does not bring it back."""
    if made.plan_state is not _P.INSTALMENT_MISSED or made.state is not _S.BROKEN:
        return told
    part = as_promise(made, unknown_on=made.since)
    plan = Plan(_NOBODY, _NOBODY, _NOBODY, part.amount, _P.INSTALMENT_MISSED, made.said_on, (part,))
    steps = judge_plan(plan, bank=Bank(on, told.calendar, told.promises), today=on)
    return replace(told, current=replace(made, plan_state=steps[-1].state)) if steps else told


def _come_to(told: Commitments, state: AgreementState, *, on: date, received: Received) -> Commitments:
    made = told.current
    assert made is not None
    if state is _S.BROKEN:
        return replace(broke(told, on), by_date=True)
    money = received.on_time_minor + (received.late_minor if state is _S.BROKEN_THEN_PAID else 0)
    if state is _S.BROKEN_THEN_PAID and made.state not in _COUNTED:
        told = replace(broke(told, on), answered_on=on)
    if made.is_plan and state in {_S.KEPT, _S.BROKEN_THEN_PAID}:
        runs = replace(made, state=_S.ACCEPTED, for_on=None, plan_state=_P.RUNNING)
        return replace(told, current=runs, missed_instalment=False)
    return replace(told, current=replace(made, state=state, since=on, received_minor=money))


def broke(told: Commitments, on: date, *, counts: bool = True) -> Commitments:
    """The last commitment broke on a day."""
    made = told.current
    assert made is not None
    plan_state = _P.INSTALMENT_MISSED if made.is_plan else None
    return replace(
        told,
        current=replace(made, state=_S.BROKEN, since=on, plan_state=plan_state),
        broken=told.broken + int(counts),
        broken_on=on,
        answered_on=None,
        missed_instalment=made.is_plan,
        broke_plan=told.broke_plan or made.is_plan,
    )
