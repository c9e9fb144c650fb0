"""When an invoice falls due under the terms agreed with a customer."""

import calendar
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from encours.ground.kernel.reason import N_


class TermRule(StrEnum):
    """How the days of a payment period are counted. «Fin de mois» has two readings."""

    NET = "net"
    DAYS_THEN_END_OF_MONTH = "days_then_end_of_month"
    END_OF_MONTH_THEN_DAYS = "end_of_month_then_days"


TERM_RULE_LABELS = {
    TermRule.NET: N_("jours nets"),
    TermRule.DAYS_THEN_END_OF_MONTH: N_("jours, puis fin de mois"),
    TermRule.END_OF_MONTH_THEN_DAYS: N_("fin de mois, puis jours"),
}


def due_on(issued_on: date, term_days: int, rule: TermRule = TermRule.NET) -> date:
    """The due date of an invoice issued on a day. Source: C. com., art. L441-10 (both readings)."""
    match rule:
        case TermRule.NET:
            return issued_on + timedelta(days=term_days)
        case TermRule.DAYS_THEN_END_OF_MONTH:
            return _end_of_month(issued_on + timedelta(days=term_days))
        case TermRule.END_OF_MONTH_THEN_DAYS:
            return _end_of_month(issued_on) + timedelta(days=term_days)
    assert_never(rule)


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
