"""Decides what a dispute must say, by when it is answered, and how long the contested part rests afterwards."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.calendar import Calendar
from encours.method.disputes.rules.terms import DEFAULT_TERMS, DisputeTerms
from encours.method.disputes.rules.words import DisputeOutcome


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """What is contested on one invoice. Without `answer_due_on` the answer is due in ten business days."""

    customer_id: int
    invoice_id: int
    amount: Money
    subject: str
    handled_by_id: int | None = None
    answer_due_on: date | None = None


def problem_of_dispute(draft: DisputeDraft, *, contestable: Money) -> Refused | None:
    """What makes a dispute impossible, if anything. `contestable` is open and not contested yet."""
    if not draft.subject.strip():
        return Refused(Reason(N_("Indiquez ce qui est contesté.")), "subject")
    if draft.amount.minor <= 0:
        return Refused(Reason(N_("Indiquez un montant positif.")), "amount")
    if draft.amount > contestable:
        reason = Reason(N_("Il reste {contestable} à contester sur cette facture."), contestable=contestable)
        return Refused(reason, "amount")
    return None


def answer_due_on(
    draft: DisputeDraft, *, today: date, calendar: Calendar, terms: DisputeTerms = DEFAULT_TERMS
) -> date | Refused:
    """By when the dispute is answered: never later than ten business days."""
    latest = calendar.after(today, terms.answer_days)
    due_on = draft.answer_due_on or latest
    if due_on < today:
        return Refused(Reason(N_("Cette date est déjà passée.")), "answer_due_on")
    if due_on > latest:
        reason = Reason(N_("Un litige reçoit sa réponse au plus tard le {latest}."), latest=latest)
        return Refused(reason, "answer_due_on")
    return due_on


def problem_of_answer(outcome: DisputeOutcome, answer: str) -> Refused | None:
    """What an answer lacks, if anything: it decides, and it says why."""
    if outcome is DisputeOutcome.OPEN:
        return Refused(Reason(N_("Indiquez l'issue.")), "outcome")
    if not answer.strip():
        return Refused(Reason(N_("Indiquez la réponse donnée au client.")), "answer")
    return None


def rests_until_on(answered_on: date, calendar: Calendar, terms: DisputeTerms = DEFAULT_TERMS) -> date:
    """The last day on which the contested part is still left in peace: time to object, or for the credit note."""
    return calendar.after(answered_on, terms.rest_days)
