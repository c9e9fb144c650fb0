"""A part of an invoice is contested: it rests at once, somebody follows it, and the customer is told the same day."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import queries as receivables_queries
from encours.flows.contacting import calendar_of
from encours.flows.disputes.letters import prepare_acknowledgement
from encours.flows.review.refresh import refresh
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.reasons import LearntReason
from encours.method.cases.rules.words import CaseReason
from encours.method.disputes import actions as disputes_actions
from encours.method.disputes import queries as disputes_queries
from encours.method.disputes.rules.contest import MOST_SUBJECT, DisputeDraft
from encours.method.disputes.rules.papers import SentFile, problem_of_files
from encours.method.disputes.rules.reasons import reason_of
from encours.method.disputes.rules.words import CHANNELS, DisputeSource
from encours.method.strategy.thresholds import thresholds_now

_NO_INVOICE = Refused(Reason(N_("Cette facture n'est pas dans les comptes de ce client.")), "invoice")
_ALL_CONTESTED = Refused(
    Reason(N_("Tout ce qui reste dû sur cette facture est déjà contesté ou réglé.")), "amount"
)


@transaction.atomic
def note_dispute(act: Act, draft: DisputeDraft, *, open_amount: Money) -> int | Refused:
    """A part of an invoice is contested and rests; returns the dispute's id. Nobody is written to.

    `open_amount` is what the books show open on the invoice. Without a person named, the reason's role follows it.
    """
    if draft.handled_by_id is None:
        draft = replace(draft, handled_by_id=_usual_person(act, draft.reason))
    terms = thresholds_now(act).disputes
    made = disputes_actions.open_dispute(
        act, draft=draft, open_amount=open_amount, calendar=calendar_of(act), terms=terms
    )
    if not isinstance(made, Refused):
        _tell_the_case(act, draft)
        refresh(act, [draft.customer_id])
    return made


def _tell_the_case(act: Act, draft: DisputeDraft) -> None:
    """Why the payment is late is learnt by it, with its source; what only the owner says is left as it is (R087)."""
    cases = cases_queries.open_cases_of([draft.customer_id]).get(draft.customer_id, [])
    reason = reason_of(draft.reason).case
    for case in cases:
        if case.currency != draft.amount.currency or case.reason in {reason, CaseReason.BAD_INTENT}:
            continue
        learnt = LearntReason(reason, CHANNELS[draft.source], act.today, draft.subject.strip())
        cases_actions.set_reason(act, case_id=case.id, learnt=learnt, by_owner=False)


@transaction.atomic
def contest(
    act: Act,
    draft: DisputeDraft,
    *,
    open_amount: Money,
    files: Sequence[SentFile] = (),
    brought_by: str = "",
) -> int | Refused:
    """A customer contests a part of an invoice: that part rests, and T16 is prepared; returns the dispute's id."""
    if refused := problem_of_files(files):
        return refused
    made = note_dispute(act, draft, open_amount=open_amount)
    if isinstance(made, Refused):
        return made
    keep_papers(act, dispute_id=made, files=files, by=brought_by)
    prepare_acknowledgement(act, dispute_id=made)
    return made


@transaction.atomic
def report_problem(  # noqa: PLR0913 - what the form of the customer's page says
    act: Act,
    *,
    customer_id: int,
    invoice_id: int,
    reason: str,
    words: str,
    amount: Money | None = None,
    files: Sequence[SentFile] = (),
) -> int | Refused:
    """A customer says on their page that something is wrong with an invoice; returns the dispute's id.

    `reason`: a code of `disputes.rules.reasons`. `amount`: the part that is contested; None: all that is open
    and not contested yet. Refused where nothing is left to contest, or a file cannot be taken.
    """
    invoice = receivables_queries.invoice(act.entity_id, invoice_id)
    if invoice is None or invoice.customer_id != customer_id or invoice.cancelled_at is not None:
        return _NO_INVOICE
    open_amount = Money(sum(due.open_minor for due in invoice.dues.all()), invoice.currency)
    contestable = open_amount - _contested(act, invoice_id, invoice.currency)
    if contestable.minor <= 0:
        return _ALL_CONTESTED
    draft = DisputeDraft(
        customer_id=customer_id,
        invoice_id=invoice_id,
        amount=amount or contestable,
        subject=words.strip()[:MOST_SUBJECT],
        reason=reason,
        source=DisputeSource.PORTAL,
    )
    return contest(act, draft, open_amount=open_amount, files=files, brought_by="customer")


def _contested(act: Act, invoice_id: int, currency: str) -> Money:
    found = disputes_queries.on_invoice(act.entity_id, invoice_id)
    return Money(sum(d.left.minor for d in found if d.closed_on is None), currency)


def keep_papers(act: Act, *, dispute_id: int, files: Sequence[SentFile], by: str = "") -> None:
    """Keeps files with a dispute; `by`: who brought them, where it is not the actor. They were looked at before."""
    if not files:
        return
    found = [
        documents_actions.store(
            owner=act.chain, name=file.name, content=file.content, media_type=file.media_type, at=act.at
        )
        for file in files
    ]
    disputes_actions.add_papers(act, dispute_id=dispute_id, document_ids=found, by=by)


def _usual_person(act: Act, reason: str) -> int | None:
    member = creditor_queries.member_in_role(creditor_queries.team(act.entity_id), reason_of(reason).owner)
    return member.id if member else None
