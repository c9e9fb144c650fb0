"""What the books lack before anything can be asked for: addresses, due dates, copies."""

from dataclasses import dataclass

from django.db.models import QuerySet

from encours.books.receivables.models import Contact, Customer, Invoice, InvoiceDue


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many customers or invoices lack something, among those that owe."""

    without_address: int
    due_assumed: int
    without_copy: int


def gaps(entity_id: int) -> Gaps:
    """How much is missing: three counts."""
    return Gaps(
        without_address=owing_without_address(entity_id).count(),
        due_assumed=open_invoices(entity_id).filter(is_due_assumed=True).count(),
        without_copy=open_invoices(entity_id).filter(document__isnull=True, kind="invoice").count(),
    )


def owing_without_address(entity_id: int) -> QuerySet[Customer]:
    """Customers with something open and no usable e-mail."""
    usable = Contact.objects.filter(removed_at__isnull=True, bounced_at__isnull=True, accepts_email=True)
    owing = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0).values("customer_id")
    with_address = usable.filter(customer__entity_id=entity_id).exclude(email="").values("customer_id")
    return Customer.objects.filter(entity_id=entity_id, pk__in=owing).exclude(pk__in=with_address)


def open_invoices(entity_id: int) -> QuerySet[Invoice]:
    """Invoices of which something is still open."""
    opens = InvoiceDue.objects.filter(entity_id=entity_id, open_minor__gt=0).values("invoice_id")
    return Invoice.objects.filter(entity_id=entity_id, pk__in=opens)
