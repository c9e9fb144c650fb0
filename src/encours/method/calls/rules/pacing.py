"""Decides whether the next case may be opened: the former one is closed, and a minute has been taken."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

RESET_SECONDS = 60
"""Source: R009."""


class Before(StrEnum):
    """What comes before the next case."""

    NOTHING = "nothing"
    CLOSE_THE_FORMER = "close_the_former"
    TAKE_A_MINUTE = "take_a_minute"


@dataclass(frozen=True, slots=True)
class Lately:
    """What a caller did last: the call still open, the call last noted, and whether they took their minute."""

    open_customer_id: int | None = None
    noted_customer_id: int | None = None
    noted_at: datetime | None = None
    has_breathed: bool = False


def before_next(lately: Lately, *, customer_id: int, now: datetime) -> Before:
    """What a caller does before the case of a customer is shown.

    The same customer's case stays open: it is no new call. Source: R009.
    """
    if lately.open_customer_id not in {None, customer_id}:
        return Before.CLOSE_THE_FORMER
    if lately.noted_at is None or lately.has_breathed or lately.noted_customer_id == customer_id:
        return Before.NOTHING
    is_over = now >= lately.noted_at + timedelta(seconds=RESET_SECONDS)
    return Before.NOTHING if is_over else Before.TAKE_A_MINUTE
