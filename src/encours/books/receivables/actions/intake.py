"""Taking in many rows at once from a file, in the transaction of the flow that read it.

These do not write one journal entry per row: the flow writes one for the file, with its hash,
its counts and what was refused.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from encours.books.receivables.actions.allocation import store
from encours.books.receivables.actions.credits import build_credit_note, build_payment
from encours.books.receivables.actions.customers import bring_back, build, build_contacts
from encours.books.receivables.actions.invoices import build as build_invoice
from encours.books.receivables.models import Contact, Customer, Invoice, InvoiceDue
from encours.books.receivables.rules.drafts import (
    AllocationDraft,
    ContactDraft,
    CreditNoteDraft,
    CustomerDraft,
    InvoiceDraft,
    PaymentDraft,
)
from encours.books.receivables.rules.party import ContactRole, CustomerKind
from encours.ground.evidence.acts import Act
from encours.ground.kernel.text import company_key, search_key
from encours.ground.plumbing.bulk import insert_in_order, insert_rows

_SIZE = 1000


def take_customers(act: Act, drafts: Sequence[CustomerDraft]) -> list[int]:
    """Many new customers with their contacts; ids in order."""
    rows = [build(act, draft) for draft in drafts]
    insert_in_order(rows)
    people = [
        person
        for row, draft in zip(rows, drafts, strict=True)
        for person in build_contacts(row.pk, draft.contacts)
    ]
    insert_rows(people)
    return [row.pk for row in rows]


def take_details(act: Act, details: Mapping[int, Mapping[str, object]]) -> int:
    """Fields that a file adds to customers that exist already (id → field → value); returns how many."""
    rows = list(Customer.objects.filter(entity_id=act.entity_id, pk__in=details))
    for row in rows:
        for name, value in details[row.pk].items():
            setattr(row, name, value.value if isinstance(value, CustomerKind) else value)
        row.search_key, row.company_key = search_key(row.name), company_key(row.name)
    fields = sorted({name for told in details.values() for name in told} | {"search_key", "company_key"})
    return Customer.objects.bulk_update(rows, fields, batch_size=300)


def take_contact_details(act: Act, details: Mapping[int, Mapping[str, object]]) -> int:
    """What a file adds to people known by their address alone (contact id → field → value); how many."""
    rows = list(Contact.objects.filter(customer__entity_id=act.entity_id, pk__in=details))
    for row in rows:
        for name, value in details[row.pk].items():
            setattr(row, name, value.value if isinstance(value, ContactRole) else value)
    fields = sorted({name for told in details.values() for name in told})
    return Contact.objects.bulk_update(rows, fields, batch_size=300)


def take_due_dates(act: Act, due_dates: Mapping[int, date]) -> set[int]:
    """True due dates that a file tells of invoices whose dates were assumed (due id → day); whose they are."""
    ids = sorted(due_dates)
    customers: set[int] = set()
    for start in range(0, len(ids), _SIZE):
        part = InvoiceDue.objects.filter(entity_id=act.entity_id, pk__in=ids[start : start + _SIZE])
        rows = list(part)
        for row in rows:
            row.due_on = due_dates[row.pk]
        InvoiceDue.objects.bulk_update(rows, ["due_on"], batch_size=300)
        Invoice.objects.filter(pk__in=[row.invoice_id for row in rows]).update(is_due_assumed=False)
        customers |= {row.customer_id for row in rows}
    return customers


def take_contacts(act: Act, drafts: Sequence[tuple[int, ContactDraft]]) -> int:
    """Many contacts of customers that exist already (customer id, draft); returns how many."""
    with_main = set(
        Contact.objects.filter(
            customer_id__in=[pk for pk, _ in drafts], is_main=True, removed_at__isnull=True
        ).values_list("customer_id", flat=True)
    )
    rows = []
    for customer_id, draft in drafts:
        (row,) = build_contacts(customer_id, (draft,))
        row.is_main = customer_id not in with_main
        with_main.add(customer_id)
        rows.append(row)
    insert_rows(rows)
    return len(rows)


def take_invoices(act: Act, drafts: Sequence[InvoiceDraft]) -> list[list[int]]:
    """Many debits; for each, the ids of its due dates in order."""
    built = [build_invoice(act, draft) for draft in drafts]
    rows = [row for row, _ in built]
    insert_in_order(rows)
    dues = []
    for row, (_, parts) in zip(rows, built, strict=True):
        for due in parts:
            due.invoice = row
            dues.append(due)
    insert_in_order(dues)
    bring_back(act, (draft.customer_id for draft in drafts))
    return [[due.pk for due in parts] for _, parts in built]


def take_credit_notes(act: Act, drafts: Sequence[CreditNoteDraft]) -> list[int]:
    """Many credit notes; ids in order."""
    rows = [build_credit_note(act, draft) for draft in drafts]
    insert_in_order(rows)
    return [row.pk for row in rows]


def take_payments(act: Act, drafts: Sequence[PaymentDraft]) -> list[int]:
    """Many payments; ids in order."""
    rows = [build_payment(act, draft) for draft in drafts]
    insert_in_order(rows)
    return [row.pk for row in rows]


def take_allocations(act: Act, drafts: Sequence[AllocationDraft]) -> int:
    """Many allocations at once; returns how many."""
    store(drafts)
    return len(drafts)
