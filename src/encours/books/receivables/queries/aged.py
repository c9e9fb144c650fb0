"""Open invoices of a certain age, with whose they are, and what was paid on them: for their limitation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from encours.books.receivables.models import Allocation, InvoiceDue
from encours.ground.kernel.money import Money
from encours.ground.plumbing.among import Among


@dataclass(frozen=True, slots=True)
class LawOf:
    """What says which law a customer's debt stands under."""

    jurisdiction: str
    region: str
    kind: str


@dataclass(frozen=True, slots=True)
class AgedInvoice:
    """An invoice with something open: its oldest open due date stands for it."""

    invoice_id: int
    number: str
    customer_id: int
    customer: str
    law: LawOf
    issued_on: date
    due_on: date
    open: Money


_LAW = ("customer__jurisdiction", "customer__region", "customer__kind")


def laws_of_debtors(entity_id: int) -> list[LawOf]:
    """Under which laws something is owed to an entity."""
    rows = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0)
    return [LawOf(*row) for row in rows.order_by(*_LAW).values_list(*_LAW).distinct()]


def aged_invoices(entity_id: int, reach: Sequence[tuple[LawOf, date]]) -> list[AgedInvoice]:
    """The open invoices that fall due, under each law, on a day or before; the oldest first."""
    if not reach:
        return []
    old = Q(pk__in=[])
    for law, until in reach:
        of_law = Q(
            customer__jurisdiction=law.jurisdiction, customer__region=law.region, customer__kind=law.kind
        )
        old |= of_law & Q(due_on__lte=until)
    return _grouped(InvoiceDue.objects.filter(old, entity_id=entity_id, open_minor__gt=0))


def open_invoices_of(customer_ids: Iterable[int]) -> list[AgedInvoice]:
    """The open invoices of some customers, the oldest first."""
    return _grouped(InvoiceDue.objects.filter(Among("customer_id", customer_ids), open_minor__gt=0))


def _grouped(dues: QuerySet[InvoiceDue]) -> list[AgedInvoice]:
    found: dict[int, AgedInvoice] = {}
    values = dues.order_by("due_on", "id").values_list(
        "invoice_id", "invoice__number", "customer_id", "customer__name", *_LAW, "invoice__issued_on", "due_on",
        "open_minor", "currency",
    )  # fmt: skip
    for invoice, number, customer, name, code, region, kind, issued_on, due_on, minor, currency in values:
        before = found.get(invoice)
        opened = Money(minor, currency) + (before.open if before else Money.zero(currency))
        oldest = before.due_on if before else due_on
        law = LawOf(code, region, kind)
        found[invoice] = AgedInvoice(invoice, number, customer, name, law, issued_on, oldest, opened)
    return list(found.values())


def part_payments_on(invoice_ids: Iterable[int]) -> dict[int, list[date]]:
    """The days on which money (no credit note) paid a part of some invoices, oldest first."""
    rows = Allocation.objects.filter(
        Among("due__invoice_id", invoice_ids), payment__isnull=False, ended_on__isnull=True
    )
    found: dict[int, list[date]] = defaultdict(list)
    for invoice, on in rows.order_by("payment__received_on").values_list(
        "due__invoice_id", "payment__received_on"
    ):
        found[invoice].append(on)
    return dict(found)
