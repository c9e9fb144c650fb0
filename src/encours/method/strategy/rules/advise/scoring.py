"""The priority of a situation, by the same rule as the day's list."""

from dataclasses import replace
from datetime import date, datetime

from encours.ground.kernel.clock import local_date
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import HoldKind
from encours.method.insight.rules.priority import Priority, prioritise
from encours.method.insight.rules.priority_facts import Event, EventKind, Gate, GateKind, PriorityFacts
from encours.method.strategy.rules.advise.answer import Advice
from encours.method.strategy.rules.advise.dunning import Rung
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.words import NextAction


def priority(reading: Reading, advice: Advice, rung: Rung | None) -> Priority | None:
    """The score of a situation that has invoices; None for a question about anything else."""
    if not reading.situation.invoices:
        return None
    customer, known = reading.situation.customer, reading.features
    limits = reading.thresholds.order
    if customer.median_open_balance:
        limits = replace(limits, median_open_minor=max(1, customer.median_open_balance.minor))
    over_limit = customer.limit is not None and (customer.exposure or reading.open_total) > customer.limit
    facts = PriorityFacts(
        name="",
        currency=reading.situation.currency,
        actionable_minor=reading.balance.actionable.minor,
        dpd=_dpd(reading),
        type=reading.opinion.ladder_type,
        overdue_minor=reading.balance.overdue.minor,
        events=tuple(_events(reading, advice, rung)),
        gates=tuple(_gates(reading, rung)),
        ever_paid=_ever_paid(reading),
        median_invoice_minor=customer.median_invoice.minor if customer.median_invoice else None,
        key=reading.is_key,
        revenue_12m_minor=customer.revenue_12m.minor if customer.revenue_12m else None,
        since_months=customer.since_months,
        otr=known.otr,
        kept=known.pk or 0,
        broken=max(known.pb or 0, reading.promised.broken),
        minor_fix_pending=reading.owed.minor is not None,
        insolvency_signal=bool(known.signals),
        limit_exceeded=over_limit,
    )
    return prioritise(facts, limits)


def _dpd(reading: Reading) -> int:
    late = [i.due_on for i in reading.items if i.due_on < reading.today]
    return (reading.today - min(late)).days if late else 0


def _ever_paid(reading: Reading) -> bool | None:
    known = reading.features
    if known.ever_paid is not None:
        return known.ever_paid
    return None if known.n is None else known.n > 0


def _events(reading: Reading, advice: Advice, rung: Rung | None) -> list[Event]:
    found, told = [], reading.promised
    if told.break_open and not told.on_time:
        kind = EventKind.INSTALMENT_BROKEN if told.missed_instalment else EventKind.AGREEMENT_BROKEN
        found.append(Event(kind, _promised_for(reading) or told.broken_on))
    if _is_appointment_today(reading, advice):
        found.append(Event(EventKind.APPOINTMENT))
    if reading.owed.answer_due_on or reading.owed.minor:
        found.append(Event(EventKind.WE_OWE_ANSWER))
    if reading.owed.has_open_promise:
        found.append(Event(EventKind.OWN_PROMISE_DUE))
    if advice.next_action is NextAction.ANSWER_DISPUTE and advice.due_today:
        found.append(Event(EventKind.DISPUTE_ANSWER_DUE))
    if told.current and told.current.state is AgreementState.DUE:
        found.append(Event(EventKind.PROMISE_DUE))
    if rung and advice.due_today and not rung.closed:
        found.append(Event(EventKind.STEP_DUE, late_days=rung.late_days))
    return found


def _promised_for(reading: Reading) -> date | None:
    """The day that a broken agreement named, where it is known."""
    made, broken_on = reading.promised.current, reading.promised.broken_on
    named = made.for_on if made else None
    return named if named and broken_on and named <= broken_on else None


def _is_appointment_today(reading: Reading, advice: Advice) -> bool:
    if advice.next_action is not NextAction.CALL_BACK or reading.owed.answer_due_on is not None:
        return False
    at = advice.earliest
    on = local_date(at, reading.situation.customer.zone) if isinstance(at, datetime) else at
    return advice.due_today and (on is None or on <= reading.today)


def _gates(reading: Reading, rung: Rung | None) -> list[Gate]:
    dispute = reading.dispute
    closed = {
        GateKind.PAID: reading.is_paid,
        GateKind.AGREEMENT_ON_TIME: reading.promised.on_time and not reading.balance.actionable,
        GateKind.DISPUTED: dispute is not None and dispute.is_open and dispute.amount is None,
        GateKind.COOL_DOWN: reading.cool_until is not None,
        GateKind.BEREAVEMENT: reading.held(HoldKind.BEREAVEMENT) is not None,
        GateKind.INSOLVENCY: reading.held(HoldKind.INSOLVENCY) is not None,
        GateKind.PLACED: reading.held(HoldKind.PLACED) is not None,
        GateKind.TIME_BARRED: reading.is_time_barred,
        GateKind.GUARD_CLOSED: rung is not None and rung.closed,
    }
    return [Gate(kind) for kind, shut in closed.items() if shut]
