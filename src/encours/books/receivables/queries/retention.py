"""Until when the books of customers are kept, and whose period is over."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q

from encours.books.receivables.models import CreditNote, Customer, Invoice, Payment, RetentionPeriod


def own_retention(entity_id: int) -> int | None:
    """The years that a company has set itself, or None."""
    return RetentionPeriod.objects.filter(entity_id=entity_id).values_list("years", flat=True).first()


def last_movements_of(customer_ids: Iterable[int]) -> dict[int, date]:
    """The last day on which something was invoiced to, paid by or credited to each of some customers."""
    ids = list(customer_ids)
    found: dict[int, date] = {}
    for model, field in ((Invoice, "issued_on"), (Payment, "received_on"), (CreditNote, "issued_on")):
        rows = (
            model._default_manager.filter(customer_id__in=ids).values("customer_id").annotate(last=Max(field))
        )
        for row in rows.order_by():
            known = found.get(row["customer_id"])
            found[row["customer_id"]] = row["last"] if known is None else max(known, row["last"])
    return found


def not_anonymised(entity_id: int) -> list[Customer]:
    """The customers of a company that still have a name, in the order of their numbers."""
    return list(Customer.objects.filter(entity_id=entity_id, anonymised_at__isnull=True).order_by("pk"))


def quiet_since(entity_id: int, cut_on: date, *, most: int) -> list[int]:
    """Customers with a name, with whom something was booked, and nothing on or after a day; the oldest first."""
    rows = Customer.objects.filter(entity_id=entity_id, anonymised_at__isnull=True)
    ever = Q()
    for model, field in ((Invoice, "issued_on"), (Payment, "received_on"), (CreditNote, "issued_on")):
        booked = model._default_manager.filter(customer_id=OuterRef("pk"))
        rows = rows.filter(~Exists(booked.filter(**{f"{field}__gte": cut_on})))
        ever |= Q(Exists(booked))
    return list(rows.filter(ever).order_by("pk").values_list("pk", flat=True)[:most])
