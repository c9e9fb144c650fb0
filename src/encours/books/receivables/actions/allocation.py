"""Which credit pays which debit, and undoing it; open and unallocated amounts move together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, Sum, When
from django.db.models.functions import Coalesce

from encours.books.receivables.models import Allocation, CreditNote, Invoice, InvoiceDue, Payment
from encours.books.receivables.rules.allocation import Match, OpenDue, oldest_first, propose
from encours.books.receivables.rules.drafts import AllocationDraft
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.bulk import insert_rows

Credit = Payment | CreditNote

_SIZE = 1000
_STANDING = Allocation.objects.filter(ended_on__isnull=True)


@transaction.atomic
def allocate(act: Act, *, credit: Credit, matches: Sequence[Match]) -> Refused | None:
    """Spends a credit on due dates of the same customer and currency.

    The credit is read again: somebody may have spent or cancelled it in between.
    """
    if not matches:
        return None
    credit = type(credit).objects.select_for_update().get(entity_id=act.entity_id, pk=credit.pk)
    rows = InvoiceDue.objects.select_for_update().filter(pk__in={match.due_id for match in matches})
    dues = list(rows.order_by("pk"))
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
def spend_free_money(act: Act, *, customer_id: int, due_ids: Iterable[int]) -> None:
    """Payments of a customer that are not allocated pay some of its due dates, the oldest first."""
    named = set(due_ids)
    rows = Payment.objects.filter(
        entity_id=act.entity_id, customer_id=customer_id, unallocated_minor__gt=0, cancelled_at__isnull=True
    )
    for payment in rows.order_by("received_on", "pk"):
        dues = [due for due in _open_dues(payment) if due.due_id in named]
        allocate(act, credit=payment, matches=oldest_first(payment.unallocated_minor, dues))


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
    """Writes allocations and brings the open and unallocated amounts in step with them, set by set.

    The database computes them from the allocations that stand, and refuses one beyond what is open or left.
    Credits are locked before due dates, here as elsewhere, so that two people never wait for each other.
    """
    touched = (
        (Payment, {draft.payment_id for draft in drafts if draft.payment_id}),
        (CreditNote, {draft.credit_note_id for draft in drafts if draft.credit_note_id}),
        (InvoiceDue, {draft.due_id for draft in drafts}),
    )
    for model, ids in touched:
        for part in _parts(ids):
            _lock(model, part)
    insert_rows([Allocation(**_fields(draft)) for draft in drafts])
    payments, notes, dues = (_parts(ids) for _model, ids in touched)
    for part in dues:
        _count_open(part)
    for part in payments:
        spent = _allocated("payment")
        Payment.objects.filter(pk__in=part).update(unallocated_minor=F("amount_minor") - spent)
    for part in notes:
        spent = _allocated("credit_note")
        CreditNote.objects.filter(pk__in=part).update(unallocated_minor=F("total_minor") - spent)


def _parts(ids: Iterable[int]) -> list[list[int]]:
    ordered = sorted(ids)
    return [ordered[start : start + _SIZE] for start in range(0, len(ordered), _SIZE)]


def _lock(model: type[InvoiceDue | Payment | CreditNote], ids: list[int]) -> None:
    """Whoever changes the same rows waits, and then counts what we have written."""
    list(model._default_manager.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _count_open(due_ids: list[int]) -> None:
    paid = _allocated("due")
    latest = _STANDING.filter(due=OuterRef("pk")).order_by("-allocated_on").values("allocated_on")[:1]
    InvoiceDue.objects.filter(pk__in=due_ids).update(
        open_minor=F("amount_minor") - paid,
        closed_on=Case(When(amount_minor=paid, then=Subquery(latest)), default=None),
    )


def _allocated(side: str) -> Coalesce:
    """The sum of the standing allocations of a due date, a payment or a credit note."""
    rows = _STANDING.filter(**{side: OuterRef("pk")}).order_by().values(side)
    return Coalesce(Subquery(rows.annotate(total=Sum("amount_minor")).values("total")), 0)


def _problem(credit: Credit, matches: Sequence[Match], dues: Mapping[int, InvoiceDue]) -> Refused | None:
    if credit.cancelled_at:
        return Refused(Reason(N_("Ce qui est annulé ne règle rien.")))
    if any(match.amount_minor <= 0 for match in matches):
        return Refused(Reason(N_("Indiquez un montant positif.")), "amount")
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
