"""How likely a debt is still to be paid: to us, to an agency, after a court's title; and a debtor's yes to a share."""

from decimal import Decimal
from itertools import pairwise

from encours.method.insight.rules.payer import DebtorType
from encours.method.strategy.rules.settlement.facts import (
    AGENCY_ODDS,
    BROKEN_ODDS,
    EXECUTED_OF_TYPE,
    MOST_BROKEN,
    ODDS_OF_TYPE,
    PAID_CURVE,
    PARTIAL_ODDS,
    RELIABLE_YES,
    SIGNAL_EXECUTED,
    SIGNAL_ODDS,
    SILENT_ODDS,
    STRAINED_PAYING,
    STRAINED_SIGNAL,
    USUAL,
    Acceptance,
    SettlementAsked,
)


def collected_at(days_past_due: int) -> Decimal:
    """The share of debts of this age that are ever collected, linear between the points known."""
    first, last = PAID_CURVE[0], PAID_CURVE[-1]
    if days_past_due <= first[0]:
        return first[1]
    for (left, high), (right, low) in pairwise(PAID_CURVE):
        if days_past_due <= right:
            return high + (low - high) * (days_past_due - left) / (right - left)
    return last[1]


def odds_of(asked: SettlementAsked, *, silent_days: int) -> Decimal:
    """The odds that we collect it ourselves. Source: method 2f."""
    share = collected_at(asked.days_past_due)
    odds = share / (1 - share) * ODDS_OF_TYPE[asked.type]
    odds *= BROKEN_ODDS ** min(asked.broken, MOST_BROKEN)
    if asked.silence_days > silent_days:
        odds *= SILENT_ODDS
    if asked.has_signal:
        odds *= SIGNAL_ODDS
    if asked.has_partial:
        odds *= PARTIAL_ODDS
    return odds


def chance(odds: Decimal) -> Decimal:
    """The probability that odds stand for."""
    return odds / (1 + odds)


def odds_with_agency(odds: Decimal) -> Decimal:
    """An agency has more success than we. Source: method 2f (seed 002)."""
    return odds * AGENCY_ODDS


def executed(asked: SettlementAsked) -> Decimal:
    """The chance that a title brings money. Source: rulings, Settlement."""
    if asked.executed_rate is not None:
        return asked.executed_rate
    rate = EXECUTED_OF_TYPE[asked.type]
    return rate * SIGNAL_EXECUTED if asked.has_signal else rate


def acceptance_of(asked: SettlementAsked) -> Acceptance:
    """How this debtor is likely to answer an offer. Source: rulings, Settlement."""
    if asked.acceptance is not None:
        return asked.acceptance
    if asked.type is DebtorType.RELIABLE:
        return RELIABLE_YES
    if asked.type is DebtorType.STRAINED and asked.has_signal:
        return STRAINED_SIGNAL
    if asked.type is DebtorType.STRAINED and asked.has_partial:
        return STRAINED_PAYING
    return USUAL


def accepted(share: Decimal, acceptance: Acceptance) -> Decimal:
    """The chance that a debtor says yes to paying this share."""
    return 1 / (1 + (-(acceptance.a - acceptance.b * share)).exp())
