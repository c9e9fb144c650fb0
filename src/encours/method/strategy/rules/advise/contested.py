"""What the customer contests, whether we acknowledged and answered it."""

from dataclasses import dataclass, replace
from datetime import date

from encours.ground.kernel.money import Money, total
from encours.method.cases.rules.contact import CallOutcome
from encours.method.strategy.rules.advise.situation import Event, EventKind, Situation


@dataclass(frozen=True, slots=True)
class Contested:
    """The last dispute. `amount` is None when the whole is contested, or nobody said how much."""

    opened_on: date | None
    amount: Money | None
    answer_due_on: date | None = None
    acknowledged: bool = False
    answered_on: date | None = None
    upheld: bool = False
    again: bool = False

    @property
    def is_open(self) -> bool:
        """Whether we still owe the answer, or the customer objected to it."""
        return self.answered_on is None


def contested(situation: Situation) -> Contested | None:
    """The dispute of a situation: from its events, else from a disputed amount or the customer's flag."""
    found: Contested | None = None
    for event in situation.events:
        told_on_the_phone = event.kind is EventKind.CALL and event.outcome is CallOutcome.DISPUTE_RAISED
        if event.kind is EventKind.DISPUTE_OPENED or told_on_the_phone:
            again = found is not None and found.answered_on is not None
            amount = _amount(event, situation)
            found = Contested(event.on, amount, answer_due_on=event.due, again=again)
        elif found and event.kind is EventKind.DISPUTE_ANSWERED:
            found = replace(found, answered_on=event.on, upheld=bool(event.upheld))
        elif found and event.kind is EventKind.EMAIL_SENT and event.stage == "dispute_ack":
            found = replace(found, acknowledged=True)
    if found:
        return found
    answered = next((e for e in situation.events if e.kind is EventKind.DISPUTE_ANSWERED), None)
    if answered:
        return Contested(None, None, acknowledged=True, answered_on=answered.on, upheld=bool(answered.upheld))
    return _from_books(situation)


def _amount(event: Event, situation: Situation) -> Money | None:
    told = event.amount or _told_on_invoices(situation)
    opened = total((i.open for i in situation.invoices), situation.currency)
    return None if told is None or told >= opened else told


def _from_books(situation: Situation) -> Contested | None:
    told = _told_on_invoices(situation)
    acknowledged = any(e.kind is EventKind.EMAIL_SENT and e.stage == "dispute_ack" for e in situation.events)
    if told is None:
        if not situation.customer.features.dispute_open:
            return None
        return Contested(None, None, acknowledged=acknowledged)
    opened = total((i.open for i in situation.invoices), situation.currency)
    return Contested(None, None if told >= opened else told, acknowledged=acknowledged)


def _told_on_invoices(situation: Situation) -> Money | None:
    disputed = [i.disputed for i in situation.invoices if i.disputed]
    return total(disputed, situation.currency) if disputed else None
