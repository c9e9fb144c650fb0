"""What counts as accepting in writing: how, when, who, and the exact text that was accepted."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.plan_states import PLAN_MOVES, PLAN_STATE_LABELS, PlanState
from encours.method.agreements.rules.words import (
    AGREEMENT_STATE_LABELS,
    ALLOWED_MOVES,
    AgreementKind,
    AgreementState,
)


class AcceptedBy(StrEnum):
    """The kind of written trace."""

    REPLY = "reply"
    LINK = "link"
    SIGNED = "signed"
    LETTER = "letter"


ACCEPTED_BY_LABELS = {
    AcceptedBy.REPLY: N_("réponse écrite"),
    AcceptedBy.LINK: N_("page du client"),
    AcceptedBy.SIGNED: N_("document signé"),
    AcceptedBy.LETTER: N_("courrier"),
}


@dataclass(frozen=True, slots=True)
class AcceptanceDraft:
    """A written yes. `text`: what was accepted, word for word; `words`: what the customer wrote or clicked.

    `person`: who said yes, `address`: from which address or through which link (never an IP address).
    `document_id`: the signed copy, where there is one.
    """

    how: AcceptedBy
    text: str
    words: str = ""
    person: str = ""
    address: str = ""
    document_id: int | None = None

    @property
    def trace(self) -> str:
        """What is shown as the written trace: the customer's words, else the text agreed to."""
        return self.words.strip() or self.text.strip()


@dataclass(frozen=True, slots=True)
class ToAccept:
    """What somebody is about to accept. `first_on`: the first date it names; `awaits_us`: our side must agree first.

    `answer_by`: the last day of the offer, where it has one.
    """

    kind: AgreementKind
    state: AgreementState | PlanState
    first_on: date
    awaits_us: bool = False
    answer_by: date | None = None


def text_digest(text: str) -> str:
    """The SHA-256 of an accepted text, as the journal keeps it."""
    return hashlib.sha256(text.encode()).hexdigest()


def may_be_accepted(state: AgreementState | PlanState) -> bool:
    """Whether an agreement waits for a written yes; a late yes still counts."""
    if isinstance(state, PlanState):
        return PlanState.ACCEPTED in PLAN_MOVES[state]
    return AgreementState.ACCEPTED in ALLOWED_MOVES[state]


def waits_for_nothing(state: AgreementState | PlanState) -> Reason:
    """Why an agreement cannot be accepted or declined any more: what it has become, said to whoever comes late."""
    labels = PLAN_STATE_LABELS[state] if isinstance(state, PlanState) else AGREEMENT_STATE_LABELS[state]
    return Reason(N_("Cet accord n'attend plus de réponse : il est « {state} »."), state=Reason(labels))


def problem_of_acceptance(asked: ToAccept, acceptance: AcceptanceDraft, *, today: date) -> Refused | None:
    """What forbids accepting: nothing waits, no written trace, our side has not agreed, its date is past.

    Source: R095, R096.
    """
    if not may_be_accepted(asked.state):
        return Refused(waits_for_nothing(asked.state))
    if not acceptance.trace:
        return Refused(Reason(N_("Un accord n'est accepté qu'avec une trace écrite.")), "trace")
    if acceptance.how is AcceptedBy.SIGNED and acceptance.document_id is None:
        return Refused(Reason(N_("Joignez le document signé.")), "document")
    if asked.awaits_us:
        return Refused(Reason(N_("Cette proposition attend d'abord notre accord.")))
    if asked.answer_by is not None and asked.answer_by < today:
        return Refused(Reason(N_("Cette proposition a pris fin le {on}."), on=asked.answer_by))
    if asked.first_on < today:
        return Refused(
            Reason(N_("La date promise est passée : convenez d'une nouvelle date.")), "promised_for"
        )
    return None
