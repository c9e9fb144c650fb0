"""Keeping opinions: computed types are stored, a person confirms or corrects, observed facts are noted."""

from encours.method.insight.actions.confirmations import confirm_avoids, withdraw_confirmation
from encours.method.insight.actions.erasing import erase_words
from encours.method.insight.actions.figures import keep_figures
from encours.method.insight.actions.observations import observe, withdraw_observation
from encours.method.insight.actions.opinions import (
    NewOpinion,
    ReadyOpinion,
    let_labels_lapse,
    opinions_made_ready,
    store_opinions,
    store_ready_opinions,
)
from encours.method.insight.actions.quarters import count_past, count_quarter

__all__ = [
    "NewOpinion",
    "ReadyOpinion",
    "confirm_avoids",
    "count_past",
    "count_quarter",
    "erase_words",
    "keep_figures",
    "let_labels_lapse",
    "observe",
    "opinions_made_ready",
    "store_opinions",
    "store_ready_opinions",
    "withdraw_confirmation",
    "withdraw_observation",
]
