"""Tells several debts settled at once, when money happens to be there, from an ordinary payment run."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date, timedelta

_RUN_NEEDS = 3
_RUN_SHARE_PERCENT = 80
_WEEKEND_SHIFT = 2
_RUN_SPREAD_DAYS = 5


def settled_in_bulk(settled: Iterable[tuple[date, int]]) -> int:
    """How many invoices were settled together with another late one in one irregular payment.

    `settled` gives for each invoice the day it was settled and its days late on that day (0 when on
    time). Payments of one day are one payment. Both the invoice and the other one must be late. A
    payment run does not count: see `is_payment_run`. Source: method 2a, feature `bulk`.
    """
    by_day: dict[date, list[int]] = {}
    for day, late in settled:
        by_day.setdefault(day, []).append(late)
    count = 0
    for day, lates in by_day.items():
        if len(lates) < 2:
            continue
        late_ones = [late for late in lates if late > 0]
        if len(late_ones) >= 2 and not is_payment_run(day, late_ones, by_day.keys()):
            count += len(late_ones)
    return count


def is_payment_run(day: date, days_late: Collection[int], payment_days: Collection[date]) -> bool:
    """Whether a payment is one of a regular run: nearly all payments fall on its weekday, or on its
    day of the month (a weekend may shift it by two days), and what it settled is late by much the
    same number of days (a spread of 5 at most). Two payments make no rule: at least three are needed.
    """
    if len(payment_days) < _RUN_NEEDS or max(days_late) - min(days_late) > _RUN_SPREAD_DAYS:
        return False
    enough = len(payment_days) * _RUN_SHARE_PERCENT
    same_weekday = sum(1 for other in payment_days if other.weekday() == day.weekday())
    if same_weekday * 100 >= enough:
        return True
    # The day that was meant may itself lie on a weekend: each day near the payment is tried.
    meant = (day + timedelta(days=shift) for shift in range(-_WEEKEND_SHIFT, _WEEKEND_SHIFT + 1))
    return any(
        sum(1 for other in payment_days if _near_in_month(one, other)) * 100 >= enough for one in meant
    )


def _near_in_month(one: date, other: date) -> bool:
    """Within two days of each other in the month, counted from its start, its end, or across its turn."""
    one_left, other_left = _days_left(one), _days_left(other)
    apart = min(
        abs(one.day - other.day), abs(one_left - other_left), one_left + other.day, other_left + one.day
    )
    return apart <= _WEEKEND_SHIFT


def _days_left(day: date) -> int:
    return monthrange(day.year, day.month)[1] - day.day
