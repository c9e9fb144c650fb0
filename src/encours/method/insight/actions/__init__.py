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
from encours.method.insight.actions.review import (
    LineDraft,
    correct_line,
    decide_line,
    hold_review,
    open_review,
    vote,
)

__all__ = [
    "LineDraft",
    "NewOpinion",
    "ReadyOpinion",
    "confirm_avoids",
    "correct_line",
    "count_past",
    "count_quarter",
    "decide_line",
    "erase_words",
    "hold_review",
    "keep_figures",
    "let_labels_lapse",
    "observe",
    "open_review",
    "opinions_made_ready",
    "store_opinions",
    "store_ready_opinions",
    "vote",
    "withdraw_confirmation",
    "withdraw_observation",
]
