"""What the books lack before anything can be asked for: addresses, due dates, copies."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from encours.books.receivables.models import Contact, Customer, Invoice, InvoiceDue
from encours.books.receivables.rules.counted import MOST, Counted
from encours.ground.plumbing.asked_once import asked_once

LOOKED_AT = 2_000
"""So many open due dates are looked at for what is missing: figures stand on every page. Whoever has more
open is told of what was found among them; the lists themselves always show everything."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many customers or invoices lack something, among those that owe."""

    without_address: Counted
    due_assumed: Counted
    without_copy: Counted


@asked_once
def gaps(entity_id: int) -> Gaps:
    """How much is missing, as far as the first open due dates tell: three statements."""
    found = _opens(entity_id).order_by("customer_id", "currency", "due_on", "open_minor", "invoice_id")
    first = list(found.values_list("customer_id", "invoice_id")[: LOOKED_AT + 1])
    is_whole, first = len(first) <= LOOKED_AT, first[:LOOKED_AT]
    unreachable = Customer.objects.filter(~_has_address(), pk__in={customer for customer, _ in first})
    missing = Invoice.objects.filter(pk__in={invoice for _, invoice in first}).aggregate(
        assumed=Count("pk", filter=Q(is_due_assumed=True)),
        copies=Count("pk", filter=Q(document__isnull=True, kind="invoice")),
    )
    return Gaps(
        without_address=up_to_most(unreachable, is_whole=is_whole),
        due_assumed=Counted(min(missing["assumed"], MOST + 1), is_whole),
        without_copy=Counted(min(missing["copies"], MOST + 1), is_whole),
    )


def up_to_most(rows: QuerySet[Any], *, is_whole: bool = True) -> Counted:
    """How many rows there are, read until there are more than a page tells."""
    return Counted(len(rows.order_by().values_list("pk")[: MOST + 1]), is_whole)


def owing_without_address(entity_id: int) -> QuerySet[Customer]:
    """Customers with something open and no usable e-mail."""
    owing = _opens(entity_id).filter(customer=OuterRef("pk"))
    return Customer.objects.filter(~_has_address(), Exists(owing), entity_id=entity_id)


def _opens(entity_id: int) -> QuerySet[InvoiceDue]:
    return InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0)


def _has_address() -> Exists:
    usable = Contact.objects.filter(removed_at__isnull=True, bounced_at__isnull=True, accepts_email=True)
    return Exists(usable.filter(customer=OuterRef("pk")).exclude(email=""))
