"""The pages of the lists: customers by name, due dates by date, credits by date, each after the last one seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Sum

from encours.books.receivables.models import CreditNote, Customer, Invoice, InvoiceDue, Payment
from encours.books.receivables.queries.gaps import LOOKED_AT, Gaps, owing_without_address, up_to_most
from encours.books.receivables.queries.words import customers_holding, dues_holding
from encours.books.receivables.rules.counted import MOST, Counted
from encours.books.receivables.rules.shown import (
    CustomerSearch,
    CustomersShown,
    InvoiceSearch,
    InvoicesShown,
    due_between,
)
from encours.ground.plumbing.keyset import page_behind


@dataclass(frozen=True, slots=True)
class CustomerSums:
    """What one customer owes in one currency: all that is open, what is past due, since when."""

    currency: str
    open_minor: int
    overdue_minor: int
    oldest_due_on: date | None


def customers_page(
    search: CustomerSearch, *, after: tuple[str, int] | None = None, limit: int = 50
) -> list[Customer]:
    """A page of customers by name, after the last one of the page before."""
    rows = _customers(search)
    if search.only is not None:
        rows = rows.filter(pk__in=list(search.only))
    if search.managed_by is not None:
        rows = rows.filter(account_manager_id__in=list(search.managed_by))
    if search.text.strip():
        rows = rows.filter(customers_holding(search.text))
    return page_behind(rows, by="search_key", after=after, limit=limit)


def customer_counts(entity_id: int, today: date, *, missing: Gaps) -> dict[CustomersShown, Counted]:
    """How many customers stand under each tab that the books know of."""
    rows = Customer.objects.filter(entity_id=entity_id)
    return {
        CustomersShown.LATE: _late(entity_id, today),
        CustomersShown.ALL: up_to_most(rows.filter(archived_at__isnull=True)),
        CustomersShown.WITHOUT_ADDRESS: missing.without_address,
        CustomersShown.ARCHIVED: up_to_most(rows.filter(archived_at__isnull=False)),
    }


def managed_count(entity_id: int, member_ids: Iterable[int]) -> Counted:
    """How many customers in use have one of some people as their account manager."""
    rows = Customer.objects.filter(entity_id=entity_id, archived_at__isnull=True)
    return up_to_most(rows.filter(account_manager_id__in=list(member_ids)))


def _late(entity_id: int, today: date) -> Counted:
    """How many customers are late: those of the first late due dates, of all where that does not tell."""
    late = InvoiceDue.objects.filter(
        entity_id=entity_id, open_minor__gt=0, due_on__lt=today, customer__archived_at__isnull=True
    )
    first = list(late.order_by("due_on", "id").values_list("customer_id", flat=True)[:LOOKED_AT])
    found = len(set(first))
    if len(first) == LOOKED_AT and found <= MOST:
        found = len(late.order_by().values_list("customer_id").distinct()[: MOST + 1])
    return Counted(min(found, MOST + 1))


def sums_of(customer_ids: list[int], today: date) -> dict[int, list[CustomerSums]]:
    """What some customers owe, by currency: one statement."""
    rows = InvoiceDue.objects.filter(customer_id__in=customer_ids, open_minor__gt=0)
    late = Q(due_on__lt=today)
    found: dict[int, list[CustomerSums]] = {}
    for customer, currency, total, overdue, oldest in (
        rows.values_list("customer_id", "currency")
        .annotate(
            total=Sum("open_minor"), overdue=Sum("open_minor", filter=late), oldest=Min("due_on", filter=late)
        )
        .order_by("customer_id", "currency")
    ):
        found.setdefault(customer, []).append(CustomerSums(currency, int(total), int(overdue or 0), oldest))
    return found


def dues_page(
    search: InvoiceSearch, *, after: tuple[date, int] | None = None, limit: int = 50
) -> list[InvoiceDue]:
    """A page of due dates: the oldest first, what is settled or cancelled the newest first."""
    rows = _dues(search)
    if search.only is not None:
        rows = rows.filter(invoice_id__in=list(search.only))
    if search.currency:
        rows = rows.filter(currency=search.currency)
    if search.bucket:
        rows = rows.filter(due_on__range=due_between(search.bucket, search.today))
    if search.text.strip():
        rows = rows.filter(dues_holding(search.entity_id, search.text))
    return page_behind(
        rows.select_related("invoice", "customer"),
        by="due_on",
        after=after,
        limit=limit,
        is_descending=search.shown in (InvoicesShown.PAID, InvoicesShown.CANCELLED),
    )


def invoice_counts(entity_id: int, today: date, *, missing: Gaps) -> dict[InvoicesShown, Counted]:
    """How many due dates or invoices stand under each tab that the books know of."""
    opens = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0)
    return {
        InvoicesShown.LATE: up_to_most(opens.filter(due_on__lt=today)),
        InvoicesShown.OPEN: up_to_most(opens),
        InvoicesShown.DUE_ASSUMED: missing.due_assumed,
        InvoicesShown.WITHOUT_COPY: missing.without_copy,
    }


def owes_anything(entity_id: int, *, due_before: date | None = None) -> bool:
    """Whether any customer of an entity owes anything at all, or anything due before a day."""
    opens = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0)
    return (opens.filter(due_on__lt=due_before) if due_before else opens).exists()


def payments_page(entity_id: int, *, after: tuple[date, int] | None = None, limit: int = 50) -> list[Payment]:
    """A page of money received, the latest first, cancelled ones too."""
    rows = Payment.objects.filter(entity_id=entity_id).select_related("customer")
    return page_behind(rows, by="received_on", after=after, limit=limit, is_descending=True)


def credit_notes_page(
    entity_id: int, *, after: tuple[date, int] | None = None, limit: int = 50
) -> list[CreditNote]:
    """A page of credit notes, the latest first, cancelled ones too."""
    rows = CreditNote.objects.filter(entity_id=entity_id).select_related("customer")
    return page_behind(rows, by="issued_on", after=after, limit=limit, is_descending=True)


def free_credits_page(entity_id: int, *, limit: int = 200) -> list[Payment | CreditNote]:
    """Money and credit notes not wholly allocated, the oldest first: two statements."""
    free: list[Payment | CreditNote] = []
    for model in (Payment, CreditNote):
        rows = model.objects.filter(entity_id=entity_id, unallocated_minor__gt=0, cancelled_at__isnull=True)
        free += list(rows.select_related("customer").order_by("id")[:limit])
    return free


def payment(entity_id: int, payment_id: int) -> Payment | None:
    """One payment of an entity with what it pays, or None."""
    rows = Payment.objects.filter(entity_id=entity_id, pk=payment_id).select_related("customer")
    return rows.prefetch_related("allocations__due__invoice").first()


def credit_note(entity_id: int, credit_note_id: int) -> CreditNote | None:
    """One credit note of an entity with what it pays, or None."""
    rows = CreditNote.objects.filter(entity_id=entity_id, pk=credit_note_id).select_related(
        "customer", "document"
    )
    return rows.prefetch_related("allocations__due__invoice").first()


def _customers(search: CustomerSearch) -> QuerySet[Customer]:
    everybody = Customer.objects.filter(entity_id=search.entity_id)
    rows = everybody.filter(archived_at__isnull=True)
    match search.shown:
        case CustomersShown.ALL | CustomersShown.ON_HOLD | CustomersShown.MINE | CustomersShown.UNATTENDED:
            return rows
        case CustomersShown.LATE:
            late = InvoiceDue.objects.filter(
                customer=OuterRef("pk"),
                entity_id=search.entity_id,
                open_minor__gt=0,
                due_on__lt=search.today,
            )
            return rows.filter(Exists(late))
        case CustomersShown.WITHOUT_ADDRESS:
            return owing_without_address(search.entity_id)
        case CustomersShown.ARCHIVED:
            return everybody.filter(archived_at__isnull=False)
    assert_never(search.shown)


def _dues(search: InvoiceSearch) -> QuerySet[InvoiceDue]:
    everything = InvoiceDue.objects.filter(entity_id=search.entity_id)
    rows = everything.filter(open_minor__gt=0)
    match search.shown:
        case InvoicesShown.OPEN | InvoicesShown.DISPUTED:
            return rows
        case InvoicesShown.LATE:
            return rows.filter(due_on__lt=search.today)
        case InvoicesShown.DUE_ASSUMED:
            assumed = Invoice.objects.filter(entity_id=search.entity_id, is_due_assumed=True)
            return rows.filter(invoice_id__in=assumed.values("pk"))
        case InvoicesShown.WITHOUT_COPY:
            return rows.filter(invoice__document__isnull=True, invoice__kind="invoice")
        case InvoicesShown.PAID:
            return everything.filter(open_minor=0, invoice__cancelled_at__isnull=True)
        case InvoicesShown.CANCELLED:
            cancelled = Invoice.objects.filter(entity_id=search.entity_id, cancelled_at__isnull=False)
            return everything.filter(invoice_id__in=cancelled.values("pk"))
    assert_never(search.shown)
