"""Gives up a part of what is owed, as a booking of its own; and whether a customer pays with the order."""

from datetime import date

from django.db import transaction

from encours.books.receivables.actions.allocation import allocate
from encours.books.receivables.models import CreditNote, Customer, InvoiceDue
from encours.books.receivables.rules.allocation import Match
from encours.books.receivables.rules.party import CreditKind
from encours.books.receivables.rules.waivers import WaiverDraft, problem_of_waiver
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused

_WAIVED = Reason(N_("Ce qui n'est plus demandé"))
_PREFIX = {CreditKind.SETTLEMENT: "TR", CreditKind.WRITE_OFF: "AB"}
_SENTENCES = {
    CreditKind.SETTLEMENT: N_("Solde abandonné après transaction : {amount} ({number})"),
    CreditKind.WRITE_OFF: N_("Créance abandonnée : {amount} ({number})"),
}


@transaction.atomic
def waive(act: Act, *, draft: WaiverDraft) -> int | Refused:
    """Gives up a part of some due dates of one customer; returns the id of the booking.

    Taken back like any credit: by `cancel_credit_note`. Source: method 2k; R117, R122.
    """
    rows = InvoiceDue.objects.select_for_update().filter(
        entity_id=act.entity_id, customer_id=draft.customer_id, currency=draft.currency
    )
    open_minor = dict(rows.filter(pk__in=[due for due, _ in draft.dues]).values_list("pk", "open_minor"))
    if refusal := problem_of_waiver(draft, open_minor):
        return refusal
    row = CreditNote.objects.create(
        entity_id=act.entity_id,
        customer_id=draft.customer_id,
        kind=draft.kind.value,
        number=_number(act, draft.kind),
        issued_on=act.today,
        currency=draft.currency,
        total_minor=draft.total.minor,
        unallocated_minor=draft.total.minor,
        vat_minor=draft.vat_minor,
        ground=draft.ground,
        reason=draft.reason.strip()[:200],
        created_at=act.at,
    )
    evidence_actions.append(
        act.entry(
            "receivables.debt_waived",
            f"customer:{row.customer_id}",
            Reason(_SENTENCES[draft.kind], amount=draft.total, number=row.number),
            payload={
                "credit_note": row.pk,
                "kind": row.kind,
                "total_minor": row.total_minor,
                "currency": row.currency,
            },
            details={"reason": row.reason},
        )
    )
    allocate(act, credit=row, matches=[Match(due, minor, _WAIVED) for due, minor in draft.dues])
    return row.pk


@transaction.atomic
def set_prepaying(act: Act, *, customer_id: int, since: date | None) -> None:
    """From a day on a customer pays with the order; None: on the usual terms again."""
    row = Customer.objects.select_for_update().get(entity_id=act.entity_id, pk=customer_id)
    if row.prepays_since == since:
        return
    row.prepays_since = since
    row.save(update_fields=["prepays_since"])
    text = (
        N_("Paie à la commande depuis le {since}") if since else N_("Paie de nouveau aux conditions usuelles")
    )
    evidence_actions.append(
        act.entry(
            "receivables.terms_changed",
            f"customer:{customer_id}",
            Reason(text, since=since),
            payload={"prepays_since": str(since or "")},
        )
    )


def _number(act: Act, kind: CreditKind) -> str:
    """A number of our own for the booking, the next of its year that nobody uses."""
    start = f"{_PREFIX[kind]}-{act.today.year}-"
    taken = set(
        CreditNote.objects.filter(entity_id=act.entity_id, number__startswith=start).values_list(
            "number", flat=True
        )
    )
    rank = len(taken) + 1
    while f"{start}{rank:03d}" in taken:
        rank += 1
    return f"{start}{rank:03d}"
