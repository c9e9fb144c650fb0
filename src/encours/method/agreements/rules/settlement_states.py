"""The states of a settlement and the moves allowed between them (method 2k)."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class SettlementState(StrEnum):
    """Where a smaller amount offered to close a file stands."""

    ADVISED = "advised"
    APPROVED = "approved"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REFUSED = "refused"
    PAID = "paid"
    CLOSED = "closed"
    DEFAULTED = "defaulted"
    WITHDRAWN = "withdrawn"


SETTLEMENT_STATE_LABELS = {
    SettlementState.ADVISED: N_("conseillée"),
    SettlementState.APPROVED: N_("décidée, pas encore partie"),
    SettlementState.OFFERED: N_("offre en cours"),
    SettlementState.ACCEPTED: N_("acceptée, paiement attendu"),
    SettlementState.EXPIRED: N_("sans réponse à sa date"),
    SettlementState.REFUSED: N_("refusée"),
    SettlementState.PAID: N_("payée"),
    SettlementState.CLOSED: N_("terminée"),
    SettlementState.DEFAULTED: N_("non payée à sa date, le solde entier est dû"),
    SettlementState.WITHDRAWN: N_("retirée"),
}
_S = SettlementState
SETTLEMENT_MOVES: dict[SettlementState, frozenset[SettlementState]] = {
    _S.ADVISED: frozenset({_S.APPROVED}),
    _S.APPROVED: frozenset({_S.OFFERED, _S.WITHDRAWN}),
    _S.OFFERED: frozenset({_S.ACCEPTED, _S.REFUSED, _S.EXPIRED, _S.PAID, _S.WITHDRAWN}),
    _S.ACCEPTED: frozenset({_S.PAID, _S.DEFAULTED, _S.CLOSED, _S.WITHDRAWN}),
    _S.PAID: frozenset({_S.CLOSED, _S.DEFAULTED}),
    _S.CLOSED: frozenset({_S.DEFAULTED}),
    _S.EXPIRED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.DEFAULTED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
"""Advised is the advisor's answer, of which no row is kept; a second offer is a row of its own. An offer is withdrawn
before it leaves, or by insolvency or bereavement. Accepted to closed: the plan of the whole sum was chosen. Paid or
closed to defaulted: the money came back."""
SETTLEMENT_RUNNING = frozenset({_S.APPROVED, _S.OFFERED, _S.ACCEPTED})
"""States in which nothing else is asked for."""
SETTLEMENT_MADE = frozenset(
    {_S.OFFERED, _S.ACCEPTED, _S.EXPIRED, _S.REFUSED, _S.PAID, _S.CLOSED, _S.DEFAULTED}
)
"""States of an offer that the customer received."""


class SettlementChoice(StrEnum):
    """Which of the two possibilities the customer took."""

    PART = "part"
    WHOLE = "whole"


CHOICE_LABELS = {
    SettlementChoice.PART: N_("une partie, pour solde de tout compte"),
    SettlementChoice.WHOLE: N_("la totalité, en plusieurs fois"),
}
