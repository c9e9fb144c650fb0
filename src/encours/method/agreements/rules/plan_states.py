"""The states of a payment plan and the moves allowed between them (method 2k)."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class PlanState(StrEnum):
    """Where a plan stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    UNCONFIRMED = "unconfirmed"
    RUNNING = "running"
    INSTALMENT_MISSED = "instalment_missed"
    BROKEN = "broken"
    ACCELERATED = "accelerated"
    RENEGOTIATED = "renegotiated"
    COMPLETED = "completed"
    PAUSED = "paused"
    CANCELLED = "cancelled"


PLAN_STATE_LABELS = {
    PlanState.PROPOSED: N_("proposé, à confirmer par écrit"),
    PlanState.ACCEPTED: N_("accepté par écrit"),
    PlanState.DECLINED: N_("décliné"),
    PlanState.UNCONFIRMED: N_("resté sans confirmation"),
    PlanState.RUNNING: N_("en cours"),
    PlanState.INSTALMENT_MISSED: N_("une échéance manque"),
    PlanState.BROKEN: N_("non suivi d'un paiement"),
    PlanState.ACCELERATED: N_("arrêté, le solde est dû"),
    PlanState.RENEGOTIATED: N_("remplacé par un autre échéancier"),
    PlanState.COMPLETED: N_("tenu"),
    PlanState.PAUSED: N_("suspendu"),
    PlanState.CANCELLED: N_("annulé"),
}
_S = PlanState
PLAN_MOVES: dict[PlanState, frozenset[PlanState]] = {
    _S.PROPOSED: frozenset({_S.ACCEPTED, _S.DECLINED, _S.UNCONFIRMED, _S.COMPLETED, _S.CANCELLED}),
    _S.UNCONFIRMED: frozenset({_S.ACCEPTED, _S.DECLINED, _S.CANCELLED}),
    _S.ACCEPTED: frozenset(
        {_S.RUNNING, _S.INSTALMENT_MISSED, _S.COMPLETED, _S.RENEGOTIATED, _S.PAUSED, _S.CANCELLED}
    ),
    _S.RUNNING: frozenset({_S.INSTALMENT_MISSED, _S.COMPLETED, _S.RENEGOTIATED, _S.PAUSED, _S.CANCELLED}),
    _S.INSTALMENT_MISSED: frozenset({_S.RUNNING, _S.BROKEN, _S.COMPLETED, _S.PAUSED, _S.CANCELLED}),
    _S.BROKEN: frozenset({_S.ACCELERATED}),
    _S.PAUSED: frozenset({_S.RUNNING, _S.RENEGOTIATED, _S.CANCELLED}),
    _S.COMPLETED: frozenset({_S.INSTALMENT_MISSED}),
    _S.DECLINED: frozenset(),
    _S.ACCELERATED: frozenset(),
    _S.RENEGOTIATED: frozenset(),
    _S.CANCELLED: frozenset(),
}
"""Completed to a missed instalment: only where the money of an instalment came back."""
RUNNING = frozenset({_S.ACCEPTED, _S.RUNNING, _S.INSTALMENT_MISSED})
"""States in which the parts of a plan are expected."""
PLAN_OPEN = RUNNING | {_S.PROPOSED, _S.PAUSED}
"""States that wait for something: a written yes, money, or the end of a pause."""
PLAN_WRITTEN = RUNNING | {_S.PAUSED, _S.BROKEN, _S.ACCELERATED}
"""States that nobody reaches without a written acceptance."""
