"""How many days there are between two dates, and which share of a year they are, by the convention in use.

The figures in this file are those of the calendar and of the conventions, not of a law.
"""

from calendar import isleap
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import assert_never


class DayCount(StrEnum):
    """True days over 365; true days over 366 in leap years; months of 30 days over 360 (30E/360)."""

    ACT_365 = "ACT/365"
    ACT_366 = "ACT/366"
    THIRTY_360 = "30/360"


def days_in(first_on: date, last_on: date, convention: DayCount) -> int:
    """The days from one to another, both included: the day before the first one is what is counted from."""
    before = first_on - timedelta(days=1)
    if convention is DayCount.THIRTY_360:
        return _commercial(last_on) - _commercial(before)
    return (last_on - before).days


def share_of_year(first_on: date, last_on: date, convention: DayCount) -> Fraction:
    """The part of a year from one day to another, both included, exactly."""
    match convention:
        case DayCount.ACT_365:
            return Fraction(days_in(first_on, last_on, convention), 365)
        case DayCount.THIRTY_360:
            return Fraction(days_in(first_on, last_on, convention), 360)
        case DayCount.ACT_366:
            return _by_length_of_year(first_on, last_on)
    assert_never(convention)


def _commercial(day: date) -> int:
    """The number of a day where every month has 30."""
    return day.year * 360 + day.month * 30 + min(day.day, 30)


def _by_length_of_year(first_on: date, last_on: date) -> Fraction:
    share = Fraction(0)
    for year in range(first_on.year, last_on.year + 1):
        start, end = max(first_on, date(year, 1, 1)), min(last_on, date(year, 12, 31))
        share += Fraction((end - start).days + 1, 366 if isleap(year) else 365)
    return share
