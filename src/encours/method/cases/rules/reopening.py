"""Decides how a case goes on when something is overdue again after it was closed."""

from datetime import date
from enum import StrEnum

from encours.ground.kernel.clock import days_between

SAME_LEVEL_DAYS = 90
ONE_LOWER_DAYS = 180
PUNCTUAL_TO_RESET = 6


class Resumption(StrEnum):
    """Where a customer who is late again starts."""

    SAME_LEVEL = "same_level"
    ONE_LOWER = "one_lower"
    FROM_START = "from_start"


def how_to_resume(closed_on: date, *, today: date, punctual_in_a_row: int) -> Resumption:
    """Same level within 90 days of closing, one lower within 180, afresh later or after six punctual invoices.

    FROM_START asks for a new case; the other two reopen the one that was closed. Source: ruling 5.
    """
    quiet_days = days_between(closed_on, today)
    if punctual_in_a_row >= PUNCTUAL_TO_RESET or quiet_days > ONE_LOWER_DAYS:
        return Resumption.FROM_START
    return Resumption.SAME_LEVEL if quiet_days <= SAME_LEVEL_DAYS else Resumption.ONE_LOWER
