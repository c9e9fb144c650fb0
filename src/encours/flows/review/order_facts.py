"""Puts an assessed case into the facts that order the day's list."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never

from encours.flows.review.gathered import Gathered, House
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.kernel.months import months_since
from encours.method.agreements.rules.words import AgreementState, OwnPromiseKind, is_minor_fix
from encours.method.cases.rules.contact import Occasion
from encours.method.insight.rules.debtor_type import TypeOpinion
from encours.method.insight.rules.priority import Event, EventKind, Gate, GateKind, PriorityFacts, Work
from encours.method.outreach.rules.contact_facts import GuardRule, Verdict
from encours.method.strategy.rules.balance import Balance
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.decision import (
    Call,
    CheckBank,
    Close,
    Decide,
    Decision,
    Hold,
    HoldWhy,
    KeepOnAccount,
    MissingAddress,
    Send,
    Task,
    Wait,
    WeOwe,
)
from encours.method.strategy.rules.next_action import side_tasks

_HOLD_GATES = {
    HoldWhy.MANUAL: GateKind.GUARD_CLOSED,
    HoldWhy.UNREAD_REPLY: GateKind.GUARD_CLOSED,
    HoldWhy.SERIOUS_EVENT: GateKind.BEREAVEMENT,
    HoldWhy.BEREAVEMENT: GateKind.BEREAVEMENT,
    HoldWhy.INSOLVENCY: GateKind.INSOLVENCY,
    HoldWhy.PLACED: GateKind.PLACED,
    HoldWhy.SETTLEMENT: GateKind.GUARD_CLOSED,
    HoldWhy.DISPUTED: GateKind.DISPUTED,
    HoldWhy.TIME_BARRED: GateKind.TIME_BARRED,
}
_TOLD_HOLDS = frozenset({HoldWhy.MANUAL, HoldWhy.UNREAD_REPLY, HoldWhy.SERIOUS_EVENT})
"""Holds whose gate says in whose words, or by which news, it was closed."""
_PENDING = frozenset({AgreementState.PROPOSED, AgreementState.ACCEPTED, AgreementState.IN_TRANSIT})


@quick_dataclass(frozen=True, slots=True)
class Found:
    """What the rules found of a customer in one currency, before it takes its place in the list."""

    customer_id: int
    facts: CaseFacts
    balance: Balance
    opinion: TypeOpinion
    decision: Decision
    verdict: Verdict | None
    is_key: bool


def priority_facts(known: Gathered, found: Found) -> PriorityFacts:
    """The facts of method 2b, with amounts converted into the entity's currency for ranking."""
    house, customer = known.house, known.customers[found.customer_id]
    balance, features = found.balance, found.opinion.features
    currency = balance.overdue.currency
    revenue = known.revenue_12m.get((customer.pk, currency))
    states = [promise.state for promise in known.promises.get(customer.pk, [])]
    return PriorityFacts(
        name=customer.name,
        currency=house.entity.currency,
        actionable_minor=_ours(house, balance.actionable),
        overdue_minor=_ours(house, balance.overdue),
        dpd=balance.days_past_due,
        type=found.opinion.ladder_type,
        events=_events(found.facts, found.decision),
        gates=_gates(found),
        ever_paid=customer.pk in known.ever_paid,
        median_invoice_minor=house.figures.median_invoice_minor,
        key=found.is_key,
        revenue_12m_minor=_ours(house, Money(revenue, currency)) if revenue is not None else None,
        since_months=months_since(customer.since_on, house.today),
        since_on=customer.since_on,
        otr=features.otr,
        kept=states.count(AgreementState.KEPT),
        partly_kept=states.count(AgreementState.PARTLY_KEPT),
        broken=states.count(AgreementState.BROKEN) + states.count(AgreementState.BROKEN_THEN_PAID),
        minor_fix_pending=any(is_minor_fix(o.kind) for o in found.facts.owed if o.done_on is None),
        insolvency_signal=bool(features.signals),
        planned=_work(found.decision, owed_now(side_tasks(found.facts), house.today)),
    )


def without_step(order: PriorityFacts) -> PriorityFacts:
    """The same customer where a light word leaves in place of a step: no step is due."""
    return replace(order, events=tuple(e for e in order.events if e.kind is not EventKind.STEP_DUE))


def _ours(house: House, amount: Money) -> int:
    """Minor units of our own currency; without a rate the customer is shown unranked and the figure is its own."""
    return (house.in_our_currency(amount) or amount).minor


def _events(facts: CaseFacts, decision: Decision) -> tuple[Event, ...]:
    found = [Event(EventKind.WE_OWE_ANSWER, owed.due_on) for owed in facts.owed if owed.done_on is None]
    if facts.dispute_answer_due_on and facts.dispute_answer_due_on <= facts.today:
        found.append(Event(EventKind.DISPUTE_ANSWER_DUE, facts.dispute_answer_due_on))
    if facts.call_back and local_date(facts.call_back.at, facts.zone) == facts.today:
        found.append(Event(EventKind.APPOINTMENT, facts.today))
    for agreement in facts.agreements:
        if agreement.state is AgreementState.BROKEN and not agreement.answered:
            found.append(Event(EventKind.AGREEMENT_BROKEN, agreement.due_on))
        elif agreement.state is AgreementState.DUE:
            found.append(Event(EventKind.PROMISE_DUE, agreement.due_on))
    if isinstance(decision, Send | Call | Task) and decision.occasion is Occasion.LADDER:
        found.append(Event(EventKind.STEP_DUE, decision.due_on, decision.late_days))
    return tuple(found)


def _gates(found: Found) -> tuple[Gate, ...]:
    match found.decision:
        case Close():
            return (Gate(GateKind.PAID),)
        case Hold(why=why, until=until, reasons=reasons):
            return (Gate(_HOLD_GATES[why], until, reasons[0] if why in _TOLD_HOLDS else None),)
        case Wait(reasons=reasons):
            if not found.balance.actionable:
                return (Gate(GateKind.AGREEMENT_ON_TIME, None, reasons[0]),)
            if _waits_for_them(found.facts):
                return (Gate(GateKind.GUARD_CLOSED, None, reasons[0]),)
            return _closed_by_guard(found.verdict, found.facts)
        case KeepOnAccount(reasons=reasons):
            return (Gate(GateKind.GUARD_CLOSED, None, reasons[0]),)
        case CheckBank() | MissingAddress() | Decide() | WeOwe():
            return ()
        case Send() | Call() | Task():
            return _closed_by_guard(found.verdict, found.facts)
    assert_never(found.decision)


def _waits_for_them(facts: CaseFacts) -> bool:
    """Whether a day or an answer was agreed on, so that the ladder rests until then."""
    return bool(facts.step_date or facts.call_back or any(a.state in _PENDING for a in facts.agreements))


def _closed_by_guard(verdict: Verdict | None, facts: CaseFacts) -> tuple[Gate, ...]:
    if verdict is None or verdict.is_allowed:
        return ()
    until = local_date(verdict.until, facts.zone) if verdict.until else None
    if until == facts.today:
        return ()
    kind = GateKind.COOL_DOWN if verdict.rule is GuardRule.K10 else GateKind.GUARD_CLOSED
    return (Gate(kind, None, verdict.reason),)


def owed_now(owed: Iterable[WeOwe], today: date) -> tuple[WeOwe, ...]:
    """What we owe that asks for something today: an own promise at once, a dispute's answer on its day."""
    return tuple(o for o in owed if not o.is_dispute or o.due_on <= today)


def _work(decision: Decision, owed: Sequence[WeOwe]) -> tuple[Work, ...] | None:
    """What a person does: what we owe comes before everything else, as on the line itself (O4)."""
    if owed:
        return (_owed_work(owed[0]),)
    match decision:
        case Send(then_call=True):
            return (Work.CALL, Work.EMAIL)
        case WeOwe():
            return (_owed_work(decision),)
        case Send() | MissingAddress() | Task():
            return (Work.EMAIL,)
        case Call():
            return (Work.CALL,)
    return None


def _owed_work(owed: WeOwe) -> Work:
    """An answer is given by calling back; what was contested takes longer; the rest is sent."""
    if owed.is_dispute:
        return Work.DISPUTE
    return Work.CALL if owed.kind is OwnPromiseKind.ANSWER else Work.EMAIL
