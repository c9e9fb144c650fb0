"""What follows from the answers of a call: who does what by when, and what the call came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.calls.rules.follow_up import FollowUpKind
from encours.method.calls.rules.questions import LEAVES, leaves_of
from encours.method.calls.rules.tree import Due, Leads, Leaf
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import CallOutcome, HoldKind
from encours.method.cases.rules.words import CaseReason

_COOL_DOWN_DAYS = 3
"""Two full business days, then the next one (K10)."""
_WE_OWE = {
    Leads.RESEND: (OwnPromiseKind.DOCUMENT, N_("renvoyer la facture à la bonne personne")),
    Leads.FIX_REFERENCE: (OwnPromiseKind.DOCUMENT, N_("envoyer la facture avec leur référence")),
    Leads.FIX_OURS: (OwnPromiseKind.REPAIR, N_("corriger la facture, huit jours de plus pour régler")),
    Leads.OFFER_MEANS: (OwnPromiseKind.DOCUMENT, N_("proposer un autre moyen de paiement")),
    Leads.SEND_DOCUMENT: (OwnPromiseKind.DOCUMENT, N_("envoyer la pièce qui manque")),
    Leads.KEEP_OUR_WORD: (OwnPromiseKind.REPAIR, N_("tenir ce que nous avions promis")),
    Leads.ANSWER_LATER: (OwnPromiseKind.ANSWER, N_("répondre à la question posée pendant l'appel")),
    Leads.PROVE: (OwnPromiseKind.DOCUMENT, N_("envoyer l'accord et la preuve de livraison")),
}
_TASKS = {
    Leads.DISPUTE: FollowUpKind.OPEN_DISPUTE,
    Leads.PROVE: FollowUpKind.OPEN_DISPUTE,
    Leads.CHECK_BANK: FollowUpKind.CHECK_BANK,
    Leads.PLAN: FollowUpKind.WRITE_PLAN,
    Leads.SMALLER_PLAN: FollowUpKind.OWNER_DECIDES,
    Leads.SIGNALS: FollowUpKind.OWNER_DECIDES,
    Leads.TALK_BUSINESS: FollowUpKind.TALK_BUSINESS,
    Leads.COOL_DOWN: FollowUpKind.RESUME_CALMLY,
}
_TODAY_AT_LEAST = frozenset({FollowUpKind.OPEN_DISPUTE, FollowUpKind.WRITE_PLAN})
_OUTCOMES = {
    Leads.COOL_DOWN: CallOutcome.EMOTIONAL,
    Leads.DISPUTE: CallOutcome.DISPUTE_RAISED,
    Leads.PROVE: CallOutcome.DISPUTE_RAISED,
    Leads.CHECK_BANK: CallOutcome.ALREADY_PAID,
    Leads.PLAN: CallOutcome.PLAN_ASKED,
    Leads.SMALLER_PLAN: CallOutcome.PLAN_ASKED,
    Leads.CALL_BACK: CallOutcome.CALL_BACK_REQUESTED,
    Leads.CALL_DECIDER: CallOutcome.CALL_BACK_REQUESTED,
    Leads.ANSWER_LATER: CallOutcome.QUESTION_UNANSWERED,
}


@dataclass(frozen=True, slots=True)
class Owed:
    """What we owe the customer by a day."""

    kind: OwnPromiseKind
    what: Reason
    due_on: date


@dataclass(frozen=True, slots=True)
class Todo:
    """What somebody of ours does by a day."""

    kind: FollowUpKind
    due_on: date
    who: Role
    level: Leads


@dataclass(frozen=True, slots=True)
class Follows:
    """Everything that one leaf leads to: never nothing. `on` is the day of the step, `who` does it."""

    leaf: Leaf
    on: date
    who: Role
    owed: Owed | None = None
    todo: Todo | None = None
    hold: HoldKind | None = None


def follows(key: str, *, today: date, calendar: Calendar) -> Follows:
    """What a leaf leads to: a step with somebody and a day. Source: method 5, R084."""
    leaf = LEAVES[key]
    on = due_on(leaf.due, today=today, calendar=calendar)
    owed = _WE_OWE.get(leaf.leads)
    kind = _TASKS.get(leaf.leads)
    promised = Owed(owed[0], Reason(owed[1]), min(on, _latest(owed[0], today, calendar))) if owed else None
    todo = Todo(kind, today if kind in _TODAY_AT_LEAST else on, leaf.who, leaf.leads) if kind else None
    hold = HoldKind.SERIOUS_EVENT if leaf.leads is Leads.HOLD else None
    return Follows(leaf, on, leaf.who, promised, todo, hold)


def all_that_follows(
    answers: Sequence[tuple[str, str]], *, today: date, calendar: Calendar
) -> tuple[Follows, ...]:
    """What every leaf reached leads to, in order."""
    return tuple(follows(key, today=today, calendar=calendar) for key in leaves_of(answers))


def due_on(due: Due, *, today: date, calendar: Calendar) -> date:
    """The day by which the step of a leaf is done; for a day to be agreed, the latest that may be proposed."""
    match due:
        case Due.TODAY:
            return today
        case Due.TWO_DAYS:
            return calendar.after(today, 2)
        case Due.THREE_DAYS | Due.COOLED:
            return calendar.after(today, _COOL_DOWN_DAYS)
        case Due.TEN_DAYS:
            return calendar.after(today, 10)
        case Due.A_WEEK | Due.AGREED:
            return calendar.next_open(today + timedelta(days=7))


def proposed_outcome(answers: Sequence[tuple[str, str]], *, has_promise: bool) -> CallOutcome:
    """What the call came to, as far as the answers tell; the caller may say otherwise."""
    leads = [LEAVES[key].leads for key in leaves_of(answers)]
    if Leads.COOL_DOWN in leads:
        return CallOutcome.EMOTIONAL
    if has_promise:
        return CallOutcome.ORAL_PROMISE
    told = [_OUTCOMES[lead] for lead in leads if lead in _OUTCOMES]
    return told[-1] if told else CallOutcome.ANSWERED_NO_PROMISE


def _latest(kind: OwnPromiseKind, today: date, calendar: Calendar) -> date:
    return calendar.after(today, 2 if kind is OwnPromiseKind.ANSWER else 10)


REPEATED_RESEND = N_(
    "« Pas reçue » pour la deuxième fois : renvoyez-la pendant l'appel, faites-la ouvrir, "
    "ajoutez une deuxième personne."
)
REPEATED_SOON = N_(
    "Une date vague pour la deuxième fois : une date de calendrier ou un premier "
    "versement aujourd'hui, écrit pendant l'appel."
)
THIRD_REASON = N_(
    "Trois raisons différentes ont été données : relisez-les ensemble, sans reproche. Le "
    "responsable participe au prochain appel."
)


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier calls with this customer came to."""

    leaves: tuple[str, ...] = ()
    outcomes: tuple[CallOutcome, ...] = ()
    reasons: frozenset[CaseReason] = frozenset()


def advice(
    answers: Sequence[tuple[str, str]], before: Before, *, outcome: CallOutcome | None = None
) -> tuple[Reason, ...]:
    """What to do where an answer comes back. Source: method 5, «Answer repeated»; R051."""
    found, now = [], leaves_of(answers)
    if "resend" in now and "resend" in before.leaves:
        found.append(Reason(REPEATED_RESEND))
    if outcome is CallOutcome.VAGUE_PROMISE and CallOutcome.VAGUE_PROMISE in before.outcomes:
        found.append(Reason(REPEATED_SOON))
    told = {LEAVES[key].reason for key in now} - {None, CaseReason.UNKNOWN}
    if len(before.reasons) >= 2 and told - before.reasons:
        found.append(Reason(THIRD_REASON))
    return tuple(found)
