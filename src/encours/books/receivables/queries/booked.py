"""What of a file is in the books already: a few statements for a whole file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from django.db.models import Max, QuerySet

from encours.books.receivables.models import (
    Allocation,
    Contact,
    CreditNote,
    Customer,
    Invoice,
    InvoiceDue,
    Payment,
)
from encours.books.receivables.rules.booked import (
    BookedContact,
    BookedCredit,
    BookedCustomer,
    BookedDebit,
    BookedDue,
)
from encours.books.receivables.rules.party import CustomerKind, ItemKind
from encours.ground.kernel.text import number_key

_AT_ONCE = 5000

Value = TypeVar("Value", int, str)


def booked_customers(entity_id: int) -> list[BookedCustomer]:
    """Every customer of an entity, archived ones too."""
    names = [name for name in BookedCustomer.__slots__ if name != "kind"]
    rows = Customer.objects.filter(entity_id=entity_id).order_by("id").values("kind", *names)
    return [BookedCustomer(**{**row, "kind": CustomerKind(row["kind"])}) for row in rows.iterator(_AT_ONCE)]


def booked_contacts(customer_ids: Iterable[int]) -> list[BookedContact]:
    """The people at some customers, those removed too."""
    found: list[BookedContact] = []
    for part in _parts(customer_ids):
        rows = Contact.objects.filter(customer_id__in=part).order_by("id")
        values = rows.values_list("id", "customer_id", "name", "email", "phone", "language", "removed_at")
        found += [BookedContact(*row[:-1], row[-1] is not None) for row in values]
    return found


def booked_debits(entity_id: int, numbers: Iterable[str]) -> dict[str, BookedDebit]:
    """Debits of an entity by number, as written; a cancelled one only where no other stands."""
    found: dict[str, BookedDebit] = {}
    for part in _parts(numbers):
        for debit in _debits(Invoice.objects.filter(entity_id=entity_id, number__in=part)):
            if not debit.is_cancelled or debit.number not in found or found[debit.number].is_cancelled:
                found[debit.number] = debit
    return found


def booked_credit_notes(entity_id: int, numbers: Iterable[str]) -> dict[str, BookedCredit]:
    """Credit notes of an entity by number, as written; a cancelled one only where no other stands."""
    found: dict[str, BookedCredit] = {}
    for part in _parts(numbers):
        for row in CreditNote.objects.filter(entity_id=entity_id, number__in=part).order_by("id"):
            if row.cancelled_at is not None and row.number in found and not found[row.number].is_cancelled:
                continue
            found[row.number] = BookedCredit(
                id=row.pk,
                customer_id=row.customer_id,
                key=row.number,
                on=row.issued_on,
                currency=row.currency,
                total_minor=row.total_minor,
                free_minor=row.unallocated_minor,
                is_cancelled=row.cancelled_at is not None,
            )
    return found


def booked_payments(
    entity_id: int,
    first_on: date,
    last_on: date,
    *,
    customer_ids: Iterable[int] | None = None,
    keys: Iterable[str] = (),
) -> list[BookedCredit]:
    """Money received by an entity in a period, both days included, and that of some origins; cancelled too.

    With `customer_ids`, that of these alone, and that of the origins, whoever it is from.
    """
    everything = Payment.objects.filter(entity_id=entity_id).order_by("id")
    found: dict[int, BookedCredit] = {}
    in_period = everything.filter(received_on__range=(first_on, last_on))
    ranges = [in_period]
    if customer_ids is not None:
        ranges = [in_period.filter(customer_id__in=part) for part in _parts(customer_ids)]
    for rows in [*ranges, *(everything.filter(source_key__in=part) for part in _parts(keys))]:
        for row in rows.iterator(_AT_ONCE):
            found[row.pk] = BookedCredit(
                id=row.pk,
                customer_id=row.customer_id,
                key=row.source_key,
                on=row.received_on,
                currency=row.currency,
                total_minor=row.amount_minor,
                free_minor=row.unallocated_minor,
                is_cancelled=row.cancelled_at is not None,
            )
    return list(found.values())


def booked_open_debits(customer_ids: Iterable[int]) -> list[BookedDebit]:
    """Debits of some customers of which something is open."""
    found: list[BookedDebit] = []
    for part in _parts(customer_ids):
        opens = InvoiceDue.objects.filter(customer_id__in=part, open_minor__gt=0).values("invoice_id")
        found += _debits(Invoice.objects.filter(pk__in=opens))
    return found


def openings_in(entity_id: int) -> dict[tuple[int, str], date]:
    """The day of the balance brought forward with which the books of customers begin, by currency.

    Items brought forward under a number of their own are known by it, and are not asked for here.
    """
    sides = (
        (Invoice.objects.filter(kind=ItemKind.OPENING.value, number__startswith="AN "), "issued_on"),
        (Payment.objects.filter(source_key__startswith="opening:"), "received_on"),
    )
    found: dict[tuple[int, str], date] = {}
    for rows, day in sides:
        standing = rows.filter(entity_id=entity_id, cancelled_at__isnull=True)
        for customer, currency, latest in standing.values_list("customer_id", "currency").annotate(Max(day)):
            account = (customer, currency)
            found[account] = max(latest, found.get(account, latest))
    return found


def open_numbers_by_key(entity_id: int) -> dict[str, str]:
    """The numbers of open debits by `number_key`, for numbers that somebody wrote in another manner."""
    opens = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0)
    return {number_key(number): number for number in opens.values_list("invoice__number", flat=True)}


def copies_by_number(entity_id: int, *, only_open: bool) -> dict[str, tuple[int, int | None]]:
    """Invoices that are not cancelled, by number as written: (id, its copy if it has one)."""
    rows = Invoice.objects.filter(entity_id=entity_id, cancelled_at__isnull=True)
    if only_open:
        opens = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0).values("invoice_id")
        rows = rows.filter(pk__in=opens)
    return {number: (pk, copy) for number, pk, copy in rows.values_list("number", "id", "document_id")}


def allocated_pairs(
    payment_ids: Iterable[int], credit_note_ids: Iterable[int]
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The due dates that some payments and some credit notes ever paid, undone ones too, by credit."""
    by_payment: dict[int, set[int]] = defaultdict(set)
    by_note: dict[int, set[int]] = defaultdict(set)
    for name, ids, found in (("payment", payment_ids, by_payment), ("credit_note", credit_note_ids, by_note)):
        for part in _parts(ids):
            rows = Allocation.objects.filter(**{f"{name}_id__in": part})
            for credit, due in rows.values_list(f"{name}_id", "due_id"):
                found[credit].add(due)
    return dict(by_payment), dict(by_note)


def _debits(rows: QuerySet[Invoice]) -> list[BookedDebit]:
    """Debits with their due dates: plain values, since a file may meet all of the books."""
    values = list(
        rows.order_by("id").values_list(
            "id", "customer_id", "kind", "number", "issued_on", "currency", "total_minor", "cancelled_at",
            "is_due_assumed",
        )
    )  # fmt: skip
    dues: dict[int, list[BookedDue]] = defaultdict(list)
    for part in _parts(value[0] for value in values):
        found = InvoiceDue.objects.filter(invoice_id__in=part).order_by("due_on", "id")
        for invoice, pk, due_on, amount, left in found.values_list(
            "invoice_id", "id", "due_on", "amount_minor", "open_minor"
        ):
            dues[invoice].append(BookedDue(pk, due_on, amount, left))
    return [
        BookedDebit(
            id=pk,
            customer_id=customer,
            kind=ItemKind(kind),
            number=number,
            issued_on=issued_on,
            currency=currency,
            total_minor=total_minor,
            is_cancelled=cancelled_at is not None,
            is_due_assumed=is_due_assumed,
            dues=tuple(dues[pk]),
        )
        for pk, customer, kind, number, issued_on, currency, total_minor, cancelled_at, is_due_assumed in values
    ]


def _parts(values: Iterable[Value]) -> Iterator[list[Value]]:
    everything = sorted(set(values))
    for start in range(0, len(everything), _AT_ONCE):
        yield everything[start : start + _AT_ONCE]


def payment_under(entity_id: int, source_key: str) -> int | None:
    """The payment that stands under a key of its origin; None where there is none, or it was cancelled."""
    rows = Payment.objects.filter(entity_id=entity_id, source_key=source_key, cancelled_at__isnull=True)
    return rows.values_list("pk", flat=True).first() if source_key else None
