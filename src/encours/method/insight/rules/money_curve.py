"""Estimates the chance of collecting by age, and what a week of waiting costs. Estimates, not findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.insight.rules.payer import DebtorType

_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class CollectionCurve:
    """Share of an amount judged collectable (0 to 1) by days past due, linear between the points."""

    points: tuple[tuple[int, Decimal], ...]

    def at(self, dpd: int) -> Decimal:
        """The share at an age in days. Before the due date it is that of the due date; beyond the last
        point it goes on falling in proportion to the age (an assumption of ours)."""
        first, last = self.points[0], self.points[-1]
        if dpd <= first[0]:
            return first[1]
        if dpd >= last[0]:
            return last[1] * last[0] / dpd
        right = next(rank for rank, point in enumerate(self.points) if point[0] > dpd)
        (from_day, from_share), (to_day, to_share) = self.points[right - 1], self.points[right]
        return from_share + (to_share - from_share) * (dpd - from_day) / (to_day - from_day)


POLL_CURVE = CollectionCurve(
    tuple(
        (day, Decimal(share).scaleb(-3))
        for day, share in (
            (0, 949),
            (30, 899),
            (60, 813),
            (90, 696),
            (180, 521),
            (270, 391),
            (365, 228),
            (730, 93),
        )
    )
)
"""A poll of collection agencies (CCAA/CLLA 2004), commercially interested: replace it by the entity's
own figures from 200 closed cases on. Source: method section 6."""

TYPE_ODDS: Mapping[DebtorType, Decimal] = MappingProxyType(
    {
        DebtorType.RELIABLE: Decimal(3),
        DebtorType.SPORADIC: Decimal("1.5"),
        DebtorType.UNKNOWN: Decimal(1),
        DebtorType.NEW: Decimal("0.8"),
        DebtorType.STRAINED: Decimal("0.8"),
        DebtorType.AVOIDS: Decimal("0.25"),
        DebtorType.INSOLVENCY: Decimal(0),
    }
)
_BROKEN_ODDS, _BROKEN_MOST = Decimal("0.7"), 3
_SILENT_ODDS, _SILENT_DAYS = Decimal("0.6"), 45
_SIGNAL_ODDS, _PARTIAL_ODDS = Decimal("0.5"), Decimal("1.5")


@dataclass(frozen=True, slots=True)
class CollectionFacts:
    """What moves the chance of collecting a debt of a given age in days past due."""

    dpd: int
    type: DebtorType
    broken_agreements: int = 0
    silence_days: int = 0
    insolvency_signal: bool = False
    partial_30d: bool = False


@dataclass(frozen=True, slots=True)
class WaitingCost:
    """What a week of waiting costs on average, and the sentence that says that it is an estimate."""

    per_week: Money
    reason: Reason


def odds(share: Decimal) -> Decimal:
    """A chance below 1 as odds: 0.75 is 3."""
    return share / (1 - share)


def share_of(chances: Decimal) -> Decimal:
    """Odds as a chance: 3 is 0.75."""
    return chances / (1 + chances)


def chance_of_collecting(known: CollectionFacts, *, curve: CollectionCurve = POLL_CURVE) -> Decimal:
    """The chance p(d) of method 2f, from 0 to 1: the curve's odds times those of what is known (all defaults)."""
    chances = odds(curve.at(known.dpd)) * TYPE_ODDS[known.type]
    chances *= _BROKEN_ODDS ** min(known.broken_agreements, _BROKEN_MOST)
    if known.silence_days > _SILENT_DAYS:
        chances *= _SILENT_ODDS
    if known.insolvency_signal:
        chances *= _SIGNAL_ODDS
    if known.partial_30d:
        chances *= _PARTIAL_ODDS
    return share_of(chances)


@lru_cache(maxsize=1024)
def _weekly_fall(curve: CollectionCurve, age: int) -> Decimal:
    """By how much the share falls in a week from an age on."""
    return curve.at(age) - curve.at(age + _WEEK_DAYS)


def cost_of_waiting(amount: Money, dpd: int, *, curve: CollectionCurve = POLL_CURVE) -> WaitingCost:
    """The fall of the expected payment over the next seven days, at least one minor unit (R052).

    It grows up to the third month, then falls. It is an estimate: selection is in the curve (good
    payers pay first), so the figure is what waiting goes with, not what it causes.
    """
    lost = amount.times(_weekly_fall(curve, max(0, dpd)))
    per_week = Money(max(1, lost.minor), amount.currency) if amount.minor > 0 else Money.zero(amount.currency)
    said = Reason(N_("attendre coûte environ {amount} par semaine (estimation)"), amount=per_week)
    return WaitingCost(per_week, said)
