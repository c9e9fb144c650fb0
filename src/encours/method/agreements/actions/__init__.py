"""Changing promises: noted, accepted in writing, moved, judged by real money; and what we owe ourselves."""

from encours.method.agreements.actions.erasing import erase_words
from encours.method.agreements.actions.judging import Judged, judge_due
from encours.method.agreements.actions.own import fulfil_own_promise, note_own_promise
from encours.method.agreements.actions.promises import (
    accept_promise,
    cancel_open,
    cancel_promise,
    move_promise,
    note_promise,
    show_transfer,
)

__all__ = [
    "Judged",
    "accept_promise",
    "cancel_open",
    "cancel_promise",
    "erase_words",
    "fulfil_own_promise",
    "judge_due",
    "move_promise",
    "note_own_promise",
    "note_promise",
    "show_transfer",
]
