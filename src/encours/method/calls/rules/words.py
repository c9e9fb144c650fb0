"""The caller's own mood, and the word that says that nothing more is planned."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class Mood(StrEnum):
    """How the caller left the call. It concerns the caller alone and leads to a short break (K11)."""

    CALM = "calm"
    IRRITATED = "irritated"


MOOD_LABELS = {Mood.CALM: N_("calme"), Mood.IRRITATED: N_("tendu")}
CLOSED = "clos"
"""The next step of a call after which nothing is to be done; it alone needs no date."""
CLOSED_WORDS = frozenset({CLOSED, "closed"})
"""How a person may write it, in either language."""
