"""The weeks in which many companies close: three in August, and the end of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from encours.ground.kernel.business_days import Period
from encours.ground.kernel.reason import N_


@dataclass(frozen=True, slots=True)
class UsualClosing:
    """A closure to propose; `key` tells it from the others."""

    key: str
    period: Period
    label: str


def usual_closings(today: date, *, kept: Sequence[Period]) -> tuple[UsualClosing, ...]:
    """The next August and the next end of year that are not over, unless a closure is kept in them already.

    August: three weeks from its first Monday. End of year: 24 December to 1 January. Both are
    proposals for a person to keep or not. Source: habit of the trade.
    """
    offered = []
    for year in (today.year, today.year + 1):
        offered += [
            UsualClosing("august", _august(year), N_("congés d'été")),
            UsualClosing("year_end", Period(date(year, 12, 24), date(year + 1, 1, 1)), N_("fin d'année")),
        ]
    coming = [closing for closing in offered if closing.period.last_on >= today]
    first = [next(closing for closing in coming if closing.key == key) for key in ("august", "year_end")]
    return tuple(closing for closing in first if not any(_touch(closing.period, period) for period in kept))


def _august(year: int) -> Period:
    first = date(year, 8, 1)
    monday = first + timedelta(days=-first.weekday() % 7)
    return Period(monday, monday + timedelta(days=20))


def _touch(one: Period, other: Period) -> bool:
    return one.first_on <= other.last_on and other.first_on <= one.last_on
