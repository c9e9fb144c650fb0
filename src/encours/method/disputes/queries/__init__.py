"""Reads disputes in the plural: one statement, however many invoices or customers are asked for.

What has no dispute is absent from the answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, Sum

from encours.ground.kernel.money import Money
from encours.ground.plumbing.among import Among
from encours.method.disputes.models import Dispute
from encours.method.disputes.rules.states import Standing, frozen_minor
from encours.method.disputes.rules.words import (
    OPEN_STATES,
    OWES_A_CREDIT,
    OWES_ANSWER,
    UNANSWERED,
    DisputeOutcome,
    DisputeSource,
    DisputeState,
)

_OPEN = sorted(state.value for state in OPEN_STATES)
_OWED = sorted(state.value for state in OWES_ANSWER)
_CREDIT = sorted(outcome.value for outcome in OWES_A_CREDIT)


@dataclass(frozen=True, slots=True)
class DisputeFact:
    """One contested amount of one invoice. `left` is contested and not credited since."""

    id: int
    customer_id: int
    invoice_id: int
    amount: Money
    left: Money
    reason: str
    source: DisputeSource
    state: DisputeState
    subject: str
    reported_on: date
    answer_due_on: date
    handled_by_id: int | None
    acknowledged_on: date | None
    outcome: DisputeOutcome
    answered_on: date | None
    answer: str
    granted: Money
    new_due_on: date | None
    told_on: date | None
    rests_until_on: date | None
    objection: str
    credit_note_id: int | None
    corrected_by_id: int | None
    closed_on: date | None
    version: int

    @property
    def is_open(self) -> bool:
        """Whether the point is open between us: not answered, or answered and contested with facts."""
        return self.state in OPEN_STATES

    @property
    def is_unanswered(self) -> bool:
        """Whether we still owe the first answer."""
        return self.state in UNANSWERED

    @property
    def owes_answer(self) -> bool:
        """Whether something is ours to do by `answer_due_on`: the answer, or the manager's call."""
        return self.state in OWES_ANSWER

    def frozen_minor(self, today: date) -> int:
        """How much of the invoice is not asked for because of it."""
        standing = Standing(self.state, self.outcome, self.told_on, self.rests_until_on, self.left.minor)
        return frozen_minor(standing, today=today)


def at_rest(today: date) -> Q:
    """The rows of which something is not asked for: what `frozen_minor` says, for the database."""
    return (
        Q(state__in=_OPEN)
        | Q(state=DisputeState.ANSWERED.value, outcome__in=_CREDIT)
        | Q(state=DisputeState.ANSWERED.value, told_on__isnull=True)
        | Q(rests_until_on__gte=today)
    ) & Q(disputed_minor__gt=F("credited_minor"))


def disputed_by_invoice(invoice_ids: Iterable[int], *, today: date) -> dict[int, int]:
    """What of each invoice is not asked for, in minor units: contested, or answered and still at rest."""
    rows = Dispute.objects.filter(Among("invoice_id", invoice_ids), at_rest(today))
    return {
        invoice: int(minor)
        for invoice, minor in rows.values_list("invoice_id").annotate(
            disputed=Sum(F("disputed_minor") - F("credited_minor"))
        )
    }


def not_asked_for(disputes: Iterable[DisputeFact], *, today: date) -> dict[int, int]:
    """The same of disputes that are at hand."""
    found: dict[int, int] = defaultdict(int)
    for dispute in disputes:
        if minor := dispute.frozen_minor(today):
            found[dispute.invoice_id] += minor
    return dict(found)


def disputes_of(customer_ids: Iterable[int]) -> dict[int, list[DisputeFact]]:
    """All disputes of some customers, open or answered, the earliest answer due first."""
    found: dict[int, list[DisputeFact]] = defaultdict(list)
    rows = Dispute.objects.filter(Among("customer_id", customer_ids))
    for row in rows.order_by("customer_id", "answer_due_on", "pk"):
        found[row.customer_id].append(fact_of(row))
    return dict(found)


def awaiting_credit(entity_id: int) -> dict[int, list[DisputeFact]]:
    """The disputes that a credit note may end or put right, by customer, the oldest first; one statement."""
    found: dict[int, list[DisputeFact]] = defaultdict(list)
    rows = Dispute.objects.filter(customer__entity_id=entity_id).filter(
        ~Q(state=DisputeState.CLOSED.value) | Q(outcome__in=_CREDIT, granted_minor__gt=F("credited_minor"))
    )
    for row in rows.order_by("pk"):
        found[row.customer_id].append(fact_of(row))
    return dict(found)


def dispute(entity_id: int, dispute_id: int) -> DisputeFact | None:
    """One dispute of an entity, or None."""
    row = Dispute.objects.filter(customer__entity_id=entity_id, pk=dispute_id).first()
    return fact_of(row) if row else None


def on_invoice(entity_id: int, invoice_id: int) -> list[DisputeFact]:
    """The disputes of one invoice, the latest first."""
    rows = Dispute.objects.filter(customer__entity_id=entity_id, invoice_id=invoice_id)
    return [fact_of(row) for row in rows.order_by("-reported_on", "-pk")]


def fact_of(row: Dispute) -> DisputeFact:
    """A row as the rest of the method reads it."""
    return DisputeFact(
        id=row.pk,
        customer_id=row.customer_id,
        invoice_id=row.invoice_id,
        amount=Money(row.disputed_minor, row.currency),
        left=Money(row.disputed_minor - row.credited_minor, row.currency),
        reason=row.reason,
        source=DisputeSource(row.source),
        state=DisputeState(row.state),
        subject=row.subject,
        reported_on=row.reported_on,
        answer_due_on=row.answer_due_on,
        handled_by_id=row.handled_by_id,
        acknowledged_on=row.acknowledged_on,
        outcome=DisputeOutcome(row.outcome),
        answered_on=row.answered_on,
        answer=row.answer,
        granted=Money(row.granted_minor, row.currency),
        new_due_on=row.new_due_on,
        told_on=row.told_on,
        rests_until_on=row.rests_until_on,
        objection=row.objection,
        credit_note_id=row.credit_note_id,
        corrected_by_id=row.corrected_by_id,
        closed_on=row.closed_on,
        version=row.version,
    )


def customers_contesting(entity_id: int) -> list[int]:
    """Customers to whom we owe an answer, or a call about one they contest."""
    rows = Dispute.objects.filter(customer__entity_id=entity_id, state__in=_OWED)
    return list(rows.order_by("customer_id").values_list("customer_id", flat=True).distinct())


def contested_in(entity_id: int, *, today: date) -> dict[int, Money]:
    """What is not asked for in a whole entity, by invoice: contested, or answered and still at rest."""
    rows = Dispute.objects.filter(at_rest(today), customer__entity_id=entity_id)
    summed = rows.values_list("invoice_id", "currency").annotate(
        minor=Sum(F("disputed_minor") - F("credited_minor"))
    )
    return {invoice: Money(int(minor), currency) for invoice, currency, minor in summed}
