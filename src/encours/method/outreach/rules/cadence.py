"""At what hours and on which days a channel is open, on the customer's own clock (K7, K8)."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from encours.ground.kernel.business_days import Period, is_business_day
from encours.ground.kernel.clock import at, local_date, local_time
from encours.ground.kernel.facts import quick_dataclass
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.contact_facts import GuardFacts, GuardRule
from encours.method.outreach.rules.limits import BY_NUMBER, SPOKEN, Hours

_DAY = timedelta(days=1)
_TO_A_NUMBER = BY_NUMBER | SPOKEN


@quick_dataclass(frozen=True, slots=True)
class Calendar:
    """Where a customer is, which days are worked there, and when we are closed ourselves."""

    country: str
    region: str
    zone: str
    closed: tuple[Period, ...]

    def is_open(self, day: date) -> bool:
        """Whether a day is a business day there. Raises UnknownRegion."""
        return is_business_day(day, self.country, self.region, closed=self.closed)


def calendar_of(facts: GuardFacts) -> Calendar:
    """The calendar of a customer."""
    return Calendar(facts.country, facts.region, facts.time_zone, facts.closed)


def open_hours(facts: GuardFacts, channel: Channel) -> tuple[Hours, ...]:
    """When a channel may be used on a business day: the limits, narrowed by everybody's wishes.

    The person's own hours narrow calls and SMS, the entity's sending hours what we write, the
    law's hours everything but letters. Empty when nothing is left.
    """
    hours = facts.limits.hours(channel)
    if channel is Channel.LETTER:
        return hours
    narrower = [facts.law.hours if facts.law else None]
    if channel in _TO_A_NUMBER:
        narrower.append(facts.preferences.reachable)
    if channel not in SPOKEN:
        narrower.append(facts.sending_hours)
    for limit in narrower:
        if limit is not None:
            hours = tuple(common for part in hours if (common := part.within(limit)) is not None)
    return hours


def next_open(instant: datetime, calendar: Calendar, hours: tuple[Hours, ...]) -> datetime:
    """The instant itself when it falls in open hours of a business day, else the next opening.

    `hours` must not be empty. Raises UnknownRegion.
    """
    day = local_date(instant, calendar.zone)
    if calendar.is_open(day):
        clock = local_time(instant, calendar.zone).time()
        for part in hours:
            if clock < part.opens:
                return at(day, part.opens, calendar.zone)
            if clock < part.closes:
                return instant
    day += _DAY
    while not calendar.is_open(day):
        day += _DAY
    return at(day, hours[0].opens, calendar.zone)


@lru_cache(maxsize=4096)
def start_of(day: int, zone: str) -> datetime:
    """The first instant of a day, given as an ordinal. Remembered: a night asks the same days."""
    return at(date.fromordinal(day), time.min, zone)


def slot_rule(instant: datetime, calendar: Calendar) -> GuardRule:
    """Which rule closes an instant: its day (K8), else its hour (K7)."""
    return GuardRule.K7 if calendar.is_open(local_date(instant, calendar.zone)) else GuardRule.K8
