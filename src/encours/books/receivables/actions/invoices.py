"""Debits: invoices typed in, cancelled, brought back, their due dates and copies."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from encours.books.receivables.actions.customers import bring_back
from encours.books.receivables.models import Allocation, Customer, Invoice, InvoiceDue
from encours.books.receivables.rules.drafts import InvoiceDraft, problem_of_invoice
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused


@transaction.atomic
def record_invoice(act: Act, draft: InvoiceDraft) -> int | Refused:
    """An invoice issued elsewhere, typed in; returns its id."""
    refusal = problem_of_invoice(draft, today=act.today) or _taken(act, draft)
    if refusal:
        return refusal
    row, dues = build(act, draft)
    row.save()
    for due in dues:
        due.invoice = row
    InvoiceDue.objects.bulk_create(dues)
    bring_back(act, [row.customer_id])
    evidence_actions.append(
        act.entry(
            "receivables.invoice_recorded",
            f"customer:{row.customer_id}",
            _recorded(draft),
            payload={"invoice": row.pk, "total_minor": row.total_minor, "currency": row.currency},
        )
    )
    return row.pk


def _recorded(draft: InvoiceDraft) -> Reason:
    """An invoice typed in, with its due date, or with each instalment when there are several."""
    amount = Money(draft.total_minor, draft.currency)
    if len(draft.dues) == 1:
        text = N_("Facture {number} saisie : {amount}, échéance {due_on}")
        return Reason(text, number=draft.number, amount=amount, due_on=draft.dues[0][0])
    dues = [
        Reason(N_("{amount} le {on}"), amount=Money(minor, draft.currency), on=on)
        for on, minor in sorted(draft.dues)
    ]
    text = N_("Facture {number} saisie : {amount}, échéances : {dues}")
    return Reason(text, number=draft.number, amount=amount, dues=dues)


@transaction.atomic
def cancel_invoice(act: Act, *, invoice_id: int) -> Refused | None:
    """Takes back an invoice typed in by mistake; refused while a payment or a credit note is on it."""
    row = Invoice.objects.select_for_update().get(entity_id=act.entity_id, pk=invoice_id)
    if row.cancelled_at:
        return Refused(Reason(N_("Cette facture est déjà annulée.")))
    if Allocation.objects.filter(due__invoice=row, ended_on__isnull=True).exists():
        return Refused(
            Reason(N_("Un règlement ou un avoir est affecté à cette facture : retirez-le d'abord."))
        )
    InvoiceDue.objects.filter(invoice=row).update(open_minor=0, closed_on=act.today)
    Invoice.objects.filter(pk=row.pk).update(cancelled_at=act.at)
    _journal(act, row, "receivables.invoice_cancelled", N_("Facture {number} annulée"))
    return None


@transaction.atomic
def restore_invoice(act: Act, *, invoice_id: int) -> Refused | None:
    """Brings a cancelled invoice back as it was; refused once its number was typed in again."""
    row = Invoice.objects.select_for_update().get(entity_id=act.entity_id, pk=invoice_id)
    if not row.cancelled_at:
        return Refused(Reason(N_("Cette facture n'est pas annulée.")))
    if taken := _number_taken(act, row.number):
        return taken
    InvoiceDue.objects.filter(invoice=row).update(open_minor=F("amount_minor"), closed_on=None)
    Invoice.objects.filter(pk=row.pk).update(cancelled_at=None)
    _journal(act, row, "receivables.invoice_restored", N_("Facture {number} rétablie"))
    return None


@transaction.atomic
def set_order_number(act: Act, *, invoice_id: int, po_number: str) -> Refused | None:
    """The customer's own order number of an invoice, without which many do not pay (R085)."""
    row = Invoice.objects.select_for_update().get(entity_id=act.entity_id, pk=invoice_id)
    number = " ".join(po_number.split())[:60]
    if not number:
        return Refused(Reason(N_("Indiquez le numéro de commande.")), "po_number")
    if row.cancelled_at:
        return Refused(Reason(N_("Cette facture est déjà annulée.")))
    if number != row.po_number:
        Invoice.objects.filter(pk=row.pk).update(po_number=number)
        text = N_("Facture {number} : numéro de commande du client noté")
        _journal(act, row, "receivables.order_number_set", text)
    return None


@transaction.atomic
def change_due_date(act: Act, *, due_id: int, due_on: date) -> Refused | None:
    """Corrects a due date (an assumed one, or one agreed anew)."""
    due = InvoiceDue.objects.select_related("invoice").get(entity_id=act.entity_id, pk=due_id)
    if due_on < due.invoice.issued_on:
        return Refused(Reason(N_("L'échéance ne peut pas précéder la date de facture.")), "due_on")
    InvoiceDue.objects.filter(pk=due.pk).update(due_on=due_on)
    Invoice.objects.filter(pk=due.invoice_id).update(is_due_assumed=False)
    evidence_actions.append(
        act.entry(
            "receivables.due_date_changed",
            f"customer:{due.customer_id}",
            Reason(
                N_("Échéance de la facture {number} : {new} au lieu du {old}"),
                number=due.invoice.number,
                new=due_on,
                old=due.due_on,
            ),
            payload={"invoice": due.invoice_id, "due": due.pk},
        )
    )
    return None


@transaction.atomic
def confirm_due_dates(act: Act) -> dict[int, int]:
    """The assumed due dates of what is open are right; customer id → how many invoices, told once for all."""
    opens = InvoiceDue.objects.filter(entity_id=act.entity_id, open_minor__gt=0).values("invoice_id")
    rows = Invoice.objects.filter(entity_id=act.entity_id, is_due_assumed=True, pk__in=opens)
    found = dict(Counter(rows.values_list("customer_id", flat=True)))
    rows.update(is_due_assumed=False)
    if found:
        count = sum(found.values())
        reason = Reason(N_("Échéances supposées confirmées : {count}"), count=count)
        subject = f"entity:{act.entity_id}"
        evidence_actions.append(
            act.entry("receivables.due_dates_confirmed", subject, reason, payload={"invoices": count})
        )
    return found


@transaction.atomic
def attach_copies(act: Act, documents: Mapping[int, int | None]) -> int:
    """Attaches copies (invoice id → document id; None takes a copy away); returns how many invoices changed."""
    rows = list(Invoice.objects.filter(entity_id=act.entity_id, pk__in=documents))
    for row in rows:
        row.document_id = documents[row.pk]
    Invoice.objects.bulk_update(rows, ["document"], batch_size=500)
    evidence_actions.append_many([_copy_entry(act, row) for row in rows])
    return len(rows)


def _copy_entry(act: Act, row: Invoice) -> evidence_actions.NewEntry:
    payload = {"invoice": row.pk, "document": row.document_id}
    if row.document_id is None:
        kind, text = "receivables.copy_removed", N_("Copie de la facture {number} retirée")
    else:
        kind, text = "receivables.copy_attached", N_("Copie de la facture {number} jointe")
    return act.entry(kind, f"customer:{row.customer_id}", Reason(text, number=row.number), payload=payload)


def build(act: Act, draft: InvoiceDraft) -> tuple[Invoice, list[InvoiceDue]]:
    """The rows of a draft, not stored yet."""
    row = Invoice(
        entity_id=act.entity_id,
        customer_id=draft.customer_id,
        kind=draft.kind.value,
        number=draft.number.strip(),
        issued_on=draft.issued_on,
        currency=draft.currency,
        total_minor=draft.total_minor,
        po_number=draft.po_number,
        is_due_assumed=draft.is_due_assumed,
        document_id=draft.document_id,
        created_at=act.at,
    )
    dues = [
        InvoiceDue(
            entity_id=act.entity_id,
            customer_id=draft.customer_id,
            currency=draft.currency,
            due_on=due_on,
            amount_minor=minor,
            open_minor=minor,
        )
        for due_on, minor in draft.dues
    ]
    return row, dues


def _taken(act: Act, draft: InvoiceDraft) -> Refused | None:
    if not Customer.objects.filter(entity_id=act.entity_id, pk=draft.customer_id).exists():
        return Refused(Reason(N_("Ce client n'existe pas.")), "customer")
    return _number_taken(act, draft.number.strip())


def _number_taken(act: Act, number: str) -> Refused | None:
    standing = Invoice.objects.filter(entity_id=act.entity_id, number=number, cancelled_at__isnull=True)
    if standing.exists():
        return Refused(Reason(N_("La facture {number} est déjà saisie."), number=number), "number")
    return None


def _journal(act: Act, row: Invoice, kind: str, text: str) -> None:
    reason = Reason(text, number=row.number)
    evidence_actions.append(
        act.entry(kind, f"customer:{row.customer_id}", reason, payload={"invoice": row.pk})
    )
