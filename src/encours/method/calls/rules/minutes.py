"""Counts the minutes that a call took, by itself, so that nobody has to."""

from datetime import datetime

MOST_MINUTES = 90
"""A sheet left open is not a call of three hours. Habit of the trade."""
_MINUTE = 60


def minutes_of(*, began_at: datetime, ended_at: datetime) -> int:
    """Whole minutes begun between two instants: at least one, at most MOST_MINUTES.

    Source: R123 (hours spent), figures of cost to collect.
    """
    seconds = max(0, int((ended_at - began_at).total_seconds()))
    return min(MOST_MINUTES, max(1, -(-seconds // _MINUTE)))


MEASURED_FROM_CALLS = 20
MEASURED_OVER_DAYS = 90
"""From how many calls on, of the last so many days, their own time counts instead of the planned one."""


def measured_minutes(*, calls: int, minutes: int) -> int | None:
    """What a call takes on average, in whole minutes; None before there are enough of them to tell."""
    return max(1, -(-minutes // calls)) if calls >= MEASURED_FROM_CALLS else None
