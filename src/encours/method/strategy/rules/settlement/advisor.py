"""Advises on a settlement: what to open with, what to aim at, what never to go under, or why not to offer."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.rules.ladder_terms import DEFAULT_CLOSING, ClosingTerms
from encours.method.strategy.rules.settlement.allowed import Allowed, allowed
from encours.method.strategy.rules.settlement.chances import (
    acceptance_of,
    chance,
    odds_of,
    odds_with_agency,
)
from encours.method.strategy.rules.settlement.facts import (
    DEFAULT_SETTLEMENT,
    PAID_DAYS,
    REFUSED_DAYS,
    SettlementAsked,
    SettlementTerms,
)
from encours.method.strategy.rules.settlement.outcomes import (
    HUNDRED,
    Others,
    Way,
    discount,
    offer_value,
    others,
)

_SHARES = tuple(Decimal(point) / HUNDRED for point in range(1, 101))
LESS, MORE = Decimal("0.5"), Decimal("1.5")
_ALMOST_SURE = Decimal("0.999")


class SettlementAdvice(StrEnum):
    """What the advisor says."""

    KEEP = "KEEP"
    OFFER = "OFFER"
    NOT_ALLOWED = "NOT_ALLOWED"


@dataclass(frozen=True, slots=True)
class Advised:
    """The whole answer. Percents are whole points; `floor` is for the owner's eyes only."""

    ours: Decimal
    agencys: Decimal
    others: Others
    settlement: Decimal
    best: Way
    floor_percent: int
    target_percent: int
    opening_percent: int
    floor: Money
    target: Money
    opening: Money
    advice: SettlementAdvice
    is_marginal: bool
    reasons: tuple[Reason, ...]

    def value_of(self, way: Way) -> Decimal:
        """What a way is worth, in units of the currency."""
        values = {
            Way.INHOUSE: self.others.inhouse,
            Way.AGENCY: self.others.agency,
            Way.COURT: self.others.court,
            Way.SETTLEMENT: self.settlement,
            Way.WRITE_OFF: Decimal(0),
        }
        return values[way]


@dataclass(frozen=True, slots=True)
class _Weighed:
    others: Others
    target: Decimal
    value: Decimal
    keep: tuple[Reason, ...]


def advise_settlement(
    asked: SettlementAsked,
    *,
    terms: SettlementTerms = DEFAULT_SETTLEMENT,
    closing: ClosingTerms = DEFAULT_CLOSING,
) -> Advised:
    """Compares every way and advises. Source: method 2f; rulings, Settlement; R117–R121."""
    odds = odds_of(asked, silent_days=closing.silent_days)
    ours, agencys = chance(odds), chance(odds_with_agency(odds))
    weighed = _weigh(asked, terms, odds)
    may = allowed(asked, closing)
    advice = _advice(weighed, may)
    floor = _floor_percent(weighed.others.best, asked.amount, terms)
    target = int(weighed.target * HUNDRED)
    opening = max(min(target + terms.above_target_points, terms.most_opening_percent), floor)
    flips = any(
        bool(_weigh(asked, terms, _scaled(ours, by)).keep) != bool(weighed.keep) for by in (LESS, MORE)
    )
    is_marginal = flips and advice is not SettlementAdvice.NOT_ALLOWED
    return Advised(
        ours=ours,
        agencys=agencys,
        others=weighed.others,
        settlement=weighed.value,
        best=Way.SETTLEMENT if advice is SettlementAdvice.OFFER else weighed.others.way,
        floor_percent=floor,
        target_percent=target,
        opening_percent=opening,
        floor=_share_of(asked.amount, floor),
        target=_share_of(asked.amount, target),
        opening=_share_of(asked.amount, opening),
        advice=advice,
        is_marginal=is_marginal,
        reasons=_reasons(weighed, may, advice, is_marginal=is_marginal),
    )


def _weigh(asked: SettlementAsked, terms: SettlementTerms, odds: Decimal) -> _Weighed:
    found = others(asked, terms, ours=chance(odds), agencys=chance(odds_with_agency(odds)))
    yes = acceptance_of(asked)
    values = {share: offer_value(share, asked, terms, best=found.best, acceptance=yes) for share in _SHARES}
    target = max(values, key=lambda share: values[share])
    return _Weighed(found, target, values[target], tuple(_keep(found, target, values[target], terms)))


def _keep(found: Others, target: Decimal, value: Decimal, terms: SettlementTerms) -> list[Reason]:
    reasons = []
    if value < found.best * (1 + terms.least_gain_percent / HUNDRED):
        reasons.append(Reason(N_("Une offre n'apporte presque rien de plus que la meilleure autre voie")))
    if target * HUNDRED >= terms.plan_percent:
        reasons.append(
            Reason(N_("La meilleure offre serait presque toute la somme : un échéancier vaut mieux"))
        )
    return reasons


def _advice(weighed: _Weighed, may: Allowed) -> SettlementAdvice:
    """An exclusion stands above all; then what an offer brings; then what has to come first."""
    if may.never:
        return SettlementAdvice.NOT_ALLOWED
    if weighed.keep:
        return SettlementAdvice.KEEP
    return SettlementAdvice.NOT_ALLOWED if may.not_yet else SettlementAdvice.OFFER


def _reasons(
    weighed: _Weighed, may: Allowed, advice: SettlementAdvice, *, is_marginal: bool
) -> tuple[Reason, ...]:
    found = _why(weighed, may, advice)
    marginal = Reason(N_("À la marge : avec des chances de paiement différentes, le conseil changerait"))
    return (*found, marginal) if is_marginal else found


def _why(weighed: _Weighed, may: Allowed, advice: SettlementAdvice) -> tuple[Reason, ...]:
    match advice:
        case SettlementAdvice.NOT_ALLOWED:
            return may.never or may.not_yet
        case SettlementAdvice.KEEP:
            return weighed.keep
        case SettlementAdvice.OFFER:
            return (Reason(N_("Une offre payée vite vaut plus que toutes les autres voies")),)
    assert_never(advice)


def _floor_percent(best: Decimal, amount: Money, terms: SettlementTerms) -> int:
    """Under this share we are better off without the debtor's yes; rounded up."""
    worth = best * discount(REFUSED_DAYS, terms) / (amount.decimal * discount(PAID_DAYS, terms)) * HUNDRED
    rounded = int(worth) if worth == int(worth) else int(worth) + 1
    return min(max(rounded, terms.least_percent), 100)


def _share_of(amount: Money, percent: int) -> Money:
    return Money(-(-amount.minor * percent // 100), amount.currency)


def _scaled(ours: Decimal, by: Decimal) -> Decimal:
    scaled = min(ours * by, _ALMOST_SURE)
    return scaled / (1 - scaled)
