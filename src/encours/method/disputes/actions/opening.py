"""Opens disputes: the contested part rests from this instant, the remainder stays due."""

from collections.abc import Sequence

from django.db import transaction

from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.calendar import Calendar
from encours.method.disputes.actions.claiming import claimed, tell
from encours.method.disputes.models import (
    Dispute,
    DisputeLine,
    DisputePaper,
    DisputeQuestion,
    DisputeStep,
    HouseMail,
)
from encours.method.disputes.rules.contest import DisputeDraft, answer_due_on, problem_of_dispute
from encours.method.disputes.rules.reasons import reason_of
from encours.method.disputes.rules.terms import DEFAULT_TERMS, DisputeTerms
from encours.method.disputes.rules.words import DisputeState

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
    refusal = problem_of_dispute(draft, contestable=open_amount - _contested(draft, open_amount.currency))
    if refusal:
        return refusal
    due_on = answer_due_on(draft, today=act.today, calendar=calendar, terms=terms)
    if isinstance(due_on, Refused):
        return due_on
    reason = reason_of(draft.reason)
    row = Dispute.objects.create(
        customer_id=draft.customer_id,
        invoice_id=draft.invoice_id,
        reason=reason.code,
        source=draft.source.value,
        disputed_minor=draft.amount.minor,
        currency=draft.amount.currency,
        subject=draft.subject.strip(),
        reported_on=act.today,
        answer_due_on=due_on,
        handled_by_id=draft.handled_by_id,
    )
    DisputeStep.objects.bulk_create([DisputeStep(dispute=row, key=step.key) for step in reason.steps])
    DisputeLine.objects.bulk_create(
        [
            DisputeLine(dispute=row, description=x.description.strip(), amount_minor=x.amount.minor)
            for x in draft.lines
        ]
    )
    text = Reason(
        N_("Litige ouvert\u00a0: {amount}, motif «\u00a0{motive}\u00a0», réponse pour le {day}"),
        amount=draft.amount,
        motive=reason.label(act.language),
        day=due_on,
    )
    tell(act, row, "disputes.dispute_opened", text, {"subject": row.subject})
    return row.pk


def _contested(draft: DisputeDraft, currency: str) -> Money:
    """What other disputes of the invoice still contest."""
    rows = Dispute.objects.select_for_update(of=("self",)).filter(invoice_id=draft.invoice_id)
    live = rows.exclude(state=DisputeState.CLOSED.value)
    return Money(sum(max(0, row.disputed_minor - row.credited_minor) for row in live), currency)


@transaction.atomic
def add_papers(act: Act, *, dispute_id: int, document_ids: Sequence[int], by: str = "") -> Refused | None:
    """Files belong to a dispute; the same file twice is one. `by`: who brought them, where it is not the actor."""
    row = claimed(act, dispute_id)
    if isinstance(row, Refused):
        return row
    new = [
        DisputePaper.objects.get_or_create(
            dispute=row, document_id=pk, defaults={"added_at": act.at, "added_by": by or act.actor}
        )[1]
        for pk in document_ids
    ]
    if any(new):
        text = Reason(N_("Pièces ajoutées au litige\u00a0: {count}"), count=sum(new))
        tell(act, row, "disputes.papers_added", text)
    return None


@transaction.atomic
def erase_words(*, customer_id: int) -> None:
    """Blanks what was contested in which words; whoever erases tells the journal once for all rooms."""
    rows = Dispute.objects.filter(customer_id=customer_id)
    DisputeLine.objects.filter(dispute__in=rows).update(description=ERASED)
    DisputeQuestion.objects.filter(dispute__in=rows, answered_at__isnull=False).update(answered_by=ERASED)
    DisputeQuestion.objects.filter(dispute__in=rows).update(name=ERASED, email="", question=ERASED, answer="")
    DisputePaper.objects.filter(dispute__in=rows).update(added_by=ERASED)
    HouseMail.objects.filter(dispute__in=rows).delete()
    rows.update(subject=ERASED, answer="", objection="")
