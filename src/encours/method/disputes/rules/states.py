"""What may become of a dispute: every move there is, and what forbids one. Source: method 2k, Dispute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes.rules.words import (
    DISPUTE_STATE_LABELS,
    OPEN_STATES,
    OWES_A_CREDIT,
    DisputeOutcome,
    DisputeState,
)


class DisputeEvent(StrEnum):
    """What moves a dispute."""

    ACKNOWLEDGED = "acknowledged"
    STARTED = "started"
    DATE_PASSED = "date_passed"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    AGREED = "agreed"
    NO_OBJECTION = "no_objection"
    OBJECTED = "objected"
    MEDIATION_AGREED = "mediation_agreed"
    TO_LAWYER = "to_lawyer"
    WITHDRAWN = "withdrawn"


EVENT_LABELS = {
    DisputeEvent.ACKNOWLEDGED: N_("accusé de réception"),
    DisputeEvent.STARTED: N_("examen commencé"),
    DisputeEvent.DATE_PASSED: N_("date de réponse passée"),
    DisputeEvent.ANSWERED: N_("réponse donnée"),
    DisputeEvent.CORRECTED: N_("avoir ou facture corrigée"),
    DisputeEvent.AGREED: N_("accord du client"),
    DisputeEvent.NO_OBJECTION: N_("pas d'objection"),
    DisputeEvent.OBJECTED: N_("objection du client"),
    DisputeEvent.MEDIATION_AGREED: N_("médiation convenue"),
    DisputeEvent.TO_LAWYER: N_("confié à l'avocat"),
    DisputeEvent.WITHDRAWN: N_("retiré par le client"),
}
_S, _E, _O = DisputeState, DisputeEvent, DisputeOutcome
LIVE = frozenset(DisputeState) - {_S.CLOSED}
MOVES: Mapping[tuple[DisputeState, DisputeEvent], DisputeState] = {
    (_S.REPORTED, _E.ACKNOWLEDGED): _S.ACKNOWLEDGED,
    (_S.REPORTED, _E.DATE_PASSED): _S.OVERDUE_US,
    (_S.ACKNOWLEDGED, _E.STARTED): _S.INVESTIGATING,
    (_S.ACKNOWLEDGED, _E.DATE_PASSED): _S.OVERDUE_US,
    (_S.INVESTIGATING, _E.ANSWERED): _S.ANSWERED,
    (_S.INVESTIGATING, _E.DATE_PASSED): _S.OVERDUE_US,
    (_S.OVERDUE_US, _E.ANSWERED): _S.ANSWERED,
    (_S.ANSWERED, _E.CORRECTED): _S.CLOSED,
    (_S.ANSWERED, _E.AGREED): _S.CLOSED,
    (_S.ANSWERED, _E.NO_OBJECTION): _S.CLOSED,
    (_S.ANSWERED, _E.OBJECTED): _S.CONTESTED,
    (_S.CONTESTED, _E.AGREED): _S.CLOSED,
    (_S.CONTESTED, _E.MEDIATION_AGREED): _S.MEDIATION,
    (_S.CONTESTED, _E.TO_LAWYER): _S.LEGAL,
    (_S.MEDIATION, _E.AGREED): _S.CLOSED,
    (_S.MEDIATION, _E.TO_LAWYER): _S.LEGAL,
    (_S.LEGAL, _E.AGREED): _S.CLOSED,
    **{(state, _E.WITHDRAWN): _S.CLOSED for state in LIVE},
}
"""From a state, by an event, to a state. What is not here is forbidden."""
_ONLY_AFTER: Mapping[tuple[DisputeState, DisputeEvent], frozenset[DisputeOutcome]] = {
    (_S.ANSWERED, _E.CORRECTED): frozenset({_O.UPHELD}),
    (_S.ANSWERED, _E.AGREED): frozenset({_O.PARTLY, _O.GROUNDLESS}),
    (_S.ANSWERED, _E.NO_OBJECTION): frozenset({_O.GROUNDLESS}),
}
"""Moves that hold after some answers only."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What says whether the contested part of a dispute may be asked for.

    `told_on`: our answer reached the customer; until then the days of peace have not begun.
    `rests_until_on`: the last of them, included. `left_minor`: contested and not credited since, minor units.
    """

    state: DisputeState
    outcome: DisputeOutcome
    told_on: date | None
    rests_until_on: date | None
    left_minor: int


def after(
    state: DisputeState, event: DisputeEvent, outcome: DisputeOutcome = DisputeOutcome.OPEN
) -> DisputeState | None:
    """The state that follows; None when the method allows no such move."""
    to = MOVES.get((state, event))
    only = _ONLY_AFTER.get((state, event))
    return None if to is None or (only is not None and outcome not in only) else to


def problem_of_move(state: DisputeState, event: DisputeEvent, outcome: DisputeOutcome) -> Refused | None:
    """Why a dispute cannot make a move, if so."""
    if after(state, event, outcome) is not None:
        return None
    text = N_("Ce litige est «\u00a0{state}\u00a0»\u00a0: «\u00a0{event}\u00a0» n'est pas possible.")
    return Refused(Reason(text, state=Reason(DISPUTE_STATE_LABELS[state]), event=Reason(EVENT_LABELS[event])))


def frozen_minor(standing: Standing, *, today: date) -> int:
    """How much of the invoice is not asked for because of this dispute, in minor units.

    Open between us: all of it. Answered in the customer's favour: until it is put right. Answered against
    it: until five business days after the answer reached them. A credit already granted rests no more: it
    has left the balance. Source: method 2k, Dispute; K12.
    """
    return standing.left_minor if standing.left_minor > 0 and _is_at_rest(standing, today) else 0


def _is_at_rest(standing: Standing, today: date) -> bool:
    if standing.state in OPEN_STATES:
        return True
    if standing.state is DisputeState.ANSWERED and (
        standing.outcome in OWES_A_CREDIT or standing.told_on is None
    ):
        return True
    return standing.rests_until_on is not None and standing.rests_until_on >= today
