"""Customers, invoices, payments and credit notes as pages and imports look them up."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Max, Q

from encours.books.receivables.models import CreditNote, Customer, Invoice, InvoiceDue, Payment
from encours.ground.kernel.text import number_key, search_key


def customers_by_id(customer_ids: Iterable[int]) -> dict[int, Customer]:
    """Some customers with their contacts ready: two statements."""
    rows = Customer.objects.filter(pk__in=list(customer_ids)).prefetch_related("contacts")
    return {row.pk: row for row in rows}


def customer(entity_id: int, customer_id: int) -> Customer | None:
    """One customer of an entity, or None when it is not one of its own."""
    return Customer.objects.filter(entity_id=entity_id, pk=customer_id).prefetch_related("contacts").first()


def search_customers(entity_id: int, text: str, *, limit: int = 20) -> list[Customer]:
    """Customers whose name holds a text, or whose code or SIREN begins with it."""
    key = search_key(text)
    rows = Customer.objects.filter(entity_id=entity_id, archived_at__isnull=True)
    if key:
        rows = rows.filter(
            Q(search_key__contains=key)
            | Q(code__istartswith=text.strip())
            | Q(siren__startswith=text.strip())
        )
    return list(rows.order_by("search_key", "id")[:limit])


def customers_page(
    entity_id: int, *, after: tuple[str, int] | None = None, limit: int = 50
) -> list[Customer]:
    """A page of customers by name, after the last one of the page before."""
    rows = Customer.objects.filter(entity_id=entity_id, archived_at__isnull=True)
    if after:
        rows = rows.filter(Q(search_key__gt=after[0]) | Q(search_key=after[0], id__gt=after[1]))
    return list(rows.order_by("search_key", "id")[:limit])


def invoice(entity_id: int, invoice_id: int) -> Invoice | None:
    """One invoice of an entity with its dues, or None."""
    return (
        Invoice.objects.filter(entity_id=entity_id, pk=invoice_id)
        .select_related("customer", "document")
        .prefetch_related("dues__allocations__payment", "dues__allocations__credit_note")
        .first()
    )


def open_dues_page(
    entity_id: int, *, after: tuple[date, int] | None = None, limit: int = 50
) -> list[InvoiceDue]:
    """A page of open due dates, oldest first."""
    rows = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0).select_related(
        "invoice", "customer"
    )
    if after:
        rows = rows.filter(Q(due_on__gt=after[0]) | Q(due_on=after[0], id__gt=after[1]))
    return list(rows.order_by("due_on", "id")[:limit])


def invoices_of(customer_id: int, *, limit: int = 200) -> list[Invoice]:
    """The latest invoices of a customer, newest first, with their dues."""
    rows = Invoice.objects.filter(customer_id=customer_id).prefetch_related("dues")
    return list(rows.order_by("-issued_on", "-id")[:limit])


def payments_of(customer_id: int, *, limit: int = 200) -> list[Payment]:
    """The latest payments of a customer, newest first."""
    return list(
        Payment.objects.filter(customer_id=customer_id)
        .prefetch_related("allocations__due__invoice")
        .order_by("-received_on", "-id")[:limit]
    )


def credit_notes_of(customer_id: int, *, limit: int = 200) -> list[CreditNote]:
    """The latest credit notes of a customer, newest first."""
    return list(CreditNote.objects.filter(customer_id=customer_id).order_by("-issued_on", "-id")[:limit])


def invoice_ids_by_number(entity_id: int, numbers: Sequence[str]) -> dict[str, int]:
    """Invoices of an entity by number, as written."""
    found: dict[str, int] = {}
    for start in range(0, len(numbers), 5000):
        rows = Invoice.objects.filter(entity_id=entity_id, number__in=numbers[start : start + 5000])
        found.update(rows.values_list("number", "id"))
    return found


def invoices_without_document(entity_id: int) -> dict[str, int]:
    """Open invoices that have no copy yet, by number without case or punctuation."""
    rows = Invoice.objects.filter(
        entity_id=entity_id, document__isnull=True, kind="invoice", dues__open_minor__gt=0
    )
    return {number_key(number): pk for number, pk in rows.values_list("number", "id").distinct()}


def customers_without_address(entity_id: int) -> list[Customer]:
    """Customers who owe something and to whom nothing can be written: no usable e-mail."""
    reachable = Q(contacts__removed_at__isnull=True, contacts__bounced_at__isnull=True) & ~Q(
        contacts__email=""
    )
    owing = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0).values("customer_id")
    with_address = Customer.objects.filter(reachable, entity_id=entity_id).values("id")
    return list(
        Customer.objects.filter(entity_id=entity_id, pk__in=owing)
        .exclude(pk__in=with_address)
        .order_by("search_key")
    )


def has_books(entity_id: int) -> bool:
    """Whether an entity has any customer or invoice yet."""
    return Customer.objects.filter(entity_id=entity_id).exists()


def last_invoiced_on(customer_ids: Iterable[int]) -> dict[int, date]:
    """The day of the latest invoice of some customers."""
    rows = Invoice.objects.filter(customer_id__in=list(customer_ids), kind="invoice", cancelled_at__isnull=True)
    return dict(rows.values_list("customer_id").annotate(latest=Max("issued_on")))
