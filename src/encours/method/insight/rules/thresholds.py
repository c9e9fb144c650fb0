"""The numbers of the day's order (method 2b), each a default that an entity may change (`declared_order`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.priority_facts import EventKind

UPLIFT_PERCENT: Mapping[DebtorType, int] = MappingProxyType(
    {
        DebtorType.SPORADIC: 40,
        DebtorType.NEW: 35,
        DebtorType.STRAINED: 30,
        DebtorType.UNKNOWN: 30,
        DebtorType.AVOIDS: 20,
        DebtorType.RELIABLE: 15,
        DebtorType.INSOLVENCY: 0,
    }
)
"""Points by which a contact today raises the chance of being paid within 30 days (default, not measured)."""

HISTORY_POINTS: Mapping[DebtorType, int] = MappingProxyType(
    {
        DebtorType.AVOIDS: 9,
        DebtorType.NEW: 7,
        DebtorType.UNKNOWN: 7,
        DebtorType.SPORADIC: 6,
        DebtorType.STRAINED: 6,
        DebtorType.RELIABLE: 2,
        DebtorType.INSOLVENCY: 0,
    }
)
EVENT_POINTS: Mapping[EventKind, int] = MappingProxyType(
    {
        EventKind.AGREEMENT_BROKEN: 20,
        EventKind.INSTALMENT_BROKEN: 20,
        EventKind.APPOINTMENT: 20,
        EventKind.WE_OWE_ANSWER: 18,
        EventKind.OWN_PROMISE_DUE: 18,
        EventKind.DISPUTE_ANSWER_DUE: 18,
        EventKind.STEP_DUE: 10,
        EventKind.PROMISE_DUE: 8,
    }
)
AGE_DAYS = (7, 15, 30, 60, 120, 180, 365)
"""The last day past due of each bracket of part G; what is older comes after them."""
AGE_POINTS = (6, 8, 10, 13, 15, 12, 8, 4)
"""The points of each bracket, and of what is older still."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Amounts in minor units of the currency in which the list is ranked; the defaults suit one of two decimals.

    `median_open_minor` is both the amount that gives the A part its shape and the balance from
    which a long relationship counts: replace it by the entity's own median open balance.
    """

    median_open_minor: int = 100_000
    key_revenue_share: Decimal = Decimal("0.05")
    key_small_minor: int = 50_000
    key_small_share: Decimal = Decimal("0.02")
    first_large_minor: int = 200_000
    first_large_medians: int = 3
    call_cost_minor: int = 1_200
    full_uplift_percent: int = 40
    minor_fix_uplift_percent: int = 40
    long_term_months: int = 24
    good_share: Decimal = Decimal("0.80")
    poor_kept_rate: Decimal = Decimal("0.50")
    key_small_cap: int = 30
    first_large_floor: int = 85
    broken_floor: int = 80
    we_owe_floor: int = 75
    first_from: int = 75
    today_from: int = 45
    week_from: int = 25
    call_minutes: int = 15
    email_minutes: int = 4
    dispute_minutes: int = 20
    uplift_percent: Mapping[DebtorType, int] = field(default_factory=lambda: UPLIFT_PERCENT)
    history_points: Mapping[DebtorType, int] = field(default_factory=lambda: HISTORY_POINTS)
    event_points: Mapping[EventKind, int] = field(default_factory=lambda: EVENT_POINTS)
    age_points: tuple[int, ...] = AGE_POINTS
    amount_most: int = 25
    moved_most: int = 12
    cost_most: int = 10
    key_small_cost: int = 10
    step_most: int = 15
    agreements_that_tell: int = 2
    first_large_points: int = 12
    rarely_kept_points: int = 8
    signal_points: int = 8
    exposure_points: int = 5
    key_points: int = 8
    long_term_points: int = 6


DEFAULT_THRESHOLDS = Thresholds()
