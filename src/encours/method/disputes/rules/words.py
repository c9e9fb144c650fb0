"""How a dispute ends."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class DisputeOutcome(StrEnum):
    """Open, or how it was answered."""

    OPEN = "open"
    UPHELD = "upheld"
    PARTLY = "partly"
    GROUNDLESS = "groundless"


DISPUTE_OUTCOME_LABELS = {
    DisputeOutcome.OPEN: N_("en cours d'examen"),
    DisputeOutcome.UPHELD: N_("fondé"),
    DisputeOutcome.PARTLY: N_("fondé en partie"),
    DisputeOutcome.GROUNDLESS: N_("non fondé"),
}
OWES_A_CREDIT = frozenset({DisputeOutcome.UPHELD, DisputeOutcome.PARTLY})
"""Answers after which we owe a credit note."""
