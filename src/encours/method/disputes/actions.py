"""Opens and answers disputes: the contested part rests, the remainder stays due."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.calendar import Calendar
from encours.method.disputes.models import Dispute
from encours.method.disputes.rules.contest import (
    DisputeDraft,
    answer_due_on,
    problem_of_answer,
    problem_of_dispute,
)
from encours.method.disputes.rules.terms import DEFAULT_TERMS, DisputeTerms
from encours.method.disputes.rules.words import DISPUTE_OUTCOME_LABELS, DisputeOutcome

ERASED = "–"


@transaction.atomic
def open_dispute(
    act: Act,
    *,
    draft: DisputeDraft,
    open_amount: Money,
    calendar: Calendar,
    terms: DisputeTerms = DEFAULT_TERMS,
) -> int | Refused:
    """A part of an invoice is contested and rests at once; returns the dispute's id.

    `open_amount` is what the books show open on the invoice; what other disputes of it contest is
    taken off. Source: method 2k, table Dispute; R086.
    """
    others = Dispute.objects.select_for_update().filter(
        invoice_id=draft.invoice_id, outcome=DisputeOutcome.OPEN.value
    )
    contested = sum(
        (Money(row.disputed_minor, row.currency) for row in others), Money.zero(open_amount.currency)
    )
    refusal = problem_of_dispute(draft, contestable=open_amount - contested)
    if refusal:
        return refusal
    due_on = answer_due_on(draft, today=act.today, calendar=calendar, terms=terms)
    if isinstance(due_on, Refused):
        return due_on
    row = Dispute.objects.create(
        customer_id=draft.customer_id,
        invoice_id=draft.invoice_id,
        disputed_minor=draft.amount.minor,
        currency=draft.amount.currency,
        subject=draft.subject.strip(),
        reported_on=act.today,
        answer_due_on=due_on,
        handled_by_id=draft.handled_by_id,
    )
    reason = Reason(N_("Litige ouvert : {amount}, réponse pour le {day}"), amount=draft.amount, day=due_on)
    _journal(act, row, "disputes.dispute_opened", reason, {"subject": row.subject})
    return row.pk


@transaction.atomic
def answer_dispute(
    act: Act,
    *,
    dispute_id: int,
    outcome: DisputeOutcome,
    answer: str,
    rests_until_on: date,
) -> Refused | None:
    """We answer: upheld, partly or groundless. The contested part rests until a day, included.

    What an upheld dispute still asks of us (a credit note) is an own promise, noted by the flow.
    """
    rows = Dispute.objects.select_for_update(of=("self",)).filter(customer__entity_id=act.entity_id)
    row = rows.get(pk=dispute_id)
    if row.closed_on:
        return Refused(Reason(N_("Ce litige a déjà reçu sa réponse.")))
    refusal = problem_of_answer(outcome, answer)
    if refusal:
        return refusal
    row.outcome, row.closed_on, row.answer = outcome.value, act.today, answer.strip()
    row.rests_until_on = rests_until_on
    row.save(update_fields=["outcome", "closed_on", "answer", "rests_until_on"])
    reason = Reason(
        N_("Réponse donnée au litige : {outcome}. La part concernée reste au repos jusqu'au {day}"),
        outcome=Reason(DISPUTE_OUTCOME_LABELS[outcome]),
        day=row.rests_until_on,
    )
    _journal(act, row, "disputes.dispute_answered", reason, {"answer": row.answer})
    return None


def _journal(act: Act, row: Dispute, kind: str, reason: Reason, details: Mapping[str, object]) -> None:
    evidence_actions.append(
        act.entry(
            kind,
            f"customer:{row.customer_id}",
            reason,
            payload={
                "dispute": row.pk,
                "invoice": row.invoice_id,
                "disputed_minor": row.disputed_minor,
                "currency": row.currency,
                "outcome": row.outcome,
            },
            details=details,
        )
    )


@transaction.atomic
def erase_words(*, customer_id: int) -> None:
    """Blanks what was contested in which words; whoever erases tells the journal once for all rooms."""
    Dispute.objects.filter(customer_id=customer_id).update(subject=ERASED, answer="")
