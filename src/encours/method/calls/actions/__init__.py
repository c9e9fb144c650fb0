"""Changing calls: the brief opened, the sheet filled while one speaks, the note, what remains to do, kept voices."""

from encours.method.calls.actions.erasing import erase_words, forget_voices, seal_all_anew
from encours.method.calls.actions.follow_ups import finish_follow_up, note_follow_up
from encours.method.calls.actions.noting import correct_minutes, name_agreement, note_call, open_brief
from encours.method.calls.actions.recordings import (
    KeptVoice,
    change_terms,
    keep_recording,
    remove_recording,
)
from encours.method.calls.actions.sheets import (
    Beginning,
    answer_question,
    begin_sheet,
    drop_sheet,
    finish_sheet,
    note_consent,
    save_sheet,
    take_answer_back,
)
from encours.method.calls.actions.summaries import close_summary

__all__ = [
    "Beginning",
    "KeptVoice",
    "answer_question",
    "begin_sheet",
    "change_terms",
    "close_summary",
    "correct_minutes",
    "drop_sheet",
    "erase_words",
    "finish_follow_up",
    "finish_sheet",
    "forget_voices",
    "keep_recording",
    "name_agreement",
    "note_call",
    "note_consent",
    "note_follow_up",
    "open_brief",
    "remove_recording",
    "save_sheet",
    "seal_all_anew",
    "take_answer_back",
]
