"""Credits: payments and credit notes typed in, cancelled, brought back."""

from django.db import transaction

from encours.books.receivables.actions.allocation import allocate_what_is_certain, deallocate_credit
from encours.books.receivables.models import CreditNote, Customer, Payment
from encours.books.receivables.rules.drafts import CreditNoteDraft, PaymentDraft
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused


@transaction.atomic
def record_payment(act: Act, draft: PaymentDraft, *, named: str = "") -> int | Refused:
    """Money that came, typed in, allocated where that is certain; `named` is an invoice number."""
    refusal = _payment_problem(act, draft)
    if refusal:
        return refusal
    row = build_payment(act, draft)
    row.save()
    evidence_actions.append(
        act.entry(
            "receivables.payment_recorded",
            f"customer:{row.customer_id}",
            Reason(
                N_("Règlement reçu le {on} : {amount}"),
                on=row.received_on,
                amount=Money(row.amount_minor, row.currency),
            ),
            payload={"payment": row.pk, "amount_minor": row.amount_minor, "currency": row.currency},
        )
    )
    allocate_what_is_certain(act, credit=row, named=named)
    return row.pk


@transaction.atomic
def cancel_payment(act: Act, *, payment_id: int) -> Refused | None:
    """Takes back a payment typed in by mistake or returned by the bank; what it paid is open again."""
    row = Payment.objects.select_for_update().get(entity_id=act.entity_id, pk=payment_id)
    if row.cancelled_at:
        return Refused(Reason(N_("Ce règlement est déjà annulé.")))
    deallocate_credit(act, credit=row)
    Payment.objects.filter(pk=row.pk).update(cancelled_at=act.at)
    _journal_payment(act, row, "receivables.payment_cancelled", N_("Règlement du {on} annulé : {amount}"))
    return None


@transaction.atomic
def restore_payment(act: Act, *, payment_id: int) -> Refused | None:
    """Brings a cancelled payment back and allocates what is certain."""
    row = Payment.objects.select_for_update().get(entity_id=act.entity_id, pk=payment_id)
    if not row.cancelled_at:
        return Refused(Reason(N_("Ce règlement n'est pas annulé.")))
    Payment.objects.filter(pk=row.pk).update(cancelled_at=None)
    _journal_payment(act, row, "receivables.payment_restored", N_("Règlement du {on} rétabli : {amount}"))
    row.refresh_from_db()
    allocate_what_is_certain(act, credit=row)
    return None


@transaction.atomic
def record_credit_note(act: Act, draft: CreditNoteDraft, *, named: str = "") -> int | Refused:
    """A credit note typed in; `named` is the invoice it corrects."""
    if draft.total_minor <= 0:
        return Refused(Reason(N_("Un avoir a un montant positif.")), "total")
    if not draft.number.strip():
        return Refused(Reason(N_("Indiquez le numéro de l'avoir.")), "number")
    if draft.issued_on > act.today:
        return Refused(Reason(N_("Un avoir ne peut pas être daté de demain.")), "issued_on")
    if not Customer.objects.filter(entity_id=act.entity_id, pk=draft.customer_id).exists():
        return Refused(Reason(N_("Ce client n'existe pas.")), "customer")
    if taken := _number_taken(act, draft.number.strip()):
        return taken
    row = build_credit_note(act, draft)
    row.save()
    evidence_actions.append(
        act.entry(
            "receivables.credit_note_recorded",
            f"customer:{row.customer_id}",
            Reason(
                N_("Avoir {number} saisi : {amount}"),
                number=row.number,
                amount=Money(row.total_minor, row.currency),
            ),
            payload={"credit_note": row.pk, "total_minor": row.total_minor, "currency": row.currency},
        )
    )
    allocate_what_is_certain(act, credit=row, named=named)
    return row.pk


@transaction.atomic
def cancel_credit_note(act: Act, *, credit_note_id: int) -> Refused | None:
    """Takes back a credit note typed in by mistake; what it paid is open again."""
    row = CreditNote.objects.select_for_update().get(entity_id=act.entity_id, pk=credit_note_id)
    if row.cancelled_at:
        return Refused(Reason(N_("Cet avoir est déjà annulé.")))
    deallocate_credit(act, credit=row)
    CreditNote.objects.filter(pk=row.pk).update(cancelled_at=act.at)
    reason = Reason(N_("Avoir {number} annulé"), number=row.number)
    evidence_actions.append(
        act.entry(
            "receivables.credit_note_cancelled",
            f"customer:{row.customer_id}",
            reason,
            payload={"credit_note": row.pk},
        )
    )
    return None


@transaction.atomic
def restore_credit_note(act: Act, *, credit_note_id: int) -> Refused | None:
    """Brings a cancelled credit note back and allocates what is certain; refused once its number was typed again."""
    row = CreditNote.objects.select_for_update().get(entity_id=act.entity_id, pk=credit_note_id)
    if not row.cancelled_at:
        return Refused(Reason(N_("Cet avoir n'est pas annulé.")))
    if taken := _number_taken(act, row.number):
        return taken
    CreditNote.objects.filter(pk=row.pk).update(cancelled_at=None)
    evidence_actions.append(
        act.entry(
            "receivables.credit_note_restored",
            f"customer:{row.customer_id}",
            Reason(N_("Avoir {number} rétabli"), number=row.number),
            payload={"credit_note": row.pk},
        )
    )
    row.refresh_from_db()
    allocate_what_is_certain(act, credit=row)
    return None


def build_payment(act: Act, draft: PaymentDraft) -> Payment:
    """The row of a draft, not stored yet."""
    return Payment(
        entity_id=act.entity_id,
        customer_id=draft.customer_id,
        received_on=draft.received_on,
        currency=draft.currency,
        amount_minor=draft.amount_minor,
        unallocated_minor=draft.amount_minor,
        method=draft.method.value,
        reference=draft.reference[:140],
        source_key=draft.source_key,
        created_at=act.at,
    )


def build_credit_note(act: Act, draft: CreditNoteDraft) -> CreditNote:
    """The row of a draft, not stored yet."""
    return CreditNote(
        entity_id=act.entity_id,
        customer_id=draft.customer_id,
        number=draft.number.strip(),
        issued_on=draft.issued_on,
        currency=draft.currency,
        total_minor=draft.total_minor,
        unallocated_minor=draft.total_minor,
        reason=draft.reason,
        document_id=draft.document_id,
        created_at=act.at,
    )


def _number_taken(act: Act, number: str) -> Refused | None:
    standing = CreditNote.objects.filter(entity_id=act.entity_id, number=number, cancelled_at__isnull=True)
    if standing.exists():
        return Refused(Reason(N_("L'avoir {number} est déjà saisi."), number=number), "number")
    return None


def _payment_problem(act: Act, draft: PaymentDraft) -> Refused | None:
    if draft.amount_minor <= 0:
        return Refused(Reason(N_("Le montant doit être positif.")), "amount")
    if draft.received_on > act.today:
        return Refused(Reason(N_("Un règlement ne peut pas être daté de demain.")), "received_on")
    if not Customer.objects.filter(entity_id=act.entity_id, pk=draft.customer_id).exists():
        return Refused(Reason(N_("Ce client n'existe pas.")), "customer")
    taken = Payment.objects.filter(entity_id=act.entity_id, source_key=draft.source_key)
    if draft.source_key and taken.exists():
        return Refused(Reason(N_("Ce règlement est déjà enregistré.")), "reference")
    return None


def _journal_payment(act: Act, row: Payment, kind: str, text: str) -> None:
    reason = Reason(text, on=row.received_on, amount=Money(row.amount_minor, row.currency))
    evidence_actions.append(
        act.entry(kind, f"customer:{row.customer_id}", reason, payload={"payment": row.pk})
    )
