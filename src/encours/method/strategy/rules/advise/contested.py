"""What the customer contests, whether we acknowledged and answered it."""

from dataclasses import dataclass, replace
from datetime import date

from encours.ground.kernel.money import Money, total
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import CallOutcome
from encours.method.disputes.rules.contest import rests_until_on
from encours.method.disputes.rules.states import DisputeEvent, Standing, after, frozen_minor
from encours.method.disputes.rules.terms import DEFAULT_TERMS, DisputeTerms
from encours.method.disputes.rules.words import OPEN_STATES, OWES_A_CREDIT, DisputeOutcome, DisputeState
from encours.method.strategy.rules.advise.situation import Event, EventKind, Situation

_E = DisputeEvent


@dataclass(frozen=True, slots=True)
class Contested:
    """The last dispute. `amount` is None when the whole is contested, or nobody said how much."""

    opened_on: date | None
    amount: Money | None
    answer_due_on: date | None = None
    answered_on: date | None = None
    rests_until_on: date | None = None
    state: DisputeState = DisputeState.REPORTED
    outcome: DisputeOutcome = DisputeOutcome.OPEN

    @property
    def is_open(self) -> bool:
        """Whether we still owe the answer, or the customer objected to it."""
        return self.state in OPEN_STATES

    @property
    def acknowledged(self) -> bool:
        """Whether its receipt was confirmed."""
        return self.state is not DisputeState.REPORTED

    @property
    def again(self) -> bool:
        """Whether our answer is itself contested."""
        return self.state is DisputeState.CONTESTED

    @property
    def upheld(self) -> bool:
        """Whether the customer was right, in whole or in part."""
        return self.outcome in OWES_A_CREDIT

    def frozen_minor(self, contested_minor: int, *, today: date) -> int:
        """How much of it rests on a day, by the rule of disputes; our answer is taken to have reached the customer."""
        standing = Standing(self.state, self.outcome, self.answered_on, self.rests_until_on, contested_minor)
        return frozen_minor(standing, today=today)

    def moved(self, *events: DisputeEvent, outcome: DisputeOutcome = DisputeOutcome.OPEN) -> "Contested":
        """The same dispute after some moves; those that the table does not know change nothing."""
        state = self.state
        for event in events:
            state = after(state, event, outcome) or state
        return replace(self, state=state)


def contested(situation: Situation, terms: DisputeTerms = DEFAULT_TERMS) -> Contested | None:
    """The dispute of a situation: from its events, else from a disputed amount or the customer's flag.

    Its states and the moves between them are those of the room of disputes. Source: method 2k, Dispute.
    """
    found: Contested | None = None
    for event in situation.events:
        told_on_the_phone = event.kind is EventKind.CALL and event.outcome is CallOutcome.DISPUTE_RAISED
        if event.kind is EventKind.DISPUTE_OPENED or told_on_the_phone:
            found = _opened(found, event, _amount(event, situation))
        elif event.kind is EventKind.DISPUTE_ANSWERED:
            found = _answered(found or Contested(None, None), event, situation, terms)
        elif found and event.kind is EventKind.EMAIL_SENT and event.stage == "dispute_ack":
            found = found.moved(_E.ACKNOWLEDGED)
        elif found and found.upheld and event.stage:
            found = found.moved(_E.CORRECTED, outcome=DisputeOutcome.UPHELD)
    return found or _from_books(situation)


def _opened(former: Contested | None, event: Event, amount: Money | None) -> Contested:
    """A new dispute, or an objection to the answer we gave."""
    found = Contested(event.on, amount, answer_due_on=event.due)
    if former is not None and former.state is DisputeState.ANSWERED:
        return replace(found, state=former.moved(_E.OBJECTED).state)
    return found


def _answered(found: Contested, event: Event, situation: Situation, terms: DisputeTerms) -> Contested:
    """Our answer: what comes before it in the table was done, told or not."""
    calendar = Calendar(situation.customer.country, situation.customer.region)
    outcome = DisputeOutcome.UPHELD if event.upheld else DisputeOutcome.GROUNDLESS
    return replace(
        found.moved(_E.ACKNOWLEDGED, _E.STARTED, _E.ANSWERED),
        outcome=outcome,
        answered_on=event.on,
        rests_until_on=rests_until_on(event.on, calendar, terms),
    )


def _amount(event: Event, situation: Situation) -> Money | None:
    told = event.amount or _told_on_invoices(situation)
    opened = total((i.open for i in situation.invoices), situation.currency)
    return None if told is None or told >= opened else told


def _from_books(situation: Situation) -> Contested | None:
    told = _told_on_invoices(situation)
    is_told = any(e.kind is EventKind.EMAIL_SENT and e.stage == "dispute_ack" for e in situation.events)
    state = DisputeState.ACKNOWLEDGED if is_told else DisputeState.REPORTED
    if told is None:
        if not situation.customer.features.dispute_open:
            return None
        return Contested(None, None, state=state)
    opened = total((i.open for i in situation.invoices), situation.currency)
    return Contested(None, None if told >= opened else told, state=state)


def _told_on_invoices(situation: Situation) -> Money | None:
    disputed = [i.disputed for i in situation.invoices if i.disputed]
    return total(disputed, situation.currency) if disputed else None
