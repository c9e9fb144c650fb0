"""A day so many calendar months later or earlier."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of another month, earlier when `months` is negative; the month's last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
