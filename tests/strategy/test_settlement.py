"""The settlement advisor: the worked rows of method 2f to the figure, and what forbids an offer."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.ground.kernel.money import Money
from encours.method.insight.rules.payer import DebtorType
from encours.method.strategy.rules.settlement.advisor import SettlementAdvice, advise_settlement
from encours.method.strategy.rules.settlement.chances import acceptance_of
from encours.method.strategy.rules.settlement.facts import DEFAULT_SETTLEMENT, PAID_CURVE, SettlementAsked
from encours.method.strategy.rules.settlement.outcomes import Way, offer_value

T, A = DebtorType, SettlementAdvice


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")


S1 = SettlementAsked(
    amount=euros(10_000), days_past_due=120, type=T.AVOIDS, broken=3, silence_days=60, contacts=8
)
S1B = SettlementAsked(amount=euros(10_000), days_past_due=120, type=T.STRAINED, broken=1, has_partial=True)
S2 = SettlementAsked(amount=euros(10_000), days_past_due=45, type=T.RELIABLE)
S3 = SettlementAsked(
    amount=euros(1_200), days_past_due=200, type=T.AVOIDS, broken=2, silence_days=60, contacts=5
)
S4 = SettlementAsked(amount=euros(25_000), days_past_due=200, type=T.STRAINED, broken=2, has_signal=True)
ROWS = [
    (S1, ".083 .153", (732, 1105, 2576), 26, 55, 3682, A.OFFER),
    (S1B, ".596 .747", (5703, 5383, 2576), 57, 89, 6795, A.KEEP),
    (S2, ".947 .973", (9096, 7007, 7018), 91, 100, None, A.KEEP),
    (S3, ".066 .125", (5, 108, 120), 10, 47, 337, A.OFFER),
    (S4, ".160 .275", (3791, 4958, 3958), 20, 56, 9279, A.OFFER),
]


@pytest.mark.parametrize("row", ROWS)
def test_a_worked_row_comes_out_to_the_figure(row: tuple) -> None:
    asked, chances, others, floor, target, value, advice = row
    found = advise_settlement(asked)
    near = Decimal("0.0006")
    assert all(
        abs(is_ - Decimal(told)) < near
        for is_, told in zip((found.ours, found.agencys), chances.split(), strict=True)
    )
    assert (found.others.inhouse, found.others.agency, found.others.court) == pytest.approx(
        others, abs=Decimal("0.5")
    )
    assert (found.floor_percent, found.target_percent, found.advice) == (floor, target, advice)
    assert value is None or round(found.settlement) == value


def test_the_seeds_own_half_is_within_one_percent_of_the_best_and_opens_at_seventy() -> None:
    found = advise_settlement(S1)
    half = offer_value(
        Decimal("0.5"), S1, DEFAULT_SETTLEMENT, best=found.others.best, acceptance=acceptance_of(S1)
    )
    assert round(half) == 3653
    assert half > found.settlement * Decimal("0.99")
    assert (found.opening, found.floor) == (euros(7_000), euros(2_600))
    assert found.best is Way.SETTLEMENT


def test_with_less_hope_in_court_the_target_falls_to_forty_nine() -> None:
    found = advise_settlement(replace(S1, executed_rate=Decimal("0.20")))
    assert (round(found.others.best), found.target_percent) == (1365, 49)


@pytest.mark.parametrize(
    "changed",
    [
        {"is_disputed": True},
        {"is_insolvent": True},
        {"is_plan_on_time": True},
        {"offers": 2},
        {"settled_lately": True},
        {"days_past_due": 89},
        {"reasons_asked": False},
        {"broken": 1, "contacts": 3},
        {"broken": 1, "silence_days": 44},
    ],
)
def test_what_forbids_an_offer(changed: dict) -> None:
    found = advise_settlement(replace(S1, **changed))
    assert found.advice is A.NOT_ALLOWED
    assert found.best is not Way.SETTLEMENT
    assert found.reasons


@pytest.mark.parametrize(
    "changed",
    [
        {"days_past_due": 10, "is_ending": True},
        {"broken": 0, "is_hardship": True, "contacts": 0},
        {"broken": 0},
        {"offers": 1},
    ],
)
def test_what_allows_one(changed: dict) -> None:
    base = replace(S1, executed_rate=Decimal("0.20"))
    assert advise_settlement(replace(base, **changed)).advice is A.OFFER


@given(
    minor=st.integers(1, 1_000_000_000),
    late=st.integers(-30, 4000),
    kind=st.sampled_from(list(T)),
    broken=st.integers(0, 5),
    silence=st.integers(0, 200),
)
def test_whatever_the_file_the_figures_hold_together(
    minor: int, late: int, kind: T, broken: int, silence: int
) -> None:
    asked = SettlementAsked(
        amount=Money(minor, "EUR"), days_past_due=late, type=kind, broken=broken, silence_days=silence
    )
    found = advise_settlement(asked)
    assert 0 < found.ours < 1
    assert found.ours < found.agencys < 1
    assert DEFAULT_SETTLEMENT.least_percent <= found.floor_percent <= 100
    assert found.floor <= found.opening <= asked.amount
    assert found.advice is not A.OFFER or found.floor <= found.target <= found.opening


def test_the_older_the_debt_the_less_is_hoped_for() -> None:
    found = [advise_settlement(replace(S2, days_past_due=days)).ours for days, _share in PAID_CURVE]
    assert found == sorted(found, reverse=True)
