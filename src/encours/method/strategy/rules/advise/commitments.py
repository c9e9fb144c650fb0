"""What was promised, accepted, moved, kept and broken, as the events of a situation tell it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from encours.ground.kernel.business_days import add_business_days
from encours.ground.kernel.money import Money
from encours.method.agreements.rules.terms import DEFAULT_TERMS, PromiseTerms
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import CallOutcome
from encours.method.strategy.rules.advise.situation import Customer, Event, EventKind
from encours.method.strategy.rules.ladder_terms import DEFAULT_CLOSING

_S = AgreementState
ON_TIME = frozenset({_S.ACCEPTED, _S.DUE, _S.IN_TRANSIT})
_WRITTEN_SUMMARY = frozenset({"call_summary", "promise", "plan"})
_REACTION = frozenset({"broken_promise", "call_summary", "plan", "promise", "firm"})


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise or plan. `summary_on`: the written summary left; `for_on`: its next date."""

    state: AgreementState
    since: date
    is_plan: bool = False
    amount: Money | None = None
    for_on: date | None = None
    summary_on: date | None = None
    moves: int = 0
    confirmed_on: date | None = None
    reminded: bool = False
    paid_on: date | None = None
    is_vague: bool = False
    was_moved: bool = False


@dataclass(frozen=True, slots=True)
class Commitments:
    """The last commitment and the breaks so far. `answered`: we reacted to the last break."""

    current: Commitment | None = None
    broken: int = 0
    broken_on: date | None = None
    answered_on: date | None = None
    broke_plan: bool = False
    missed_instalment: bool = False
    plan_b: str = ""
    disclosed_for: date | None = None
    disclosed_on: date | None = None
    promises: PromiseTerms = DEFAULT_TERMS
    disclosed_days: int = DEFAULT_CLOSING.disclosed_days

    @property
    def on_time(self) -> bool:
        """Whether something accepted runs and is not late."""
        return self.current is not None and self.current.state in ON_TIME

    @property
    def break_open(self) -> bool:
        """Whether the last break has had no contact of ours yet."""
        return self.broken_on is not None and self.answered_on is None


NOTHING_PROMISED = Commitments()


def commitments(
    events: Sequence[Event],
    today: date,
    customer: Customer,
    *,
    accepts: Callable[[str], bool],
    before: Commitments = NOTHING_PROMISED,
) -> Commitments:
    """Replays the events in order of time; a date that passed without money counts as broken.

    A promise is judged on the first business day after its date (9:00); one move asked for before
    the date is not a break, a second one is. A written yes (`accepts`) to what was proposed
    accepts it. Source: method 2e and 2k.
    """
    told = before
    for event in events:
        told = _said_yes(told, event) if _is_yes(told, event, accepts) else _after(told, event)
    return _judged(told, today, customer)


def _is_yes(told: Commitments, event: Event, accepts: Callable[[str], bool]) -> bool:
    made = told.current
    pending = made is not None and made.state is _S.PROPOSED and not made.is_vague
    return pending and event.kind is EventKind.INBOUND_EMAIL and accepts(event.text)


def _said_yes(told: Commitments, event: Event) -> Commitments:
    assert told.current is not None
    return replace(told, current=replace(told.current, state=_S.ACCEPTED, since=event.on))


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
            made = told.current or Commitment(_S.IN_TRANSIT, event.on)
            return replace(told, current=replace(made, state=_S.IN_TRANSIT, since=event.on))
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
    if made.state is _S.PROPOSED:
        return replace(
            told, current=replace(made, summary_on=event.on, is_plan=made.is_plan or event.stage == "plan")
        )
    if event.stage == "plan":
        return replace(told, current=Commitment(_S.PROPOSED, event.on, is_plan=True, summary_on=event.on))
    return told


def _accepted(told: Commitments, event: Event) -> Commitments:
    is_plan = event.kind is EventKind.PLAN_ACCEPTED
    former = told.current
    state = _S.PROPOSED if event.written is False else _S.ACCEPTED
    made = Commitment(state, event.on, is_plan=is_plan, amount=event.amount, for_on=event.promised_for)
    if former and former.state is _S.PROPOSED:
        made = replace(
            made,
            amount=made.amount or former.amount,
            for_on=made.for_on or former.for_on,
            moves=former.moves,
            was_moved=former.was_moved,
            summary_on=former.summary_on if event.written is not False else None,
        )
    return replace(told, current=made, plan_b=event.plan_b or told.plan_b)


def _moved(told: Commitments, event: Event) -> Commitments:
    former = told.current or Commitment(_S.ACCEPTED, event.on)
    if former.moves >= 1:
        return _broken(told, event)
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
    is_plan = event.kind in {EventKind.PLAN_BROKEN, EventKind.INSTALMENT_MISSED}
    made = told.current or Commitment(_S.BROKEN, event.on, is_plan=is_plan)
    # A missed instalment was counted; that the plan falls with it is not a second break.
    was_counted = event.kind is EventKind.PLAN_BROKEN and told.missed_instalment
    return replace(
        told,
        current=replace(made, state=_S.BROKEN, since=event.on),
        broken=told.broken + (0 if was_counted else 1),
        missed_instalment=event.kind is EventKind.INSTALMENT_MISSED,
        broken_on=event.on,
        answered_on=None,
        broke_plan=told.broke_plan or is_plan or made.is_plan,
    )


def _paid(told: Commitments, event: Event) -> Commitments:
    made = told.current
    if event.kind is EventKind.INSTALMENT_PAID:
        made = made or Commitment(_S.ACCEPTED, event.on, is_plan=True)
        return replace(
            told, current=replace(made, state=_S.ACCEPTED, is_plan=True, for_on=None, paid_on=event.on)
        )
    if made is None or made.state not in ON_TIME | {_S.PROPOSED, _S.BROKEN} or event.amount is None:
        return told
    if made.is_plan:
        return replace(told, current=replace(made, for_on=None, paid_on=event.on))
    enough = made.amount is None or event.amount.minor * 100 >= made.amount.minor * told.promises.kept_percent
    if made.state is _S.BROKEN:
        return replace(told, current=replace(made, state=_S.BROKEN_THEN_PAID)) if enough else told
    return replace(
        told,
        current=replace(made, state=_S.KEPT if enough else _S.PARTLY_KEPT, since=event.on, paid_on=event.on),
    )


def _judged(told: Commitments, today: date, customer: Customer) -> Commitments:
    made = told.current
    if made is None or made.state is not _S.ACCEPTED or made.for_on is None or today < made.for_on:
        return told
    check_on = add_business_days(made.for_on, 1, customer.country, customer.region)
    if today < check_on:
        return replace(told, current=replace(made, state=_S.DUE))
    return replace(
        told,
        current=replace(made, state=_S.BROKEN, since=check_on),
        broken=told.broken + 1,
        broken_on=check_on,
        answered_on=None,
        broke_plan=told.broke_plan or made.is_plan,
    )
