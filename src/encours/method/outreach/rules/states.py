"""The states of a message in the outbox, the moves allowed between them, and the modes of a step."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class MessageState(StrEnum):
    """Where a message stands. UNKNOWN is never retried by itself: a person looks."""

    TO_CONFIRM = "to_confirm"
    READY = "ready"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    BY_HAND = "by_hand"
    SENT_BY_HAND = "sent_by_hand"
    CANCELLED = "cancelled"


MESSAGE_STATE_LABELS = {
    MessageState.TO_CONFIRM: N_("à confirmer"),
    MessageState.READY: N_("prêt à partir"),
    MessageState.SENDING: N_("en cours d'envoi"),
    MessageState.ACCEPTED: N_("parti"),
    MessageState.REFUSED: N_("refusé par le serveur"),
    MessageState.UNKNOWN: N_("incertain"),
    MessageState.BY_HAND: N_("à envoyer vous-même"),
    MessageState.SENT_BY_HAND: N_("envoyé par vous"),
    MessageState.CANCELLED: N_("non envoyé"),
}
_S = MessageState
ALLOWED_MOVES: dict[MessageState, frozenset[MessageState]] = {
    _S.TO_CONFIRM: frozenset({_S.READY, _S.BY_HAND, _S.CANCELLED}),
    _S.READY: frozenset({_S.SENDING, _S.TO_CONFIRM, _S.BY_HAND, _S.CANCELLED}),
    _S.SENDING: frozenset(
        {_S.ACCEPTED, _S.REFUSED, _S.UNKNOWN, _S.READY, _S.CANCELLED, _S.TO_CONFIRM, _S.BY_HAND}
    ),
    _S.UNKNOWN: frozenset({_S.SENT_BY_HAND, _S.ACCEPTED, _S.READY, _S.CANCELLED}),
    _S.REFUSED: frozenset({_S.READY, _S.BY_HAND, _S.CANCELLED}),
    _S.BY_HAND: frozenset({_S.SENT_BY_HAND, _S.READY, _S.CANCELLED}),
    _S.ACCEPTED: frozenset(),
    _S.SENT_BY_HAND: frozenset({_S.BY_HAND}),
    _S.CANCELLED: frozenset(),
}


class Mode(StrEnum):
    """How a step leaves: by itself, after a person's yes, or by a person."""

    AUTOMATIC = "automatic"
    TO_CONFIRM = "to_confirm"
    MANUAL = "manual"


MODE_LABELS = {
    Mode.AUTOMATIC: N_("automatique"),
    Mode.TO_CONFIRM: N_("à confirmer"),
    Mode.MANUAL: N_("manuel"),
}
