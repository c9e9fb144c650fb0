"""We answer a contested point, put right what we owe, and hear whether the customer agrees."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries.credit_notes import CreditNoteFact
from encours.books.receivables.rules.drafts import CreditNoteDraft
from encours.flows import plan_b, recording, resending
from encours.flows.contacting import calendar_of
from encours.flows.disputes.left import peace_until
from encours.flows.disputes.letters import prepare_answer
from encours.flows.disputes.resuming import step_back
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.rules.drafts import OwnPromiseDraft
from encours.method.agreements.rules.plan_b import Withdrawal
from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.disputes import actions as disputes_actions
from encours.method.disputes import queries as disputes_queries
from encours.method.disputes.actions import Correction
from encours.method.disputes.queries import DisputeFact
from encours.method.disputes.rules.contest import AnswerDraft, with_new_due
from encours.method.disputes.rules.letters import reference
from encours.method.disputes.rules.words import OWES_A_CREDIT, DisputeOutcome, DisputeState
from encours.method.strategy.thresholds import thresholds_now

_BEFORE = frozenset({DisputeState.REPORTED, DisputeState.ACKNOWLEDGED})
"""States in which moves lie before an answer: the first of them looks at what somebody saw."""
GONE = Refused(Reason(N_("Ce litige n'existe pas.")))


@dataclass(frozen=True, slots=True)
class CreditTyped:
    """The credit note that puts an upheld point right, as a person types it."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer, the credit note where it is typed in at once, and how it was told where no letter is to leave."""

    draft: AnswerDraft
    credit: CreditTyped | None = None
    told_how: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was noted, and the letter prepared for it; None where it was told by another way."""

    dispute_id: int
    message_id: int | None


def or_nothing(outcome: object) -> Refused | None:
    """A refusal on the way takes everything back: nothing is half done."""
    if isinstance(outcome, Refused):
        transaction.set_rollback(True)
        return outcome
    return None


@transaction.atomic
def answer(act: Act, *, dispute_id: int, answering: Answering, seen: int | None = None) -> Answered | Refused:
    """We answer a contested point. The letter T17 is prepared, unless it was told by another way (`told_how`).

    Where the customer was right, in full or in part, we owe the credit note until it is in the books; the days
    in which they may object run from the day on which the answer reached them. Source: method 2k; R089.
    """
    fact = disputes_queries.dispute(act.entity_id, dispute_id)
    if fact is None:
        return GONE
    draft, until = dated_anew(act, answering.draft), peace_until(act)
    refused = or_nothing(_towards(act, fact, seen)) or or_nothing(
        disputes_actions.answer_dispute(
            act, dispute_id=dispute_id, draft=draft, rests_until_on=until,
            seen=None if fact.state in _BEFORE else seen,
        )
    )  # fmt: skip
    if refused is None and draft.outcome in OWES_A_CREDIT:
        refused = or_nothing(_put_right(act, dispute_id, answering.credit, until))
    if refused is not None:
        return refused
    if draft.outcome is DisputeOutcome.UPHELD:
        plan_b.withdraw_of(act, fact.customer_id, Withdrawal.DISPUTE_VALID)
    message = None if answering.told_how.strip() else prepare_answer(act, dispute_id=dispute_id)
    if message is None:
        disputes_actions.note_told(act, dispute_id=dispute_id, rests_until_on=until)
    refresh(act, [fact.customer_id])
    return Answered(dispute_id, message)


def dated_anew(act: Act, draft: AnswerDraft) -> AnswerDraft:
    """The answer with a new due date, where we were wrong and it names none."""
    return with_new_due(draft, today=act.today, calendar=calendar_of(act), terms=thresholds_now(act).disputes)


@transaction.atomic
def settled_by_credit(act: Act, fact: DisputeFact, note: CreditNoteFact) -> Refused | None:
    """A credit note that came into the books by another way ends a dispute: what was not answered is upheld by it."""
    if fact.is_unanswered and (refused := _upheld_by(act, fact, note)):
        return refused
    correction = Correction(note.amount, credit_note_id=note.id)
    refused = or_nothing(_corrected(act, again(act, fact.id), correction, seen=None))
    if refused is None:
        if fact.is_unanswered and prepare_answer(act, dispute_id=fact.id) is None:
            disputes_actions.note_told(act, dispute_id=fact.id, rests_until_on=peace_until(act))
        refresh(act, [fact.customer_id])
    return refused


def _upheld_by(act: Act, fact: DisputeFact, note: CreditNoteFact) -> Refused | None:
    """The answer that a credit note is, in the customer's language: it stands in our letter."""
    language = receivables_queries.customers_by_id([fact.customer_id])[fact.customer_id].language
    words = Reason(
        N_("l'avoir {number} de {amount} corrige ce point"), number=note.number, amount=note.amount
    )
    draft = dated_anew(act, AnswerDraft(DisputeOutcome.UPHELD, say(words, language)))
    refused = or_nothing(_towards(act, fact, None)) or or_nothing(
        disputes_actions.answer_dispute(act, dispute_id=fact.id, draft=draft, rests_until_on=peace_until(act))
    )
    if refused is None:
        plan_b.withdraw_of(act, fact.customer_id, Withdrawal.DISPUTE_VALID)
    return refused


def _towards(act: Act, fact: DisputeFact, seen: int | None) -> Refused | None:
    """The moves that lie before an answer are made, each told: the answer itself acknowledges the remark."""
    refused, expected = None, seen
    if fact.state is DisputeState.REPORTED:
        how = say(Reason(N_("avec la réponse")), act.language)
        refused, expected = _acknowledged(act, fact, how, expected), None
    if refused is None and fact.state in _BEFORE:
        refused = disputes_actions.start(act, dispute_id=fact.id, seen=expected)
    return refused


def _acknowledged(act: Act, fact: DisputeFact, how: str, seen: int | None) -> Refused | None:
    return disputes_actions.acknowledge(act, dispute_id=fact.id, how=how, seen=seen)


def _put_right(act: Act, dispute_id: int, credit: CreditTyped | None, until: date) -> Refused | None:
    """The credit note is typed in at once, or is owed by a day."""
    fact = again(act, dispute_id)
    if credit is not None:
        return _credited(act, fact, credit)
    return note_owed(act, fact, fact.granted, until)


def note_owed(act: Act, fact: DisputeFact, amount: Money, until: date) -> Refused | None:
    owed = OwnPromiseDraft(fact.customer_id, OwnPromiseKind.REPAIR, _owed(act, fact, amount), until)
    made = agreements_actions.note_own_promise(
        act, draft=owed, calendar=calendar_of(act), terms=thresholds_now(act).promises
    )
    return made if isinstance(made, Refused) else None


def _owed(act: Act, fact: DisputeFact, amount: Money) -> str:
    invoice = receivables_queries.invoices_by_id(act.entity_id, [fact.invoice_id])[fact.invoice_id]
    text = N_("Avoir de {amount} sur la facture {number} (litige {reference})")
    return say(Reason(text, amount=amount, number=invoice.number, reference=reference(fact.id)), act.language)


@transaction.atomic
def credit_for(act: Act, *, dispute_id: int, credit: CreditTyped, seen: int | None = None) -> Refused | None:
    """The credit note of an upheld point is typed in: the books are right, and what we owed is done."""
    fact = disputes_queries.dispute(act.entity_id, dispute_id)
    if fact is None:
        return GONE
    refused = or_nothing(_credited(act, fact, credit, seen=seen))
    if refused is None:
        refresh(act, [fact.customer_id])
    return refused


def _credited(act: Act, fact: DisputeFact, credit: CreditTyped, *, seen: int | None = None) -> Refused | None:
    invoice = receivables_queries.invoices_by_id(act.entity_id, [fact.invoice_id])[fact.invoice_id]
    reason = say(Reason(N_("Litige {reference}"), reference=reference(fact.id)), act.language)
    draft = CreditNoteDraft(
        fact.customer_id, credit.number, credit.issued_on, fact.granted.currency, fact.granted.minor, reason
    )
    made = recording.add_credit_note(act, draft, named=invoice.number)
    if isinstance(made, Refused):
        return Refused(made.reason, {"number": "credit_number", "issued_on": "credit_on"}.get(made.field, ""))
    return _corrected(act, fact, Correction(fact.granted, credit_note_id=made), seen=seen)


@transaction.atomic
def replaced_by(act: Act, *, dispute_id: int, invoice_id: int, seen: int | None = None) -> Refused | None:
    """A corrected invoice stands in the books in place of the contested one."""
    fact = disputes_queries.dispute(act.entity_id, dispute_id)
    if fact is None:
        return GONE
    made = receivables_queries.invoices_by_id(act.entity_id, [invoice_id]).get(invoice_id)
    if made is None or made.customer_id != fact.customer_id or made.pk == fact.invoice_id:
        return Refused(Reason(N_("Choisissez la facture corrigée de ce client.")), "invoice")
    correction = Correction(fact.left, corrected_by_id=invoice_id)
    refused = or_nothing(_corrected(act, fact, correction, seen=seen))
    if refused is None:
        refresh(act, [fact.customer_id])
        # Without a copy or an address nothing leaves: the dispute is over all the same.
        resending.resend(act, customer_id=fact.customer_id, invoice_id=invoice_id)
    return refused


def others_of(act: Act, fact: DisputeFact) -> list[tuple[str, str]]:
    """The open invoices of the customer that may stand in place of the contested one."""
    items = receivables_queries.open_items_of([fact.customer_id], entity_id=act.entity_id)
    found = {str(i.invoice_id): i.number for i in items.get(fact.customer_id, [])}
    return [(key, number) for key, number in found.items() if key != str(fact.invoice_id)]


def _corrected(act: Act, fact: DisputeFact, correction: Correction, *, seen: int | None) -> Refused | None:
    refused = disputes_actions.correct(act, dispute_id=fact.id, correction=correction, seen=seen)
    if refused is not None:
        return refused
    fulfilled(act, fact)
    if fact.outcome is DisputeOutcome.UPHELD:
        ended(act, fact)
    return None


def fulfilled(act: Act, fact: DisputeFact) -> None:
    """What we owed for a dispute is done."""
    mark = f"{reference(fact.id)})"
    for owed in agreements_queries.own_of([fact.customer_id]).get(fact.customer_id, []):
        if owed.done_on is None and owed.what.endswith(mark):
            done = say(Reason(N_("corrigé dans les comptes")), act.language)
            agreements_actions.fulfil_own_promise(act, own_promise_id=owed.id, outcome=done)


def ended(act: Act, fact: DisputeFact) -> None:
    """A dispute is over: the new due date is in the books, and the ladder goes on one step lower."""
    if fact.new_due_on is not None and fact.outcome in OWES_A_CREDIT:
        _date_anew(act, fact.invoice_id, fact.new_due_on)
    step_back(act, [(fact.customer_id, fact.amount.currency)])


def _date_anew(act: Act, invoice_id: int, due_on: date) -> None:
    invoice = receivables_queries.invoice(act.entity_id, invoice_id)
    assert invoice is not None
    for due in invoice.dues.all():
        if due.open_minor and due.due_on < due_on:
            receivables_actions.change_due_date(act, due_id=due.pk, due_on=due_on)


def again(act: Act, dispute_id: int) -> DisputeFact:
    fact = disputes_queries.dispute(act.entity_id, dispute_id)
    assert fact is not None
    return fact
