"""Customers, invoices, payments and credit notes as pages and imports look them up."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from encours.books.receivables.models import Contact, CreditNote, Customer, Invoice, InvoiceDue, Payment
from encours.books.receivables.queries.words import numbered
from encours.ground.kernel.text import company_key, search_key
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.plain_rows import plain_rows

_LOOKED_AT = 1_000
"""Of invoices whose numbers begin alike, so many are put in the order of their dates."""
_PEOPLE = "people"
"""A plain list on each customer: for hundreds of them, a query set each costs more than the statement."""


def customers_by_id(customer_ids: Iterable[int]) -> dict[int, Customer]:
    """Some customers with their contacts ready (`people_of`): two statements."""
    ids = list(customer_ids)
    found = {row.pk: row for row in Customer.objects.filter(Among("pk", ids))}
    for row in found.values():
        setattr(row, _PEOPLE, [])
    for person in Contact.objects.filter(Among("customer_id", ids)):
        person.customer = found[person.customer_id]
        vars(person.customer)[_PEOPLE].append(person)
    return found


def people_of(customer: Customer) -> list[Contact]:
    """Everybody noted at a customer, as they were read with it; else they are asked for."""
    people: list[Contact] | None = vars(customer).get(_PEOPLE)
    return list(customer.contacts.all()) if people is None else people


def customer(entity_id: int, customer_id: int) -> Customer | None:
    """One customer of an entity, or None when it is not one of its own."""
    return Customer.objects.filter(entity_id=entity_id, pk=customer_id).prefetch_related("contacts").first()


def buyers_before(entity_id: int, day: date) -> bool:
    """Whether anything was invoiced by an entity before a day."""
    return Invoice.objects.filter(entity_id=entity_id, issued_on__lt=day, cancelled_at__isnull=True).exists()


def buyers(entity_id: int, *, besides: QuerySet[Any, Any] | None = None) -> list[int]:
    """The customers in use to whom anything was ever invoiced, in the order of their numbers.

    besides: numbers of customers that the database leaves out before it looks for invoices.
    """
    rows = Customer.objects.filter(entity_id=entity_id, archived_at__isnull=True)
    if besides is not None:
        rows = rows.exclude(pk__in=besides)
    invoiced = Invoice.objects.filter(customer=OuterRef("pk"), cancelled_at__isnull=True)
    return [
        customer for (customer,) in plain_rows(rows.filter(Exists(invoiced)).order_by("pk").values_list("pk"))
    ]


def customers_in_use(entity_id: int) -> int:
    """How many customers are in use."""
    return Customer.objects.filter(entity_id=entity_id, archived_at__isnull=True).count()


def search_customers(entity_id: int, text: str, *, limit: int = 20) -> list[Customer]:
    """Customers whose name holds a text, or whose code or SIREN begins with it."""
    rows = Customer.objects.filter(entity_id=entity_id, archived_at__isnull=True)
    if key := search_key(text):
        rows = rows.filter(
            Q(search_key__contains=key)
            | Q(code__istartswith=text.strip())
            | Q(siren__startswith=text.strip())
        )
    return list(rows.order_by("search_key", "id")[:limit])


def customers_named(entity_id: int, text: str) -> list[Customer]:
    """Customers called exactly so, whatever case, accents and legal form; else the one with that code."""
    if not search_key(text):
        return []
    rows = Customer.objects.filter(entity_id=entity_id, archived_at__isnull=True).order_by("id")
    for wanted in (
        Q(search_key=search_key(text)),
        Q(company_key=company_key(text)),
        Q(code__iexact=text.strip()),
    ):
        if found := list(rows.filter(wanted)[:20]):
            return found
    return []


def customers_nearly_named(entity_id: int, text: str, *, limit: int = 5) -> list[Customer]:
    """Customers whose name begins like one of its longer words, for a name that is not known."""
    words = sorted(company_key(text).split(), key=len, reverse=True)[:3]
    wanted = Q()
    for word in words:
        wanted |= Q(search_key__contains=word[:4])
    if not words:
        return []
    rows = Customer.objects.filter(wanted, entity_id=entity_id, archived_at__isnull=True)
    return list(rows.order_by("search_key", "id")[:limit])


def search_invoices(entity_id: int, text: str, *, limit: int = 12) -> list[Invoice]:
    """Invoices whose number begins with a text, the latest first."""
    found = numbered(entity_id, text.strip(), limit=_LOOKED_AT, is_beginning=True)
    rows = Invoice.objects.filter(pk__in=found).select_related("customer")
    return list(rows.order_by("-issued_on", "-id")[:limit])


def contact(entity_id: int, contact_id: int) -> Contact | None:
    """One person at a customer of an entity, or None."""
    rows = Contact.objects.filter(customer__entity_id=entity_id, pk=contact_id)
    return rows.select_related("customer").first()


def due(entity_id: int, due_id: int) -> InvoiceDue | None:
    """One due date of an entity with its invoice, or None."""
    return InvoiceDue.objects.filter(entity_id=entity_id, pk=due_id).select_related("invoice").first()


def invoice(entity_id: int, invoice_id: int) -> Invoice | None:
    """One invoice of an entity with its dues, or None."""
    return (
        Invoice.objects.filter(entity_id=entity_id, pk=invoice_id)
        .select_related("customer", "document")
        .prefetch_related("dues__allocations__payment", "dues__allocations__credit_note")
        .first()
    )


def whole_invoices(entity_id: int, invoice_ids: Iterable[int]) -> list[Invoice]:
    """Some invoices of an entity with their dues and what was allocated to them, by date and number."""
    rows = Invoice.objects.filter(entity_id=entity_id, pk__in=list(invoice_ids)).order_by("issued_on", "pk")
    return list(
        rows.select_related("document").prefetch_related(
            "dues__allocations__payment", "dues__allocations__credit_note__document"
        )
    )


def invoices_by_id(entity_id: int, invoice_ids: Iterable[int]) -> dict[int, Invoice]:
    """Some invoices of an entity, with their customers."""
    rows = Invoice.objects.filter(entity_id=entity_id, pk__in=list(invoice_ids)).select_related("customer")
    return {row.pk: row for row in rows}


def free_payments_of(customer_id: int, *, limit: int = 200) -> list[Payment]:
    """The latest payments of a customer of which something is not allocated, newest first."""
    rows = Payment.objects.filter(customer_id=customer_id, unallocated_minor__gt=0, cancelled_at__isnull=True)
    return list(rows.order_by("-received_on", "-id")[:limit])


def free_credit_notes_of(customer_id: int, *, limit: int = 200) -> list[CreditNote]:
    """The latest credit notes of a customer of which something is not allocated, newest first."""
    rows = CreditNote.objects.filter(
        customer_id=customer_id, unallocated_minor__gt=0, cancelled_at__isnull=True
    )
    return list(rows.order_by("-issued_on", "-id")[:limit])


def invoice_ids_by_number(entity_id: int, numbers: Sequence[str]) -> dict[str, int]:
    """Invoices of an entity by number, as written; where one was cancelled and typed again, the standing one."""
    found: dict[str, int] = {}
    for start in range(0, len(numbers), 5000):
        rows = Invoice.objects.filter(entity_id=entity_id, number__in=numbers[start : start + 5000])
        written = list(rows.values_list("number", "id", "cancelled_at"))
        found.update((number, pk) for number, pk, cancelled in written if cancelled)
        found.update((number, pk) for number, pk, cancelled in written if not cancelled)
    return found


def has_books(entity_id: int) -> bool:
    """Whether an entity has any customer or invoice yet."""
    return Customer.objects.filter(entity_id=entity_id).exists()


def last_invoiced_on(customer_ids: Iterable[int]) -> dict[int, date]:
    """The day of the latest invoice of some customers."""
    rows = Invoice.objects.filter(
        customer_id__in=list(customer_ids), kind="invoice", cancelled_at__isnull=True
    )
    return dict(rows.values_list("customer_id").annotate(latest=Max("issued_on")))


def time_zones() -> set[str]:
    """Every time zone in which some customer is."""
    return set(Customer.objects.order_by().values_list("time_zone", flat=True).distinct())
