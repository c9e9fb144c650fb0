"""The states of letters on paper and of the batches they are printed in: made, printed, posted; and the moves."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class BatchState(StrEnum):
    """Where a batch stands. It is posted once each of its letters is posted or taken out."""

    MADE = "made"
    PRINTED = "printed"
    POSTED = "posted"


BATCH_STATE_LABELS = {
    BatchState.MADE: N_("à imprimer"),
    BatchState.PRINTED: N_("imprimé, à poster"),
    BatchState.POSTED: N_("posté"),
}


class LetterState(StrEnum):
    """Where one letter of a batch stands. UNKNOWN is never handed over again by itself: a person looks."""

    IN_BATCH = "in_batch"
    HANDED_OVER = "handed_over"
    SENDING = "sending"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    POSTED = "posted"
    OUT = "out"


LETTER_STATE_LABELS = {
    LetterState.IN_BATCH: N_("à poster"),
    LetterState.HANDED_OVER: N_("remise, réponse attendue"),
    LetterState.SENDING: N_("remise en cours"),
    LetterState.REFUSED: N_("refusée par le service postal"),
    LetterState.UNKNOWN: N_("incertaine"),
    LetterState.POSTED: N_("postée"),
    LetterState.OUT: N_("retirée du lot"),
}


class PostWay(StrEnum):
    """How letters reach the post."""

    BY_HAND = "by_hand"
    FOLDER = "folder"
    WEBHOOK = "webhook"


POST_WAY_LABELS = {
    PostWay.BY_HAND: N_("imprimées et postées par vous"),
    PostWay.FOLDER: N_("déposées dans un répertoire, pour un service qui l'y prend"),
    PostWay.WEBHOOK: N_("remises à l'adresse web d'un service postal"),
}
LIVE = frozenset(LetterState) - {LetterState.OUT, LetterState.POSTED}
"""A letter in one of these states is somebody's business."""
MOST_LETTERS = 100
"""In one batch: what a person puts into envelopes in a morning, and what one PDF may hold."""
_L = LetterState
_MOVES = {
    _L.IN_BATCH: frozenset({_L.POSTED, _L.OUT, _L.SENDING}),
    _L.SENDING: frozenset({_L.HANDED_OVER, _L.POSTED, _L.REFUSED, _L.UNKNOWN, _L.IN_BATCH}),
    _L.HANDED_OVER: frozenset({_L.POSTED, _L.REFUSED, _L.UNKNOWN}),
    _L.UNKNOWN: frozenset({_L.POSTED, _L.REFUSED, _L.HANDED_OVER, _L.OUT, _L.IN_BATCH}),
    _L.REFUSED: frozenset({_L.POSTED, _L.OUT, _L.IN_BATCH}),
    _L.POSTED: frozenset({_L.IN_BATCH}),
    _L.OUT: frozenset({_L.IN_BATCH}),
}


def may_move(before: LetterState, after: LetterState) -> bool:
    """Whether a letter may pass from one state to another."""
    return after in _MOVES[before]


def state_of_batch(before: BatchState, letters: list[LetterState]) -> BatchState:
    """Where a batch stands once one of its letters moved: posted when nothing of it is left to do."""
    if all(state in {_L.POSTED, _L.OUT} for state in letters) and _L.POSTED in letters:
        return BatchState.POSTED
    return BatchState.PRINTED if before is BatchState.POSTED else before
