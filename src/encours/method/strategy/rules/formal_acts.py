"""Formal acts (formal notice, last notice): their states and moves, what must exist before each, what proves them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused


class FormalKind(StrEnum):
    """Which act it is."""

    FORMAL_NOTICE = "formal_notice"
    LAST_NOTICE = "last_notice"


FORMAL_KIND_LABELS = {
    FormalKind.FORMAL_NOTICE: N_("mise en demeure"),
    FormalKind.LAST_NOTICE: N_("dernier avis"),
}


class FormalState(StrEnum):
    """Where an act stands. It counts as sent only with its number and its proof of posting (R115)."""

    TO_APPROVE = "to_approve"
    APPROVED = "approved"
    SENT = "sent"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    WITHDRAWN = "withdrawn"


FORMAL_STATE_LABELS = {
    FormalState.TO_APPROVE: N_("attend l'accord du dirigeant"),
    FormalState.APPROVED: N_("à envoyer"),
    FormalState.SENT: N_("envoyé, réception attendue"),
    FormalState.DELIVERED: N_("reçu par le débiteur"),
    FormalState.NOT_DELIVERED: N_("refusé ou non réclamé"),
    FormalState.WITHDRAWN: N_("retiré"),
}
OPEN = frozenset({FormalState.TO_APPROVE, FormalState.APPROVED})
GONE = frozenset({FormalState.SENT, FormalState.DELIVERED, FormalState.NOT_DELIVERED})
_S = FormalState
_MOVES = {
    _S.TO_APPROVE: frozenset({_S.APPROVED, _S.WITHDRAWN}),
    _S.APPROVED: frozenset({_S.SENT, _S.WITHDRAWN}),
    _S.SENT: frozenset({_S.DELIVERED, _S.NOT_DELIVERED}),
    _S.NOT_DELIVERED: frozenset({_S.DELIVERED}),
    _S.DELIVERED: frozenset({_S.NOT_DELIVERED}),
    _S.WITHDRAWN: frozenset(),
}


class FormalMeans(StrEnum):
    """How an act travels: one interface, whatever the way."""

    REGISTERED_LETTER = "registered_letter"
    REGISTERED_ELECTRONIC = "registered_electronic"


FORMAL_MEANS_LABELS = {
    FormalMeans.REGISTERED_LETTER: N_("lettre recommandée avec avis de réception"),
    FormalMeans.REGISTERED_ELECTRONIC: N_("lettre recommandée électronique qualifiée"),
}
LEAST_TRACKING = 5


@dataclass(frozen=True, slots=True)
class Posting:
    """What is said when an act was posted: the day, its number, and the file that proves it."""

    on: date
    tracking: str
    has_proof: bool


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What came back: the day, whether the debtor has it, and until when the delay then runs."""

    on: date
    is_delivered: bool
    deadline_on: date


def may_move(before: FormalState, after: FormalState) -> bool:
    """Whether an act may pass from one state to another."""
    return after in _MOVES[before]


def problem_of_posting(posting: Posting, *, approved_on: date, today: date) -> Refused | None:
    """Why an act does not count as sent, if it does not. Source: R115: missing number or proof, not «sent»."""
    if len(posting.tracking.strip()) < LEAST_TRACKING:
        text = N_("Sans numéro de suivi, un acte formel ne compte pas comme envoyé.")
        return Refused(Reason(text), "tracking")
    if not posting.has_proof:
        text = N_("Joignez la preuve de dépôt : sans elle, un acte formel ne compte pas comme envoyé.")
        return Refused(Reason(text), "papers")
    if posting.on > today:
        return Refused(Reason(N_("Ce jour n'est pas encore venu.")), "on")
    if posting.on < approved_on:
        text = N_("Le dirigeant a donné son accord le {on} : rien n'est parti avant.")
        return Refused(Reason(text, on=approved_on), "on")
    return None


def problem_of_approval(*, is_owner: bool, is_long_term: bool, note: str) -> Refused | None:
    """Why an act is not approved, if it is not: the owner alone, who says a word for a long-term customer (R041)."""
    if not is_owner:
        return Refused(Reason(N_("Un acte formel part avec l'accord du dirigeant, et de lui seul.")))
    if is_long_term and len(note.strip()) < LEAST_TRACKING:
        text = N_(
            "C'est un client de longue date : dites en quelques mots pourquoi cet acte part maintenant."
        )
        return Refused(Reason(text), "note")
    return None
