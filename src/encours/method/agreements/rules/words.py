"""The states of an agreement and the moves allowed between them (method 2k, ruling 11)."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class AgreementState(StrEnum):
    """Where a promise stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DUE = "due"
    IN_TRANSIT = "in_transit"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    BROKEN_THEN_PAID = "broken_then_paid"
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"


AGREEMENT_STATE_LABELS = {
    AgreementState.PROPOSED: N_("proposé, à confirmer par écrit"),
    AgreementState.ACCEPTED: N_("accepté par écrit"),
    AgreementState.DUE: N_("attendu, banque pas encore vérifiée"),
    AgreementState.IN_TRANSIT: N_("virement annoncé, en route"),
    AgreementState.KEPT: N_("tenu"),
    AgreementState.PARTLY_KEPT: N_("tenu en partie"),
    AgreementState.BROKEN: N_("non suivi d'un paiement"),
    AgreementState.BROKEN_THEN_PAID: N_("payé après la date"),
    AgreementState.UNCONFIRMED: N_("resté sans confirmation"),
    AgreementState.CANCELLED: N_("annulé"),
}
_S = AgreementState
_SETTLED = frozenset({_S.KEPT, _S.PARTLY_KEPT, _S.BROKEN, _S.BROKEN_THEN_PAID})
OPEN = frozenset({_S.PROPOSED, _S.ACCEPTED, _S.DUE, _S.IN_TRANSIT})
"""States that wait for something: a written yes, or money."""
ON_TIME = frozenset({_S.ACCEPTED, _S.DUE, _S.IN_TRANSIT})
"""States in which an agreement covers its amount: accepted in writing and not judged yet."""
WRITTEN = ON_TIME | frozenset({_S.PARTLY_KEPT, _S.BROKEN, _S.BROKEN_THEN_PAID})
"""States that nobody reaches without a written acceptance: what was never accepted is never broken."""
ALLOWED_MOVES: dict[AgreementState, frozenset[AgreementState]] = {
    _S.PROPOSED: frozenset({_S.ACCEPTED, _S.UNCONFIRMED, _S.KEPT, _S.CANCELLED}),
    _S.ACCEPTED: frozenset({_S.DUE, _S.PROPOSED, _S.IN_TRANSIT, *_SETTLED, _S.CANCELLED}),
    _S.DUE: frozenset({_S.IN_TRANSIT, *_SETTLED, _S.CANCELLED}),
    _S.IN_TRANSIT: frozenset({*_SETTLED, _S.CANCELLED}),
    _S.PARTLY_KEPT: frozenset({_S.BROKEN_THEN_PAID}),
    _S.BROKEN: frozenset({_S.BROKEN_THEN_PAID}),
    _S.UNCONFIRMED: frozenset({_S.ACCEPTED, _S.CANCELLED}),
    _S.KEPT: frozenset({_S.BROKEN}),
    _S.BROKEN_THEN_PAID: frozenset(),
    _S.CANCELLED: frozenset(),
}
"""Kept to broken: only where the money itself came back. A part that came is paid late within a plan only."""


class AgreementKind(StrEnum):
    """What was agreed. An instalment is a part of a plan, judged as a promise is; so is a settlement."""

    PROMISE = "promise"
    DEFERRAL = "deferral"
    PLAN = "plan"
    INSTALMENT = "instalment"
    SETTLEMENT = "settlement"


AGREEMENT_KIND_LABELS = {
    AgreementKind.PROMISE: N_("promesse"),
    AgreementKind.DEFERRAL: N_("report"),
    AgreementKind.PLAN: N_("échéancier"),
    AgreementKind.INSTALMENT: N_("échéance du plan"),
    AgreementKind.SETTLEMENT: N_("règlement pour solde"),
}


class OwnPromiseKind(StrEnum):
    """What we owe the customer."""

    ANSWER = "answer"
    REPAIR = "repair"
    DOCUMENT = "document"


OWN_PROMISE_LABELS = {
    OwnPromiseKind.ANSWER: N_("réponse à donner"),
    OwnPromiseKind.REPAIR: N_("engagement de notre part"),
    OwnPromiseKind.DOCUMENT: N_("pièce à envoyer"),
}


def is_minor_fix(kind: OwnPromiseKind) -> bool:
    """Whether what we owe is a small thing of ours that holds the payment back (method 2b, M; 2k, «fixing»)."""
    return kind is not OwnPromiseKind.ANSWER


class PromiseSource(StrEnum):
    """How a promise reached us."""

    CALL = "call"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    PAGE = "page"


PROMISE_SOURCE_LABELS = {
    PromiseSource.CALL: N_("appel"),
    PromiseSource.EMAIL: N_("e-mail"),
    PromiseSource.LETTER: N_("courrier"),
    PromiseSource.VISIT: N_("rendez-vous"),
    PromiseSource.PAGE: N_("page du client"),
}
