"""Moving a case on its ladder, changing ladders, writing the day's list, remembering a night."""

from encours.method.strategy.actions.day_list import snooze, write_list
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
    "NightHold",
    "Reviewed",
    "Skip",
    "begin_night",
    "clear_dates",
    "end_night",
    "fix_step_date",
    "leave_night",
    "look_again",
    "move",
    "note_call_back",
    "note_step_done",
    "set_step_mode",
    "skip_step",
    "snooze",
    "still_at_night",
    "take_step_back",
    "write_list",
    "write_reviews",
]
