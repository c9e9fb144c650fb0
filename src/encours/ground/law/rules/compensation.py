"""The fixed sum that lateness costs by law, beside interest; none unless a step of the pack says so."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from encours.ground.kernel.money import Money
from encours.ground.law.regimes import CompensationRegime
from encours.ground.law.rules.late_interest import PERCENT
from encours.ground.law.rules.rounding import rounded


def falls_due_on(regime: CompensationRegime, due_on: date, notice_on: date | None) -> date | None:
    """The first day on which the sum may be asked for; None while the reminder it needs is not known."""
    if regime.after_notice is None:
        return due_on + timedelta(days=1)
    if notice_on is None:
        return None
    return max(due_on, regime.after_notice.after(notice_on)) + timedelta(days=1)


def fixed_sum(regime: CompensationRegime, owed: Money) -> Money:
    """The sum for what is owed, in the currency of what is owed, rounded half up.

    Source: the facts of the regime. Zero when nothing is owed or the law knows no such sum.
    """
    if owed.minor <= 0:
        return Money.zero(owed.currency)
    for step in regime.steps:
        if not step.holds(owed.decimal):
            continue
        over = max(owed.decimal - step.over, Decimal())
        amount = step.fixed + over * step.percent * PERCENT
        return rounded(Fraction(amount if step.most is None else min(amount, step.most)), owed.currency)
    return Money.zero(owed.currency)
