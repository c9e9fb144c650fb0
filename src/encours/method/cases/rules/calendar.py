"""Counts business days for the deadlines of a case: in a country and region, around closed weeks."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.business_days import Period, add_business_days, next_business_day


@dataclass(frozen=True, slots=True)
class Calendar:
    """The business days of one place. `closed` is left empty for a bank, which has no closed weeks."""

    country: str = "FR"
    region: str = ""
    closed: tuple[Period, ...] = ()

    def after(self, day: date, count: int) -> date:
        """The `count`-th business day strictly after a day."""
        return add_business_days(day, count, self.country, self.region, closed=self.closed)

    def next_open(self, day: date) -> date:
        """The day itself when it is a business day, else the first one after it."""
        return next_business_day(day, self.country, self.region, closed=self.closed)
