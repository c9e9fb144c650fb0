"""What may become of a placement: every move there is, who may make it, and when it may be undone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.referral.rules.words import PLACEMENT_STATE_LABELS, PlacementState

UNDO_FOR = timedelta(hours=24)
"""A hand-over may be taken back for so long, as long as the partner has told nothing yet. Source: peers, Hand-off."""


class PlacementEvent(StrEnum):
    """What moves a placement."""

    QUOTE_RECORDED = "quote_recorded"
    OWNER_ACCEPTS = "owner_accepts"
    CANCELLED = "cancelled"
    HANDED_OVER = "handed_over"
    UNDONE = "undone"
    CONTACTED = "contacted"
    DISCUSSED = "discussed"
    PLANNED = "planned"
    COLLECTED_PART = "collected_part"
    COLLECTED_ALL = "collected_all"
    REMITTED_PART = "remitted_part"
    REMITTED_ALL = "remitted_all"
    LEGAL_ADVISED = "legal_advised"
    LEGAL_AGREED = "legal_agreed"
    COMPLAINT = "complaint"
    RESUMED = "resumed"
    RETURNED = "returned"
    CLOSED = "closed"


EVENT_LABELS = {
    PlacementEvent.QUOTE_RECORDED: N_("devis enregistré"),
    PlacementEvent.OWNER_ACCEPTS: N_("accord du dirigeant"),
    PlacementEvent.CANCELLED: N_("abandon avant transmission"),
    PlacementEvent.HANDED_OVER: N_("dossier complet transmis"),
    PlacementEvent.UNDONE: N_("transmission annulée dans les 24 h"),
    PlacementEvent.CONTACTED: N_("débiteur contacté"),
    PlacementEvent.DISCUSSED: N_("discussion"),
    PlacementEvent.PLANNED: N_("échéancier convenu"),
    PlacementEvent.COLLECTED_PART: N_("une partie encaissée par le partenaire"),
    PlacementEvent.COLLECTED_ALL: N_("tout encaissé par le partenaire"),
    PlacementEvent.REMITTED_PART: N_("une partie reversée"),
    PlacementEvent.REMITTED_ALL: N_("tout reversé"),
    PlacementEvent.LEGAL_ADVISED: N_("voie judiciaire conseillée"),
    PlacementEvent.LEGAL_AGREED: N_("accord du dirigeant pour la voie judiciaire"),
    PlacementEvent.COMPLAINT: N_("réclamation"),
    PlacementEvent.RESUMED: N_("reprise après réclamation"),
    PlacementEvent.RETURNED: N_("dossier rendu"),
    PlacementEvent.CLOSED: N_("fin"),
}
_S, _E = PlacementState, PlacementEvent
WORKING = (
    _S.FILE_CHECKED, _S.CONTACTED, _S.IN_DISCUSSION, _S.PLAN, _S.PARTIALLY_PAID, _S.LEGAL_ADVISED, _S.LEGAL,
)  # fmt: skip
"""The partner has the file and works on it."""
WITH_PARTNER = frozenset({*WORKING, _S.PAID_TO_AGENCY, _S.REMITTED, _S.PAUSED})
"""The partner has the file."""
ENDED = frozenset({_S.RETURNED, _S.CLOSED, _S.CANCELLED})
BLOCKS_US = WITH_PARTNER | {_S.ACCEPTED}
"""Nobody of ours asks the customer for anything. Source: method 2k, R130."""
RUNNING = frozenset(_S) - ENDED
MOVES: Mapping[tuple[PlacementState, PlacementEvent], PlacementState] = {
    (_S.QUOTE_REQUESTED, _E.QUOTE_RECORDED): _S.QUOTED,
    (_S.QUOTED, _E.QUOTE_RECORDED): _S.QUOTED,
    (_S.QUOTED, _E.OWNER_ACCEPTS): _S.ACCEPTED,
    **{(state, _E.CANCELLED): _S.CANCELLED for state in (_S.QUOTE_REQUESTED, _S.QUOTED, _S.ACCEPTED)},
    (_S.ACCEPTED, _E.HANDED_OVER): _S.FILE_CHECKED,
    (_S.FILE_CHECKED, _E.UNDONE): _S.ACCEPTED,
    (_S.FILE_CHECKED, _E.CONTACTED): _S.CONTACTED,
    **{(state, _E.DISCUSSED): _S.IN_DISCUSSION for state in (_S.FILE_CHECKED, _S.CONTACTED)},
    **{(state, _E.PLANNED): _S.PLAN for state in (_S.FILE_CHECKED, _S.CONTACTED, _S.IN_DISCUSSION)},
    **{(state, _E.COLLECTED_PART): _S.PARTIALLY_PAID for state in WORKING if state is not _S.LEGAL},
    (_S.LEGAL, _E.COLLECTED_PART): _S.LEGAL,
    **{(state, _E.COLLECTED_ALL): _S.PAID_TO_AGENCY for state in WORKING},
    **{(state, _E.REMITTED_PART): state for state in (*WORKING, _S.PAID_TO_AGENCY)},
    **{(state, _E.REMITTED_ALL): _S.REMITTED for state in (*WORKING, _S.PAID_TO_AGENCY)},
    **{
        (state, _E.LEGAL_ADVISED): _S.LEGAL_ADVISED
        for state in WORKING
        if state not in (_S.LEGAL_ADVISED, _S.LEGAL)
    },
    (_S.LEGAL_ADVISED, _E.LEGAL_AGREED): _S.LEGAL,
    **{(state, _E.COMPLAINT): _S.PAUSED for state in (*WORKING, _S.PAID_TO_AGENCY)},
    **{(state, _E.RETURNED): _S.RETURNED for state in (*WORKING, _S.PAUSED)},
    (_S.REMITTED, _E.CLOSED): _S.CLOSED,
}
"""From a state, by an event, to a state; RESUMED goes back before the pause. What is not here is forbidden."""
OWNER_ONLY = frozenset({_E.OWNER_ACCEPTS, _E.HANDED_OVER, _E.UNDONE, _E.LEGAL_AGREED, _E.RESUMED})
TOLD_STATES: Mapping[str, PlacementEvent] = {
    "contacted": _E.CONTACTED,
    "in_discussion": _E.DISCUSSED,
    "plan": _E.PLANNED,
    "legal_advised": _E.LEGAL_ADVISED,
    "complaint": _E.COMPLAINT,
    "returned": _E.RETURNED,
}
"""What a partner may say of a file besides money."""


def after(
    state: PlacementState, event: PlacementEvent, *, before_pause: PlacementState | None = None
) -> PlacementState | None:
    """The state that follows; None when the method allows no such move."""
    if event is PlacementEvent.RESUMED:
        return before_pause if state is PlacementState.PAUSED else None
    return MOVES.get((state, event))


def problem_of_move(
    state: PlacementState, event: PlacementEvent, *, before_pause: PlacementState | None = None
) -> Refused | None:
    """Why a placement cannot make a move, if so."""
    if after(state, event, before_pause=before_pause) is not None:
        return None
    text = N_("Ce dossier est «\u00a0{state}\u00a0»\u00a0: «\u00a0{event}\u00a0» n'est pas possible.")
    return Refused(
        Reason(text, state=Reason(PLACEMENT_STATE_LABELS[state]), event=Reason(EVENT_LABELS[event]))
    )


def problem_of_undo(handed_over_at: datetime | None, now: datetime, *, has_news: bool) -> Refused | None:
    """Why a hand-over can no longer be taken back: 24 hours have passed, or the partner has begun."""
    if handed_over_at is None:
        return Refused(Reason(N_("Ce dossier n'a pas été transmis.")))
    if has_news:
        return Refused(Reason(N_("Le partenaire a déjà commencé\u00a0: demandez-lui de rendre le dossier.")))
    if now - handed_over_at > UNDO_FOR:
        return Refused(
            Reason(N_("Les 24 heures sont passées\u00a0: demandez au partenaire de rendre le dossier."))
        )
    return None
