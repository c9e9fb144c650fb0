"""Who owes what, in the plural: one question for many customers, never one each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q, Sum

from encours.books.receivables.models import (
    Allocation,
    CashConfirmation,
    CreditNote,
    Customer,
    Invoice,
    InvoiceDue,
    Payment,
)
from encours.books.receivables.rules.aging import AgedBalance, aged
from encours.books.receivables.rules.open_item import OpenItem
from encours.ground.kernel.text import number_key, search_key


@dataclass(frozen=True, slots=True)
class Owing:
    """One customer in one currency with something past due."""

    customer_id: int
    currency: str
    overdue_minor: int
    oldest_due_on: date


@dataclass(frozen=True, slots=True)
class PaidInvoice:
    """The life of one due date that is closed: when it was due, and what closed it."""

    customer_id: int
    invoice_id: int
    number: str
    issued_on: date
    due_on: date
    closed_on: date
    amount_minor: int
    currency: str
    payments: tuple[tuple[date, int], ...]
    credited_minor: int


def owing_customers(entity_id: int, *, due_before: date) -> list[Owing]:
    """Every customer and currency with an open amount due before a day: one statement."""
    rows = (
        InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0, due_on__lt=due_before)
        .values_list("customer_id", "currency")
        .annotate(overdue=Sum("open_minor"), oldest=Min("due_on"))
        .order_by("customer_id", "currency")
    )
    return [Owing(customer, currency, int(overdue), oldest) for customer, currency, overdue, oldest in rows]


def open_items_of(
    customer_ids: Iterable[int], *, due_before: date | None = None
) -> dict[int, list[OpenItem]]:
    """All open due dates of some customers, oldest first, by customer."""
    rows = InvoiceDue.objects.filter(customer_id__in=list(customer_ids), open_minor__gt=0)
    if due_before is not None:
        rows = rows.filter(due_on__lt=due_before)
    found: dict[int, list[OpenItem]] = defaultdict(list)
    values = rows.order_by("customer_id", "due_on", "id").values_list(
        "id", "invoice_id", "customer_id", "invoice__number", "invoice__kind", "invoice__issued_on",
        "due_on", "currency", "amount_minor", "open_minor", "invoice__document_id", "invoice__is_due_assumed",
    )  # fmt: skip
    for value in values:
        found[value[2]].append(OpenItem(*value))
    return dict(found)


def free_credits_of(customer_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """Money and credit notes not yet allocated, by customer and currency."""
    ids = list(customer_ids)
    free: dict[tuple[int, str], int] = defaultdict(int)
    for model in (Payment, CreditNote):
        rows = (
            model.objects.filter(customer_id__in=ids, unallocated_minor__gt=0, cancelled_at__isnull=True)
            .values_list("customer_id", "currency")
            .annotate(free=Sum("unallocated_minor"))
        )
        for customer, currency, minor in rows:
            free[(customer, currency)] += int(minor)
    return dict(free)


def paid_invoices_of(customer_ids: Iterable[int], *, since: date) -> dict[int, list[PaidInvoice]]:
    """Closed due dates of some customers since a day, with what paid them: two statements."""
    rows = list(
        InvoiceDue.objects.filter(customer_id__in=list(customer_ids), open_minor=0, closed_on__gte=since)
        .filter(invoice__cancelled_at__isnull=True)
        .exclude(invoice__kind="other_debit")
        .order_by("customer_id", "closed_on", "id")
        .values_list(
            "id",
            "customer_id",
            "invoice_id",
            "invoice__number",
            "invoice__issued_on",
            "due_on",
            "closed_on",
            "amount_minor",
            "currency",
        )
    )
    paid: dict[int, list[tuple[date, int]]] = defaultdict(list)
    credited: dict[int, int] = defaultdict(int)
    parts = Allocation.objects.filter(
        ended_on__isnull=True, due__customer_id__in=list(customer_ids), due__closed_on__gte=since
    )
    for due, on, minor, payment, received_on in parts.values_list(
        "due_id", "allocated_on", "amount_minor", "payment_id", "payment__received_on"
    ):
        if payment is None:
            credited[due] += minor
        else:
            paid[due].append((received_on or on, minor))
    found: dict[int, list[PaidInvoice]] = defaultdict(list)
    for due, customer, invoice, number, issued, due_on, closed, amount, currency in rows:
        found[customer].append(
            PaidInvoice(
                customer,
                invoice,
                number,
                issued,
                due_on,
                closed,
                amount,
                currency,
                tuple(sorted(paid[due])),
                credited[due],
            )
        )
    return dict(found)


def invoiced_between(entity_id: int, first_on: date, last_on: date) -> dict[tuple[int, str], int]:
    """What was invoiced to each customer in a period (both days included), by currency."""
    rows = (
        Invoice.objects.filter(
            entity_id=entity_id,
            issued_on__range=(first_on, last_on),
            kind="invoice",
            cancelled_at__isnull=True,
        )
        .values_list("customer_id", "currency")
        .annotate(total=Sum("total_minor"))
    )
    return {(customer, currency): int(total) for customer, currency, total in rows}


def received_by_due(due_ids: Iterable[int]) -> dict[int, int]:
    """What has been allocated to some due dates so far."""
    rows = (
        Allocation.objects.filter(due_id__in=list(due_ids), ended_on__isnull=True)
        .values_list("due_id")
        .annotate(paid=Sum("amount_minor"))
    )
    return {due: int(paid) for due, paid in rows}


def received_between(
    customer_ids: Iterable[int], first_on: date, last_on: date
) -> dict[tuple[int, str], list[tuple[date, int]]]:
    """Money received from some customers in a period, by customer and currency."""
    rows = Payment.objects.filter(
        customer_id__in=list(customer_ids), received_on__range=(first_on, last_on), cancelled_at__isnull=True
    ).exclude(method="other_credit")
    found: dict[tuple[int, str], list[tuple[date, int]]] = defaultdict(list)
    for customer, currency, on, minor in rows.order_by("received_on", "id").values_list(
        "customer_id", "currency", "received_on", "amount_minor"
    ):
        found[(customer, currency)].append((on, minor))
    return dict(found)


def received_in_total(entity_id: int, first_on: date, last_on: date) -> dict[str, int]:
    """Money received in a period, by currency."""
    rows = Payment.objects.filter(
        entity_id=entity_id, received_on__range=(first_on, last_on), cancelled_at__isnull=True
    ).exclude(method="other_credit")
    return {
        currency: int(total)
        for currency, total in rows.values_list("currency").annotate(total=Sum("amount_minor"))
    }


def cash_known_to(entity_id: int) -> date | None:
    """The day up to which cash is known (ruling 8), or None when the bank was never read."""
    rows = CashConfirmation.objects.filter(entity_id=entity_id, withdrawn_at__isnull=True)
    return rows.aggregate(latest=Max("known_to"))["latest"]


def balances_on(customer_ids: Iterable[int], on: date) -> dict[tuple[int, str], int]:
    """What each customer owed at the end of a day, by currency, computed from the facts alone."""
    ids = list(customer_ids)
    balance: dict[tuple[int, str], int] = defaultdict(int)
    sides = (
        (Invoice, "total_minor", "issued_on", 1),
        (CreditNote, "total_minor", "issued_on", -1),
        (Payment, "amount_minor", "received_on", -1),
    )
    for model, amount, day, sign in sides:
        rows = model.objects.filter(customer_id__in=ids, cancelled_at__isnull=True, **{f"{day}__lte": on})
        for customer, currency, total in rows.values_list("customer_id", "currency").annotate(
            total=Sum(amount)
        ):
            balance[(customer, currency)] += sign * int(total)
    return dict(balance)


def aged_balance(entity_id: int, today: date, *, customer_id: int | None = None) -> list[AgedBalance]:
    """The aged balance of an entity (or of one customer) by currency: grouped by the database."""
    dues = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0)
    credits = [
        model.objects.filter(entity_id=entity_id, unallocated_minor__gt=0, cancelled_at__isnull=True)
        for model in (Payment, CreditNote)
    ]
    if customer_id is not None:
        dues = dues.filter(customer_id=customer_id)
        credits = [rows.filter(customer_id=customer_id) for rows in credits]
    opens: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for currency, due_on, minor in (
        dues.values_list("currency", "due_on").annotate(minor=Sum("open_minor")).order_by("currency")
    ):
        opens[currency].append((due_on, int(minor)))
    free: dict[str, int] = defaultdict(int)
    for rows in credits:
        for currency, minor in rows.values_list("currency").annotate(minor=Sum("unallocated_minor")):
            free[currency] += int(minor)
    return [
        aged(opens[c], currency=c, unallocated_minor=free[c], today=today) for c in sorted({*opens, *free})
    ]


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


def open_dues_of(customer_id: int, currency: str) -> list[InvoiceDue]:
    """Open due dates of one customer in one currency, oldest first."""
    return list(
        InvoiceDue.objects.filter(customer_id=customer_id, currency=currency, open_minor__gt=0)
        .select_related("invoice")
        .order_by("due_on", "id")
    )


def has_books(entity_id: int) -> bool:
    """Whether an entity has any customer or invoice yet."""
    return Customer.objects.filter(entity_id=entity_id).exists()


def first_invoice_paid(customer_ids: Iterable[int]) -> set[int]:
    """Customers who have paid at least one invoice in full or in part, ever."""
    return set(
        Payment.objects.filter(customer_id__in=list(customer_ids), cancelled_at__isnull=True)
        .values_list("customer_id", flat=True)
        .distinct()
    )


def median_invoice(entity_id: int, currency: str, *, fewest: int) -> int | None:
    """The entity's median invoice in minor units; None when there are fewer than `fewest`."""
    totals = Invoice.objects.filter(
        entity_id=entity_id, currency=currency, kind="invoice", cancelled_at__isnull=True
    ).order_by("total_minor")
    counted = totals.count()
    return totals.values_list("total_minor", flat=True)[counted // 2] if counted >= fewest else None


def outstanding_by_customer(customer_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """Open amounts by customer and currency, credits not deducted."""
    rows = (
        InvoiceDue.objects.filter(customer_id__in=list(customer_ids), open_minor__gt=0)
        .values_list("customer_id", "currency")
        .annotate(total=Sum("open_minor"))
    )
    return {(customer, currency): int(total) for customer, currency, total in rows}


def parts_paid(due_ids: Iterable[int]) -> dict[int, list[tuple[date, int]]]:
    """What has been paid so far on due dates that are still open: days and amounts."""
    rows = Allocation.objects.filter(due_id__in=list(due_ids), ended_on__isnull=True, payment__isnull=False)
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for due, on, minor in rows.order_by("allocated_on", "id").values_list(
        "due_id", "payment__received_on", "amount_minor"
    ):
        found[due].append((on, minor))
    return dict(found)


def free_credits_in(entity_id: int) -> dict[tuple[int, str], int]:
    """Money and credit notes not yet allocated in a whole entity, by customer and currency."""
    free: dict[tuple[int, str], int] = defaultdict(int)
    for model in (Payment, CreditNote):
        rows = model.objects.filter(entity_id=entity_id, unallocated_minor__gt=0, cancelled_at__isnull=True)
        for customer, currency, minor in rows.values_list("customer_id", "currency").annotate(
            free=Sum("unallocated_minor")
        ):
            free[(customer, currency)] += int(minor)
    return dict(free)


def customers_due_between(entity_id: int, first_on: date, last_on: date) -> list[tuple[int, str]]:
    """Customers and currencies with an open amount that falls due in a period, both days included."""
    rows = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0, due_on__range=(first_on, last_on))
    return list(rows.order_by("customer_id", "currency").values_list("customer_id", "currency").distinct())
