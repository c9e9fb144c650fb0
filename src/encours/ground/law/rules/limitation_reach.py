"""From which day on a debt is too young to be near its limitation: so that only old ones are looked at."""

from datetime import date, timedelta

from encours.ground.kernel.months import add_months
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Pack
from encours.ground.law.rules.limitation_choice import candidates
from encours.ground.law.spans import MONTHS_OF_A_YEAR, Span
from encours.ground.law.unknown import LawUnknown


def oldest_in_reach(pack: Pack, debtor: Debtor, *, sector: str, region: str, by: date) -> date | None:
    """Debts counted from a later day than this one end after `by`, whatever else happened; None: not known."""
    try:
        regimes = candidates(pack, debtor, sector, region).regimes
    except LawUnknown:
        return None
    return max(_before(by, regime.period) for regime in regimes)


def _before(day: date, period: Span) -> date:
    """A day from which the period reaches beyond: the months back, with a month to spare for their lengths."""
    back = add_months(day - timedelta(days=period.days), -(period.years * MONTHS_OF_A_YEAR + period.months))
    return add_months(back, 1)
