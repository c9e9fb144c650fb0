"""Reads disputes in the plural: one statement, however many invoices or customers are asked for.

What has no dispute is absent from the answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from encours.ground.kernel.money import Money
from encours.ground.plumbing.among import Among
from encours.method.disputes.models import Dispute
from encours.method.disputes.rules.words import DisputeOutcome


@dataclass(frozen=True, slots=True)
class DisputeFact:
    """One contested amount of one invoice. `rests_until_on` is set once it is answered."""

    id: int
    customer_id: int
    invoice_id: int
    amount: Money
    subject: str
    reported_on: date
    answer_due_on: date
    handled_by_id: int | None
    outcome: DisputeOutcome
    closed_on: date | None
    answer: str
    rests_until_on: date | None


def disputed_by_invoice(invoice_ids: Iterable[int], *, today: date) -> dict[int, int]:
    """What of each invoice is not asked for, in minor units: contested, or answered and still at rest."""
    at_rest = Q(outcome=DisputeOutcome.OPEN.value) | Q(rests_until_on__gte=today)
    rows = Dispute.objects.filter(Among("invoice_id", invoice_ids), at_rest)
    return {
        invoice: int(minor)
        for invoice, minor in rows.values_list("invoice_id").annotate(disputed=Sum("disputed_minor"))
    }


def not_asked_for(disputes: Iterable[DisputeFact], *, today: date) -> dict[int, int]:
    """The same of disputes that are at hand."""
    found: dict[int, int] = defaultdict(int)
    for dispute in disputes:
        if dispute.outcome is DisputeOutcome.OPEN or (
            dispute.rests_until_on is not None and dispute.rests_until_on >= today
        ):
            found[dispute.invoice_id] += dispute.amount.minor
    return dict(found)


def disputes_of(customer_ids: Iterable[int]) -> dict[int, list[DisputeFact]]:
    """All disputes of some customers, open or answered, the earliest answer due first."""
    found: dict[int, list[DisputeFact]] = defaultdict(list)
    rows = Dispute.objects.filter(Among("customer_id", customer_ids))
    for row in rows.order_by("customer_id", "answer_due_on", "pk"):
        found[row.customer_id].append(_fact(row))
    return dict(found)


def _fact(row: Dispute) -> DisputeFact:
    return DisputeFact(
        row.pk, row.customer_id, row.invoice_id, Money(row.disputed_minor, row.currency), row.subject,
        row.reported_on, row.answer_due_on, row.handled_by_id, DisputeOutcome(row.outcome), row.closed_on,
        row.answer, row.rests_until_on,
    )  # fmt: skip


def customers_contesting(entity_id: int) -> list[int]:
    """Customers who contest something that is not answered."""
    rows = Dispute.objects.filter(customer__entity_id=entity_id, outcome=DisputeOutcome.OPEN.value)
    return list(rows.order_by("customer_id").values_list("customer_id", flat=True).distinct())


def contested_in(entity_id: int, *, today: date) -> dict[int, Money]:
    """What is not asked for in a whole entity, by invoice: contested, or answered and still at rest."""
    at_rest = Q(outcome=DisputeOutcome.OPEN.value) | Q(rests_until_on__gte=today)
    rows = Dispute.objects.filter(at_rest, customer__entity_id=entity_id).values_list(
        "invoice_id", "currency"
    )
    summed = rows.annotate(minor=Sum("disputed_minor"))
    return {invoice: Money(int(minor), currency) for invoice, currency, minor in summed}
