"""Which days are business days, by country and region, with the weeks a company closes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first_on` to `last_on`, both included."""

    first_on: date
    last_on: date

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


class UnknownRegion(ValueError):
    """A country or region whose public holidays nobody told us: never guessed."""


@lru_cache(maxsize=64)
def _holidays(country: str, region: str, year: int) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
    except NotImplementedError:
        raise UnknownRegion(f"public holidays unknown: {country} {region}".strip()) from None


def knows(country: str, region: str = "") -> bool:
    """Whether the public holidays of a country and region are known."""
    try:
        _holidays(country, region, 2026)
    except UnknownRegion:
        return False
    return True


def is_holiday(day: date, country: str, region: str = "") -> bool:
    """Whether a day is a public holiday there. Source: the `holidays` library."""
    return day in _holidays(country, region, day.year)


def is_business_day(day: date, country: str, region: str = "", *, closed: Sequence[Period] = ()) -> bool:
    """Monday to Friday, no public holiday, not in a closed period."""
    if day.weekday() >= 5 or is_holiday(day, country, region):
        return False
    return not closed or not any(day in period for period in closed)


def next_business_day(day: date, country: str, region: str = "", *, closed: Sequence[Period] = ()) -> date:
    """The day itself when it is a business day, else the first one after it."""
    while not is_business_day(day, country, region, closed=closed):
        day += timedelta(days=1)
    return day


def previous_business_day(day: date, country: str, region: str = "") -> date:
    """The last business day strictly before a day."""
    day -= timedelta(days=1)
    while not is_business_day(day, country, region):
        day -= timedelta(days=1)
    return day


def add_business_days(
    day: date, count: int, country: str, region: str = "", *, closed: Sequence[Period] = ()
) -> date:
    """The `count`-th business day strictly after a day (count ≥ 0; 0 gives the day itself)."""
    for _ in range(count):
        day = next_business_day(day + timedelta(days=1), country, region, closed=closed)
    return day


def full_business_days_after(day: date, count: int, country: str, region: str = "") -> date:
    """The first business day once `count` full business days have passed after `day`."""
    return add_business_days(day, count + 1, country, region)
