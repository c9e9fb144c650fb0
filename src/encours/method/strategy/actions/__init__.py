"""Moving a case on its ladder, changing ladders, writing the day's list, remembering a night."""

from encours.method.strategy.actions.day_list import snooze, write_list
from encours.method.strategy.actions.entries import Confirmed, Entry, ask_entries_again, confirm_entries
from encours.method.strategy.actions.ladders import (
    Publication,
    Switch,
    drop_draft,
    publish,
    save_draft,
    switch_back,
    switch_cases,
    tell_switches,
)
from encours.method.strategy.actions.moving import (
    Reviewed,
    Skip,
    clear_dates,
    fix_step_date,
    look_again,
    move,
    note_call_back,
    note_step_done,
    set_step_mode,
    skip_step,
    take_step_back,
    write_reviews,
)
from encours.method.strategy.actions.nights import (
    NightHold,
    begin_night,
    end_night,
    leave_night,
    still_at_night,
)

__all__ = [
    "Confirmed",
    "Entry",
    "NightHold",
    "Publication",
    "Reviewed",
    "Skip",
    "Switch",
    "ask_entries_again",
    "begin_night",
    "clear_dates",
    "confirm_entries",
    "drop_draft",
    "end_night",
    "fix_step_date",
    "leave_night",
    "look_again",
    "move",
    "note_call_back",
    "note_step_done",
    "publish",
    "save_draft",
    "set_step_mode",
    "skip_step",
    "snooze",
    "still_at_night",
    "switch_back",
    "switch_cases",
    "take_step_back",
    "tell_switches",
    "write_list",
    "write_reviews",
]
