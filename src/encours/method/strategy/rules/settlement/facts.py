"""What the settlement advisor reads of a file, and the terms of the house it computes with."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from encours.ground.kernel.money import Money
from encours.method.insight.rules.payer import DebtorType

PAID_CURVE: tuple[tuple[int, Decimal], ...] = (
    (0, Decimal("0.949")),
    (30, Decimal("0.899")),
    (60, Decimal("0.813")),
    (90, Decimal("0.696")),
    (180, Decimal("0.521")),
    (270, Decimal("0.391")),
    (365, Decimal("0.228")),
    (730, Decimal("0.093")),
)
"""Share of debts that are ever collected, by days past due. Source: method 6, the poll of collection agencies."""
ODDS_OF_TYPE: Mapping[DebtorType, Decimal] = {
    DebtorType.RELIABLE: Decimal(3),
    DebtorType.SPORADIC: Decimal("1.5"),
    DebtorType.UNKNOWN: Decimal(1),
    DebtorType.NEW: Decimal("0.8"),
    DebtorType.STRAINED: Decimal("0.8"),
    DebtorType.AVOIDS: Decimal("0.25"),
    DebtorType.INSOLVENCY: Decimal("0.25"),
}
EXECUTED_OF_TYPE: Mapping[DebtorType, Decimal] = {
    DebtorType.RELIABLE: Decimal("0.90"),
    DebtorType.SPORADIC: Decimal("0.65"),
    DebtorType.UNKNOWN: Decimal("0.50"),
    DebtorType.NEW: Decimal("0.50"),
    DebtorType.STRAINED: Decimal("0.35"),
    DebtorType.AVOIDS: Decimal("0.35"),
    DebtorType.INSOLVENCY: Decimal("0.35"),
}
"""Chance that a court's title brings money. Source: rulings, Settlement."""
BROKEN_ODDS, MOST_BROKEN = Decimal("0.7"), 3
SILENT_ODDS, SIGNAL_ODDS, PARTIAL_ODDS, AGENCY_ODDS = Decimal("0.6"), Decimal("0.5"), Decimal("1.5"), 2
SIGNAL_EXECUTED = Decimal("0.6")
INHOUSE_DAYS, AGENCY_DAYS, COURT_DAYS, PAID_DAYS, REFUSED_DAYS = 120, 150, 240, 10, 20


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How a debtor's yes falls as the share asked for rises: 1 / (1 + e^-(a - b·share))."""

    a: Decimal
    b: Decimal


USUAL = Acceptance(Decimal(3), Decimal(6))
RELIABLE_YES = Acceptance(Decimal(4), Decimal(4))
STRAINED_PAYING = Acceptance(Decimal(4), Decimal(5))
STRAINED_SIGNAL = Acceptance(Decimal("3.5"), Decimal(6))


@dataclass(frozen=True, slots=True)
class SettlementTerms:
    """The terms of the house, in whole percents and minor units. Source: method 2f and the rulings on it."""

    money_percent: int = 10
    contact_minor: int = 1_200
    contacts: int = 6
    agency_percent: int = 25
    court_minor: int = 25_000
    recoverable_minor: int = 12_500
    title_percent: int = 85
    paid_percent: int = 90
    least_gain_percent: int = 5
    plan_percent: int = 85
    least_percent: int = 10
    above_target_points: int = 15
    most_opening_percent: int = 95


DEFAULT_SETTLEMENT = SettlementTerms()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementAsked:
    """A file as the advisor reads it; None is unknown, and the terms of the house then stand."""

    amount: Money
    days_past_due: int
    type: DebtorType = DebtorType.UNKNOWN
    broken: int = 0
    silence_days: int = 0
    contacts: int = 0
    has_signal: bool = False
    has_partial: bool = False
    is_ending: bool = False
    is_hardship: bool = False
    is_disputed: bool = False
    is_insolvent: bool = False
    is_placed: bool = False
    is_plan_on_time: bool = False
    offers: int = 0
    reasons_asked: bool | None = None
    settled_lately: bool = False
    fee_percent: Decimal | None = None
    fee_fixed: Money | None = None
    court_cost: Money | None = None
    court_recoverable: Money | None = None
    title_rate: Decimal | None = None
    executed_rate: Decimal | None = None
    acceptance: Acceptance | None = None
    contacts_left: int | None = None
