"""What is open: due dates, credits not yet allocated, balances, the aged balance."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Min, Q, Sum

from encours.books.receivables.models import CreditNote, Invoice, InvoiceDue, Payment
from encours.books.receivables.rules.aging import AgedBalance, aged
from encours.books.receivables.rules.open_item import OpenItem
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.plain_rows import plain_rows


@quick_dataclass(frozen=True, slots=True)
class Owing:
    """One customer in one currency with something past due."""

    customer_id: int
    currency: str
    overdue_minor: int
    oldest_due_on: date


def owing_customers(entity_id: int, *, due_before: date) -> list[Owing]:
    """Every customer and currency with an open amount due before a day: one statement."""
    rows = (
        InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0, due_on__lt=due_before)
        .values_list("customer_id", "currency")
        .annotate(overdue=Sum("open_minor"), oldest=Min("due_on"))
        .order_by("customer_id", "currency")
    )
    return [Owing(customer, currency, int(overdue), oldest) for customer, currency, overdue, oldest in rows]


def overdue_in_total(entity_id: int, currency: str, *, due_before: date) -> int | None:
    """What is overdue in all, each customer's credits counted first: as the sum of `owing_customers` less credits.

    In minor units; None when nobody is late. Only those customers are read who have something not allocated.
    """
    late = InvoiceDue.objects.filter(
        entity_id=entity_id, currency=currency, open_minor__gt=0, due_on__lt=due_before
    )
    total = late.aggregate(minor=Sum("open_minor"))["minor"]
    if total is None:
        return None
    free = {customer: minor for (customer, c), minor in free_credits_in(entity_id).items() if c == currency}
    owed = late.filter(customer_id__in=list(free)).values_list("customer_id").annotate(Sum("open_minor"))
    return int(total) - sum(min(int(minor), free[customer]) for customer, minor in owed.order_by())


def open_items_of(
    customer_ids: Iterable[int], *, due_before: date | None = None, entity_id: int | None = None
) -> dict[int, list[OpenItem]]:
    """All open due dates of some customers, oldest first, by customer.

    entity_id: whose customers they are, where all are of one: an index then tells all but the invoice.
    """
    rows = InvoiceDue.objects.filter(Among("customer_id", customer_ids), open_minor__gt=0)
    if entity_id is not None:
        rows = rows.filter(entity_id=entity_id)
    if due_before is not None:
        rows = rows.filter(due_on__lt=due_before)
    found: dict[int, list[OpenItem]] = defaultdict(list)
    values = rows.order_by("customer_id", "due_on", "id").values_list(
        "id", "invoice_id", "customer_id", "invoice__number", "invoice__kind", "invoice__issued_on",
        "due_on", "currency", "amount_minor", "open_minor", "invoice__document_id", "invoice__is_due_assumed",
    )  # fmt: skip
    for value in plain_rows(values):
        found[value[2]].append(OpenItem(*value))
    return dict(found)


def entered_when_late(
    customer_ids: Iterable[int], *, due_before: date
) -> dict[tuple[int, str], list[tuple[date, datetime]]]:
    """What is open and was due before a day, by customer and currency: due date, and when it came into the books."""
    rows = InvoiceDue.objects.filter(
        Among("customer_id", customer_ids), open_minor__gt=0, due_on__lt=due_before
    )
    found: dict[tuple[int, str], list[tuple[date, datetime]]] = defaultdict(list)
    for customer, currency, due_on, entered_at in rows.values_list(
        "customer_id", "currency", "due_on", "invoice__created_at"
    ):
        found[customer, currency].append((due_on, entered_at))
    return dict(found)


def customers_due_between(entity_id: int, first_on: date, last_on: date) -> list[tuple[int, str]]:
    """Customers and currencies with an open amount that falls due in a period, both days included."""
    rows = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0, due_on__range=(first_on, last_on))
    return list(rows.order_by("customer_id", "currency").values_list("customer_id", "currency").distinct())


def open_in_total_of(customer_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """What some customers owe in all, late or not, by customer and currency, their credits in our hands taken off."""
    ids = list(customer_ids)
    rows = InvoiceDue.objects.filter(Among("customer_id", ids), open_minor__gt=0)
    sums = rows.values_list("customer_id", "currency").annotate(minor=Sum("open_minor")).order_by()
    free = free_credits_of(ids)
    return {
        (customer, currency): max(0, int(minor) - free.get((customer, currency), 0))
        for customer, currency, minor in sums
    }


def open_of_invoices(invoice_ids: Iterable[int]) -> dict[int, int]:
    """What is open of some invoices; one of which nothing is open is absent."""
    rows = InvoiceDue.objects.filter(Among("invoice_id", invoice_ids), open_minor__gt=0)
    sums = rows.values_list("invoice_id").annotate(minor=Sum("open_minor")).order_by()
    return {invoice: int(minor) for invoice, minor in sums}


def free_credits_of(customer_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """Money and credit notes not yet allocated, by customer and currency."""
    return _free(Among("customer_id", customer_ids))


def free_credits_in(entity_id: int) -> dict[tuple[int, str], int]:
    """Money and credit notes not yet allocated in a whole entity, by customer and currency."""
    return _free(Q(entity_id=entity_id))


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
        sums = rows.values_list("customer_id", "currency").annotate(total=Sum(amount))
        for customer, currency, total in sums:
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
    by_day = dues.values_list("currency", "due_on").annotate(minor=Sum("open_minor")).order_by("currency")
    for currency, due_on, minor in by_day:
        opens[currency].append((due_on, int(minor)))
    free: dict[str, int] = defaultdict(int)
    for rows in credits:
        for currency, minor in rows.values_list("currency").annotate(minor=Sum("unallocated_minor")):
            free[currency] += int(minor)
    return [
        aged(opens[c], currency=c, unallocated_minor=free[c], today=today) for c in sorted({*opens, *free})
    ]


def _free(whose: Q | Among) -> dict[tuple[int, str], int]:
    free: dict[tuple[int, str], int] = defaultdict(int)
    for model in (Payment, CreditNote):
        rows = model.objects.filter(whose, unallocated_minor__gt=0, cancelled_at__isnull=True)
        sums = rows.values_list("customer_id", "currency").annotate(free=Sum("unallocated_minor"))
        for customer, currency, minor in plain_rows(sums):
            free[(customer, currency)] += int(minor)
    return dict(free)
