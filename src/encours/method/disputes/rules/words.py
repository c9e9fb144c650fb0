"""The words of a dispute: where it stands, how it ends, by which way it came."""

from enum import StrEnum

from encours.ground.kernel.reason import N_
from encours.method.cases.rules.contact import Channel


class DisputeState(StrEnum):
    """Where a dispute stands. Source: method 2k, Dispute."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATING = "investigating"
    OVERDUE_US = "overdue_us"
    ANSWERED = "answered"
    CONTESTED = "contested"
    MEDIATION = "mediation"
    LEGAL = "legal"
    CLOSED = "closed"


DISPUTE_STATE_LABELS = {
    DisputeState.REPORTED: N_("signalé"),
    DisputeState.ACKNOWLEDGED: N_("accusé de réception envoyé"),
    DisputeState.INVESTIGATING: N_("en cours d'examen"),
    DisputeState.OVERDUE_US: N_("réponse en retard de notre part"),
    DisputeState.ANSWERED: N_("réponse donnée"),
    DisputeState.CONTESTED: N_("réponse contestée"),
    DisputeState.MEDIATION: N_("en médiation"),
    DisputeState.LEGAL: N_("chez l'avocat"),
    DisputeState.CLOSED: N_("clos"),
}
UNANSWERED = frozenset(
    {
        DisputeState.REPORTED,
        DisputeState.ACKNOWLEDGED,
        DisputeState.INVESTIGATING,
        DisputeState.OVERDUE_US,
    }
)
"""States in which we still owe the first answer."""
OWES_ANSWER = UNANSWERED | {DisputeState.CONTESTED}
"""States in which something is ours to do by a day: the answer, or the manager's call."""
OPEN_STATES = OWES_ANSWER | {DisputeState.MEDIATION, DisputeState.LEGAL}
"""States in which the point is open between us: its part rests, and nothing is concluded from it."""


class DisputeOutcome(StrEnum):
    """Open, or how it was answered."""

    OPEN = "open"
    UPHELD = "upheld"
    PARTLY = "partly"
    GROUNDLESS = "groundless"
    WITHDRAWN = "withdrawn"


DISPUTE_OUTCOME_LABELS = {
    DisputeOutcome.OPEN: N_("en cours d'examen"),
    DisputeOutcome.UPHELD: N_("fondé"),
    DisputeOutcome.PARTLY: N_("fondé en partie"),
    DisputeOutcome.GROUNDLESS: N_("non fondé"),
    DisputeOutcome.WITHDRAWN: N_("retiré par le client"),
}
ANSWERS = (DisputeOutcome.UPHELD, DisputeOutcome.PARTLY, DisputeOutcome.GROUNDLESS)
"""What we may answer."""
OWES_A_CREDIT = frozenset({DisputeOutcome.UPHELD, DisputeOutcome.PARTLY})
"""Answers after which we owe a credit note."""


class DisputeSource(StrEnum):
    """By which way the remark came."""

    DESK = "desk"
    CALL = "call"
    EMAIL = "email"
    LETTER = "letter"
    PORTAL = "portal"


DISPUTE_SOURCE_LABELS = {
    DisputeSource.DESK: N_("noté au bureau"),
    DisputeSource.CALL: N_("appel"),
    DisputeSource.EMAIL: N_("e-mail"),
    DisputeSource.LETTER: N_("courrier"),
    DisputeSource.PORTAL: N_("page du client"),
}
CHANNELS = {
    DisputeSource.DESK: Channel.PHONE,
    DisputeSource.CALL: Channel.PHONE,
    DisputeSource.EMAIL: Channel.EMAIL,
    DisputeSource.LETTER: Channel.LETTER,
    DisputeSource.PORTAL: Channel.PAGE,
}
"""By which channel we learnt it; what is noted at the desk was said to somebody."""
