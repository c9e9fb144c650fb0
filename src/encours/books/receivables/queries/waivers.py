"""Reads what was given up: of some customers, of an entity in a period, with the due dates that it closed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from encours.books.receivables.models import Allocation, CreditNote, Customer
from encours.books.receivables.rules.party import WAIVED, CreditKind
from encours.books.receivables.rules.waivers import Waived
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money

_KINDS = sorted(kind.value for kind in WAIVED)


def waived_of(customer_ids: Iterable[int], *, with_cancelled: bool = False) -> dict[int, list[Waived]]:
    """What was given up of some customers, the latest first. Two statements."""
    rows = CreditNote.objects.filter(customer_id__in=sorted(set(customer_ids)), kind__in=_KINDS)
    found: dict[int, list[Waived]] = defaultdict(list)
    for one in _read(rows if with_cancelled else rows.filter(cancelled_at__isnull=True)):
        found[one.customer_id].append(one)
    return dict(found)


def waived_between(entity_id: int, since: date, until: date) -> list[Waived]:
    """What an entity gave up in a period, both days included, the latest first; taken back ones too."""
    rows = CreditNote.objects.filter(entity_id=entity_id, kind__in=_KINDS, issued_on__range=(since, until))
    return _read(rows)


def waiver(entity_id: int, credit_note_id: int) -> Waived | None:
    """One booking of something given up."""
    found = _read(CreditNote.objects.filter(entity_id=entity_id, kind__in=_KINDS, pk=credit_note_id))
    return found[0] if found else None


def given_up(entity_id: int) -> list[int]:
    """The customers of an entity of whom something stands written off."""
    rows = CreditNote.objects.filter(
        entity_id=entity_id, kind=CreditKind.WRITE_OFF.value, cancelled_at__isnull=True
    )
    return sorted(set(rows.values_list("customer_id", flat=True)))


def prepaying(customer_ids: Iterable[int]) -> dict[int, date]:
    """Who of some customers pays with the order, and since when."""
    rows = Customer.objects.filter(pk__in=sorted(set(customer_ids)), prepays_since__isnull=False)
    return {pk: since for pk, since in rows.values_list("pk", "prepays_since") if since is not None}


def _read(rows: QuerySet[CreditNote]) -> list[Waived]:
    notes = list(rows.select_related("entity").order_by("-issued_on", "-pk"))
    zone = notes[0].entity.time_zone if notes else ""
    dues: dict[int, list[tuple[int, int]]] = defaultdict(list)
    paid = Allocation.objects.filter(credit_note__in=[row.pk for row in notes], ended_on__isnull=True)
    for note, due, minor in paid.order_by("pk").values_list("credit_note_id", "due_id", "amount_minor"):
        if note is not None:
            dues[note].append((due, minor))
    return [
        Waived(
            id=row.pk,
            customer_id=row.customer_id,
            kind=CreditKind(row.kind),
            number=row.number,
            on=row.issued_on,
            amount=Money(row.total_minor, row.currency),
            vat_minor=row.vat_minor,
            reason=row.reason,
            ground=row.ground,
            cancelled_on=local_date(row.cancelled_at, zone) if row.cancelled_at else None,
            dues=tuple(dues[row.pk]),
        )
        for row in notes
    ]


def oldest_due_of_waiver(credit_note_id: int) -> date | None:
    """The oldest due date that something given up closed."""
    rows = Allocation.objects.filter(credit_note_id=credit_note_id)
    return rows.order_by("due__due_on").values_list("due__due_on", flat=True).first()


def invoices_of_waiver(credit_note_id: int) -> list[str]:
    """The numbers of the invoices that something given up closed, now or before it was taken back."""
    rows = Allocation.objects.filter(credit_note_id=credit_note_id)
    numbers = rows.order_by("due__due_on").values_list("due__invoice__number", flat=True)
    return list(dict.fromkeys(numbers))
