"""Decides what a dispute must say, by when it is answered, and how long the contested part rests afterwards."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from encours.ground.kernel.money import Money, total
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.calendar import Calendar
from encours.method.disputes.rules.reasons import OTHER, reason_of, reasons
from encours.method.disputes.rules.terms import DEFAULT_TERMS, DisputeTerms
from encours.method.disputes.rules.words import ANSWERS, OWES_A_CREDIT, DisputeOutcome, DisputeSource

MOST_LINES = 20
MOST_SUBJECT = 240
MANAGER_CALLS_WITHIN = 2
"""Business days in which the manager calls about an answer that is contested with facts."""


@dataclass(frozen=True, slots=True)
class ContestedLine:
    """A line of the invoice that is contested, as the customer names it."""

    description: str
    amount: Money


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """What is contested on one invoice. Without `answer_due_on` the reason says by when it is answered.

    `lines` add up to the amount where there are any. Without `handled_by_id` the reason's role answers.
    """

    customer_id: int
    invoice_id: int
    amount: Money
    subject: str
    handled_by_id: int | None = None
    answer_due_on: date | None = None
    reason: str = OTHER
    source: DisputeSource = DisputeSource.DESK
    lines: tuple[ContestedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What we answer to a contested point, and what that changes.

    `granted` is what we give back: all of it when upheld, a part of it when partly. `new_due_on`: the day by
    which the rest of the invoice is to be paid, where its due date changes.
    """

    outcome: DisputeOutcome
    answer: str
    granted: Money | None = None
    new_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What both sides agree to after an objection: how it ends, what we give back, the new due date of the rest.

    `words` say what was agreed; they take the place of our answer, and stand in our closing letter.
    """

    outcome: DisputeOutcome
    words: str
    granted: Money | None = None
    new_due_on: date | None = None


def problem_of_settlement(
    found: Settlement, *, disputed: Money, credited: Money, today: date
) -> Refused | None:
    """What makes a settlement impossible: it decides, fits what is contested, and takes no credit note back."""
    draft = AnswerDraft(found.outcome, found.words, found.granted, found.new_due_on)
    if refused := problem_of_answer(draft, disputed=disputed, today=today):
        return refused
    if granted_of(draft, disputed=disputed) < credited:
        text = N_(
            "{credited} sont déjà corrigés dans les comptes : la part convenue ne peut pas être moindre."
        )
        return Refused(Reason(text, credited=credited), "granted")
    return None


def problem_of_dispute(draft: DisputeDraft, *, contestable: Money) -> Refused | None:
    """What makes a dispute impossible, if anything. `contestable` is open and not contested yet."""
    if not draft.subject.strip():
        return Refused(Reason(N_("Indiquez ce qui est contesté.")), "subject")
    if draft.reason not in reasons():
        return Refused(Reason(N_("Choisissez un motif de la liste.")), "reason")
    if draft.amount.currency != contestable.currency:
        return Refused(Reason(N_("Ce montant n'est pas dans la devise de la facture.")), "amount")
    if draft.amount.minor <= 0:
        return Refused(Reason(N_("Indiquez un montant positif.")), "amount")
    if draft.amount > contestable:
        reason = Reason(N_("Il reste {contestable} à contester sur cette facture."), contestable=contestable)
        return Refused(reason, "amount")
    return _problem_of_lines(draft)


def _problem_of_lines(draft: DisputeDraft) -> Refused | None:
    if not draft.lines:
        return None
    if len(draft.lines) > MOST_LINES:
        return Refused(Reason(N_("{most} lignes au plus."), most=MOST_LINES), "lines")
    if any(not line.description.strip() or line.amount.minor <= 0 for line in draft.lines):
        return Refused(Reason(N_("Chaque ligne a un libellé et un montant positif.")), "lines")
    found = total((line.amount for line in draft.lines), draft.amount.currency)
    if found != draft.amount:
        reason = Reason(
            N_("Les lignes font {found}, le montant contesté est {amount}."), found=found, amount=draft.amount
        )
        return Refused(reason, "lines")
    return None


def answer_due_on(
    draft: DisputeDraft, *, today: date, calendar: Calendar, terms: DisputeTerms = DEFAULT_TERMS
) -> date | Refused:
    """By when the dispute is answered: as its reason says, and never later than ten business days."""
    latest = calendar.after(today, terms.answer_days)
    usual = calendar.after(today, min(terms.answer_days, reason_of(draft.reason).answer_days))
    due_on = draft.answer_due_on or usual
    if due_on < today:
        return Refused(Reason(N_("Cette date est déjà passée.")), "answer_due_on")
    if due_on > latest:
        reason = Reason(N_("Un litige reçoit sa réponse au plus tard le {latest}."), latest=latest)
        return Refused(reason, "answer_due_on")
    return due_on


def problem_of_answer(draft: AnswerDraft, *, disputed: Money, today: date) -> Refused | None:
    """What an answer lacks, if anything: it decides, it says why, and what it gives back fits what is contested."""
    if draft.outcome not in ANSWERS:
        return Refused(Reason(N_("Indiquez l'issue.")), "outcome")
    if not draft.answer.strip():
        return Refused(Reason(N_("Indiquez la réponse donnée au client.")), "answer")
    if draft.new_due_on is not None and draft.new_due_on < today:
        return Refused(Reason(N_("Cette date est déjà passée.")), "new_due_on")
    if draft.outcome is not DisputeOutcome.PARTLY:
        return None
    granted = draft.granted
    if granted is None or granted.currency != disputed.currency or not 0 < granted.minor < disputed.minor:
        text = N_("Fondé en partie\u00a0: indiquez la part que vous corrigez, moins que {disputed}.")
        return Refused(Reason(text, disputed=disputed), "granted")
    return None


def granted_of(draft: AnswerDraft, *, disputed: Money) -> Money:
    """What an answer gives back."""
    if draft.outcome is DisputeOutcome.UPHELD:
        return disputed
    if draft.outcome is DisputeOutcome.PARTLY and draft.granted is not None:
        return draft.granted
    return Money.zero(disputed.currency)


def with_new_due(
    draft: AnswerDraft, *, today: date, calendar: Calendar, terms: DisputeTerms = DEFAULT_TERMS
) -> AnswerDraft:
    """The answer with the new due date of what is left, where we were wrong and it names none.

    Source: method 2k, Dispute (upheld: credit note, new due date); R089; section 5, Q2.
    """
    if draft.outcome not in OWES_A_CREDIT or draft.new_due_on is not None:
        return draft
    return replace(draft, new_due_on=calendar.next_open(today + timedelta(days=terms.new_due_days)))


def rests_until_on(answered_on: date, calendar: Calendar, terms: DisputeTerms = DEFAULT_TERMS) -> date:
    """The last day on which the contested part is still left in peace: time to object, or for the credit note."""
    return calendar.after(answered_on, terms.rest_days)
