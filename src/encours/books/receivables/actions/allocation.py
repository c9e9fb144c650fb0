"""Which credit pays which debit, and undoing it; open and unallocated amounts move together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.db.models import F

from encours.books.receivables.models import Allocation, CreditNote, Invoice, InvoiceDue, Payment
from encours.books.receivables.rules.allocation import Match, OpenDue, oldest_first, propose
from encours.books.receivables.rules.drafts import AllocationDraft
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused

Credit = Payment | CreditNote
AnyCredit = TypeVar("AnyCredit", Payment, CreditNote)


@transaction.atomic
def allocate(act: Act, *, credit: Credit, matches: Sequence[Match]) -> Refused | None:
    """Spends a credit on due dates of the same customer and currency.

    The credit is read again: somebody may have spent or cancelled it in between.
    """
    if not matches:
        return None
    credit = type(credit).objects.select_for_update().get(entity_id=act.entity_id, pk=credit.pk)
    dues = _locked_dues(sorted({match.due_id for match in matches}))
    refusal = _problem(credit, matches, {due.pk: due for due in dues})
    if refusal:
        return refusal
    invoices = Invoice.objects.in_bulk({due.invoice_id for due in dues})
    issued = {due.pk: invoices[due.invoice_id].issued_on for due in dues}
    store([_draft(credit, match, issued[match.due_id]) for match in matches])
    numbers = [invoice.number for invoice in invoices.values()]
    total = Money(sum(m.amount_minor for m in matches), credit.currency)
    evidence_actions.append(
        act.entry(
            "receivables.credit_allocated",
            f"customer:{credit.customer_id}",
            Reason(
                N_("{amount} affectés : {numbers}"), amount=total, numbers=", ".join(sorted(set(numbers)))
            ),
            payload={"credit": _key(credit), "dues": [[m.due_id, m.amount_minor] for m in matches]},
        )
    )
    return None


@transaction.atomic
def allocate_what_is_certain(act: Act, *, credit: Credit, named: str = "") -> tuple[Match, ...]:
    """Allocates what surely belongs together and leaves the rest unallocated; returns the matches."""
    matches = propose(credit.unallocated_minor, _open_dues(credit), named=named)
    return () if allocate(act, credit=credit, matches=matches) else matches


@transaction.atomic
def allocate_oldest_first(act: Act, *, credit: Credit) -> tuple[Match, ...]:
    """Allocates a credit to the oldest due dates, as a person asked."""
    matches = oldest_first(credit.unallocated_minor, _open_dues(credit))
    return () if allocate(act, credit=credit, matches=matches) else matches


@transaction.atomic
def deallocate_credit(act: Act, *, credit: Credit) -> int:
    """Ends every allocation of a credit; what it paid is open again. Returns how many ended."""
    link = {"payment": credit} if isinstance(credit, Payment) else {"credit_note": credit}
    rows = list(Allocation.objects.select_for_update().filter(ended_on__isnull=True, **link))
    for row in rows:
        InvoiceDue.objects.filter(pk=row.due_id).update(
            open_minor=F("open_minor") + row.amount_minor, closed_on=None
        )
    freed = sum(row.amount_minor for row in rows)
    type(credit).objects.filter(pk=credit.pk).update(unallocated_minor=F("unallocated_minor") + freed)
    Allocation.objects.filter(pk__in=[row.pk for row in rows]).update(ended_on=act.today)
    if rows:
        evidence_actions.append(
            act.entry(
                "receivables.credit_deallocated",
                f"customer:{credit.customer_id}",
                Reason(N_("{amount} de nouveau à affecter"), amount=Money(freed, credit.currency)),
                payload={"credit": _key(credit)},
            )
        )
    return len(rows)


def store(drafts: Sequence[AllocationDraft]) -> None:
    """Writes allocations and moves the open and unallocated amounts with them, set by set.

    The database refuses an allocation beyond what is open or left.
    """
    Allocation.objects.bulk_create([Allocation(**_fields(draft)) for draft in drafts], batch_size=1000)
    by_due: dict[int, int] = defaultdict(int)
    last_on: dict[int, date] = {}
    for draft in drafts:
        by_due[draft.due_id] += draft.amount_minor
        last_on[draft.due_id] = max(draft.allocated_on, last_on.get(draft.due_id, draft.allocated_on))
    dues = _locked_dues(sorted(by_due))
    for due in dues:
        due.open_minor -= by_due[due.pk]
        due.closed_on = last_on[due.pk] if due.open_minor == 0 else None
    InvoiceDue.objects.bulk_update(dues, ["open_minor", "closed_on"], batch_size=300)
    _spend(Payment, [(d.payment_id, d.amount_minor) for d in drafts if d.payment_id])
    _spend(CreditNote, [(d.credit_note_id, d.amount_minor) for d in drafts if d.credit_note_id])


def _locked_dues(ids: list[int]) -> list[InvoiceDue]:
    found: list[InvoiceDue] = []
    for start in range(0, len(ids), 900):
        found += list(
            InvoiceDue.objects.select_for_update().filter(pk__in=ids[start : start + 900]).order_by("pk")
        )
    return found


def _spend(model: type[AnyCredit], parts: list[tuple[int, int]]) -> None:
    spent: dict[int, int] = defaultdict(int)
    for pk, minor in parts:
        spent[pk] += minor
    ids = sorted(spent)
    for start in range(0, len(ids), 300):
        rows = list(model.objects.select_for_update().filter(pk__in=ids[start : start + 300]).order_by("pk"))
        for row in rows:
            row.unallocated_minor -= spent[row.pk]
        model.objects.bulk_update(rows, ["unallocated_minor"])


def _problem(credit: Credit, matches: Sequence[Match], dues: Mapping[int, InvoiceDue]) -> Refused | None:
    if credit.cancelled_at:
        return Refused(Reason(N_("Ce qui est annulé ne règle rien.")))
    if sum(match.amount_minor for match in matches) > credit.unallocated_minor:
        return Refused(Reason(N_("Il ne reste pas assez à affecter.")))
    wanted: dict[int, int] = defaultdict(int)
    for match in matches:
        wanted[match.due_id] += match.amount_minor
    for due_id, minor in wanted.items():
        due = dues.get(due_id)
        if due is None or (due.customer_id, due.currency) != (credit.customer_id, credit.currency):
            return Refused(
                Reason(N_("Un règlement ne paie que les factures du même client, dans la même devise."))
            )
        if minor > due.open_minor:
            return Refused(Reason(N_("Le montant affecté dépasse le reste dû.")))
    return None


def _open_dues(credit: Credit) -> list[OpenDue]:
    rows = InvoiceDue.objects.filter(
        customer_id=credit.customer_id, currency=credit.currency, open_minor__gt=0
    )
    return [OpenDue(*row) for row in rows.values_list("id", "invoice__number", "due_on", "open_minor")]


def _draft(credit: Credit, match: Match, issued_on: date) -> AllocationDraft:
    """From the day on which both stood in the account: money does not pay before there is an invoice."""
    if isinstance(credit, Payment):
        on = max(credit.received_on, issued_on)
        return AllocationDraft(match.due_id, match.amount_minor, on, payment_id=credit.pk)
    on = max(credit.issued_on, issued_on)
    return AllocationDraft(match.due_id, match.amount_minor, on, credit_note_id=credit.pk)


def _fields(draft: AllocationDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in AllocationDraft.__dataclass_fields__}


def _key(credit: Credit) -> str:
    return f"{'payment' if isinstance(credit, Payment) else 'credit_note'}:{credit.pk}"
