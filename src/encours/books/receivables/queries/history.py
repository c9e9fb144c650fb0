"""What was invoiced and received, and up to which day cash is known."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, Q, QuerySet, Sum

from encours.books.receivables.models import Allocation, CashConfirmation, Invoice, InvoiceDue, Payment
from encours.books.receivables.rules.open_item import OpenItem
from encours.books.receivables.rules.party import ItemKind, PaymentMethod
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.asked_once import asked_once
from encours.ground.plumbing.plain_rows import plain_rows


@quick_dataclass(frozen=True, slots=True)
class PaidInvoice:
    """The life of one due date that is closed: when it was due, and what closed it.

    `payments` are money on its day; `credited_minor` is what closed it otherwise: credit notes, other
    credits, money of which nobody knows the day.
    """

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


def paid_invoices_of(
    entity_id: int, customer_ids: Iterable[int], *, since: date
) -> dict[int, list[PaidInvoice]]:
    """Closed due dates of some customers of an entity since a day, with what paid them: two statements."""
    closed = (
        InvoiceDue.objects.filter(
            Among("customer_id", customer_ids), entity_id=entity_id, open_minor=0, closed_on__gte=since
        )
        .filter(invoice__cancelled_at__isnull=True)
        .exclude(invoice__kind="other_debit")
        .order_by("customer_id", "closed_on", "id")
    )
    rows = plain_rows(
        closed.values_list(
            "id", "customer_id", "invoice_id", "invoice__number", "invoice__issued_on",
            "due_on", "closed_on", "amount_minor", "currency",
        )
    )  # fmt: skip
    paid, credited = _what_closed(row[0] for row in rows)
    found: dict[int, list[PaidInvoice]] = defaultdict(list)
    for row in rows:
        pk, customer = row[0], row[1]
        parts = tuple(sorted(paid[pk])) if pk in paid else ()
        facts = (*row[1:], parts, credited.get(pk, 0))
        found[customer].append(PaidInvoice(*facts))
    return dict(found)


def _what_closed(due_ids: Iterable[int]) -> tuple[dict[int, list[tuple[date, int]]], dict[int, int]]:
    """What paid some due dates (day and amount of each part), and what was credited on them."""
    paid: dict[int, list[tuple[date, int]]] = defaultdict(list)
    credited: dict[int, int] = defaultdict(int)
    parts = Allocation.objects.filter(Among("due_id", due_ids), ended_on__isnull=True)
    rows = parts.values_list("due_id", "amount_minor", "payment__method", "payment__received_on")
    for due, minor, method, received_on in plain_rows(rows):
        if method in (None, PaymentMethod.OTHER_CREDIT):
            credited[due] += minor
        else:
            paid[due].append((received_on, minor))
    return paid, credited


def invoiced_to(customer_ids: Iterable[int], first_on: date, last_on: date) -> dict[tuple[int, str], int]:
    """What was invoiced to some customers in a period (both days included), by currency."""
    rows = (
        _invoiced(first_on, last_on)
        .filter(Among("customer_id", customer_ids))
        .values_list("customer_id", "currency")
        .annotate(total=Sum("total_minor"))
    )
    return {(customer, currency): int(total) for customer, currency, total in plain_rows(rows)}


def revenues(entity_id: int, currency: str, first_on: date, last_on: date) -> list[int]:
    """What each customer of an entity bought in a period in a currency; in no order."""
    rows = (
        _invoiced(first_on, last_on)
        .filter(entity_id=entity_id, currency=currency)
        .values_list("customer_id")
        .annotate(total=Sum("total_minor"))
    )
    return [int(total) for _customer, total in plain_rows(rows)]


def counted_invoices(entity_id: int, *, after: int = 0) -> tuple[int, int]:
    """How many invoices of an entity stand behind a row, and the last of them."""
    rows = Invoice.objects.filter(entity_id=entity_id)
    # Behind none is all: said so, the smallest index answers.
    found = (rows.filter(pk__gt=after) if after else rows).aggregate(Count("pk"), last=Max("pk"))
    return int(found["pk__count"]), int(found["last"] or after)


def _invoiced(first_on: date, last_on: date) -> QuerySet[Invoice]:
    return Invoice.objects.filter(
        issued_on__range=(first_on, last_on), kind="invoice", cancelled_at__isnull=True
    )


def received_between(
    customer_ids: Iterable[int], first_on: date, last_on: date
) -> dict[tuple[int, str], list[tuple[date, int]]]:
    """Money received from some customers in a period, by customer and currency."""
    rows = Payment.objects.filter(
        Among("customer_id", customer_ids), received_on__range=(first_on, last_on), cancelled_at__isnull=True
    ).exclude(method="other_credit")
    found: dict[tuple[int, str], list[tuple[date, int]]] = defaultdict(list)
    for customer, currency, on, minor in rows.order_by("received_on", "id").values_list(
        "customer_id", "currency", "received_on", "amount_minor"
    ):
        found[(customer, currency)].append((on, minor))
    return dict(found)


def booked_out_between(
    customer_ids: Iterable[int], first_on: date, last_on: date
) -> dict[tuple[int, str], list[tuple[date, int]]]:
    """What was booked out of some customers' accounts in a period without an invoice: a returned payment, a refund."""
    rows = Invoice.objects.filter(
        Among("customer_id", customer_ids),
        kind=ItemKind.OTHER_DEBIT.value,
        issued_on__range=(first_on, last_on),
        cancelled_at__isnull=True,
    )
    found: dict[tuple[int, str], list[tuple[date, int]]] = defaultdict(list)
    for customer, currency, on, minor in rows.order_by("issued_on", "id").values_list(
        "customer_id", "currency", "issued_on", "total_minor"
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


def parts_paid_of(items: Iterable[OpenItem]) -> dict[int, list[tuple[date, int]]]:
    """What has been paid so far on some open due dates: days and amounts, by due date.

    Only those are asked for of which less is open than was asked: nothing is paid of the others.
    """
    begun = [item.due_id for item in items if item.open_minor < item.amount_minor]
    rows = Allocation.objects.filter(Among("due_id", begun), ended_on__isnull=True, payment__isnull=False)
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    values = rows.order_by("allocated_on", "id").values_list("due_id", "payment__received_on", "amount_minor")
    for due, on, minor in plain_rows(values):
        found[due].append((on, minor))
    return dict(found)


def first_invoice_paid(customer_ids: Iterable[int]) -> set[int]:
    """Customers who have paid at least one invoice in full or in part, ever."""
    paid = Payment.objects.filter(Among("customer_id", customer_ids), cancelled_at__isnull=True)
    return {customer for (customer,) in plain_rows(paid.values_list("customer_id").distinct())}


@asked_once
def cash_known_to(entity_id: int) -> date | None:
    """The day up to which cash is known (ruling 8), or None when the bank was never read."""
    rows = CashConfirmation.objects.filter(entity_id=entity_id, withdrawn_at__isnull=True)
    latest: date | None = rows.aggregate(latest=Max("known_to"))["latest"]
    return latest


def median_invoice(entity_id: int, currency: str, *, fewest: int, near: int | None = None) -> int | None:
    """The entity's median invoice in minor units; None when there are fewer than `fewest`.

    near: a former median. Only what lies between it and today's is put in order, not all invoices.
    """
    totals = Invoice.objects.filter(
        entity_id=entity_id, currency=currency, kind="invoice", cancelled_at__isnull=True
    )
    start = near or 0
    counts = totals.aggregate(
        all=Count("pk"),
        below=Count("pk", filter=Q(total_minor__lt=start)),
        same=Count("pk", filter=Q(total_minor=start)),
    )
    if counts["all"] < fewest:
        return None
    steps = counts["all"] // 2 - counts["below"]
    if 0 <= steps < counts["same"]:
        return start
    if steps >= 0:
        after = totals.filter(total_minor__gte=start).order_by("total_minor")
        return int(after.values_list("total_minor", flat=True)[steps])
    before = totals.filter(total_minor__lt=start).order_by("-total_minor")
    return int(before.values_list("total_minor", flat=True)[-steps - 1])
