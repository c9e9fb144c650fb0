"""What the books lack before anything can be asked for: addresses, due dates, copies."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

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
    """How much is missing, as far as the first open due dates tell: four statements."""
    first = _opens(entity_id).order_by("customer_id", "currency", "due_on", "open_minor", "invoice_id")[
        :LOOKED_AT
    ]
    is_whole = len(_opens(entity_id).values_list("pk")[: LOOKED_AT + 1]) <= LOOKED_AT
    invoices = Invoice.objects.filter(entity_id=entity_id, pk__in=first.values("invoice_id"))
    unreachable = Customer.objects.filter(entity_id=entity_id, pk__in=first.values("customer_id"))
    return Gaps(
        without_address=up_to_most(unreachable.filter(~_has_address()), is_whole=is_whole),
        due_assumed=up_to_most(invoices.filter(is_due_assumed=True), is_whole=is_whole),
        without_copy=up_to_most(invoices.filter(document__isnull=True, kind="invoice"), is_whole=is_whole),
    )


def up_to_most(rows: QuerySet[Any], *, is_whole: bool = True) -> Counted:
    """How many rows there are, read until there are more than a page tells."""
    return Counted(len(rows.order_by().values_list("pk")[: MOST + 1]), is_whole)


def owing_without_address(entity_id: int) -> QuerySet[Customer]:
    """Customers with something open and no usable e-mail."""
    owing = _opens(entity_id).values("customer_id")
    return Customer.objects.filter(~_has_address(), entity_id=entity_id, pk__in=owing)


def open_invoices(entity_id: int) -> QuerySet[Invoice]:
    """Invoices of which something is still open."""
    return Invoice.objects.filter(entity_id=entity_id, pk__in=_opens(entity_id).values("invoice_id"))


def _opens(entity_id: int) -> QuerySet[InvoiceDue]:
    return InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0)


def _has_address() -> Exists:
    usable = Contact.objects.filter(removed_at__isnull=True, bounced_at__isnull=True, accepts_email=True)
    return Exists(usable.filter(customer=OuterRef("pk")).exclude(email=""))
