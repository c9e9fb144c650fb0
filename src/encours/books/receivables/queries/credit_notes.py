"""Reads credit notes with what they pay, for whoever waits for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from encours.books.receivables.models import CreditNote
from encours.ground.kernel.money import Money
from encours.ground.plumbing.among import Among


@dataclass(frozen=True, slots=True)
class CreditNoteFact:
    """A credit note that stands, and how many minor units it pays of each invoice."""

    id: int
    customer_id: int
    number: str
    issued_on: date
    amount: Money
    reason: str
    paid: dict[int, int]


def credit_notes_of(
    entity_id: int, credit_note_ids: Iterable[int], *, customer_ids: Iterable[int]
) -> list[CreditNoteFact]:
    """Those of some credit notes that are of some customers and not cancelled; two statements at most."""
    rows = CreditNote.objects.filter(
        Among("id", credit_note_ids), Among("customer_id", customer_ids), entity_id=entity_id
    ).filter(cancelled_at__isnull=True)
    return [_fact(row) for row in rows.order_by("pk").prefetch_related("allocations__due")]


def _fact(row: CreditNote) -> CreditNoteFact:
    paid: dict[int, int] = {}
    for part in row.allocations.all():
        if part.ended_on is None:
            paid[part.due.invoice_id] = paid.get(part.due.invoice_id, 0) + part.amount_minor
    amount = Money(row.total_minor, row.currency)
    return CreditNoteFact(row.pk, row.customer_id, row.number, row.issued_on, amount, row.reason, paid)
