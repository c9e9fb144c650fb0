"""A span of the calendar as the packs write it: «P5Y», «P6M», «P14D»."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from encours.ground.kernel.months import add_months

_SPAN = re.compile(r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?")
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Span:
    """Years, months and days of the calendar."""

    years: int = 0
    months: int = 0
    days: int = 0

    @classmethod
    def of(cls, text: str) -> "Span":
        """The span of an ISO 8601 text. Raises ValueError."""
        found = _SPAN.fullmatch(text)
        if not found or not any(found.groups()):
            raise ValueError(f"{text!r} is no span of the calendar as ISO writes them")
        return cls(**{unit: int(count or 0) for unit, count in found.groupdict().items()})

    def after(self, day: date) -> date:
        """The same-numbered day so much later; the month's last day where it is shorter."""
        return add_months(day, self.years * MONTHS_OF_A_YEAR + self.months) + timedelta(days=self.days)

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + "".join(f"{count}{unit}" for count, unit in parts if count)
