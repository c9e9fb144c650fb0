"""The chance of collecting by age, and what waiting costs: the figures of the method, as estimates."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.ground.kernel.money import Money
from encours.ground.plumbing.say import say
from encours.method.insight.rules.money_curve import (
    POLL_CURVE,
    CollectionFacts,
    chance_of_collecting,
    cost_of_waiting,
    odds,
    share_of,
)
from encours.method.insight.rules.payer import DebtorType


@pytest.mark.parametrize(
    ("dpd", "percent"),
    [
        (-9, "94.9"), (0, "94.9"), (15, "92.4"), (30, "89.9"), (60, "81.3"), (90, "69.6"), (135, "60.85"),
        (180, "52.1"), (270, "39.1"), (365, "22.8"), (730, "9.3"), (1460, "4.65"),
    ],
)  # fmt: skip
def test_the_curve_goes_straight_from_point_to_point(dpd, percent):
    assert POLL_CURVE.at(dpd) * 100 == Decimal(percent)


@pytest.mark.parametrize(
    ("facts", "chance"),
    [
        (CollectionFacts(120, DebtorType.AVOIDS, broken_agreements=3, silence_days=60), ".083"),
        (CollectionFacts(120, DebtorType.STRAINED, broken_agreements=1, partial_30d=True), ".596"),
        (CollectionFacts(45, DebtorType.RELIABLE), ".947"),
        (CollectionFacts(200, DebtorType.AVOIDS, broken_agreements=2, silence_days=60), ".066"),
        (CollectionFacts(200, DebtorType.STRAINED, broken_agreements=2, insolvency_signal=True), ".160"),
    ],
)
def test_the_chances_of_the_worked_settlements(facts, chance):
    assert abs(chance_of_collecting(facts) - Decimal(chance)) < Decimal("0.001")


def test_more_than_three_broken_agreements_weigh_as_three():
    three = CollectionFacts(90, DebtorType.UNKNOWN, broken_agreements=3)
    five = CollectionFacts(90, DebtorType.UNKNOWN, broken_agreements=5)
    assert chance_of_collecting(three) == chance_of_collecting(five)


@given(st.decimals(min_value="0.01", max_value="0.99", places=3))
def test_odds_and_chances_are_two_ways_of_saying_one_thing(chance):
    assert abs(share_of(odds(chance)) - chance) < Decimal("1e-20")


def cents(dpd: int) -> int:
    return cost_of_waiting(Money(1_000_000, "EUR"), dpd).per_week.minor


def test_waiting_costs_more_up_to_the_third_month_then_less():
    growing = [cents(day) for day in (0, 30, 60)]
    falling = [cents(day) for day in (83, 120, 200, 400, 800, 1500)]
    assert growing == sorted(growing)
    assert falling == sorted(falling, reverse=True)
    assert max(cents(day) for day in range(1500)) == cents(60) == cents(83)


@given(st.integers(1, 10**9), st.integers(-30, 5000))
def test_waiting_always_costs_something(minor, dpd):
    assert cost_of_waiting(Money(minor, "EUR"), dpd).per_week.minor >= 1


@given(st.integers(1, 10**7), st.integers(0, 1000))
def test_waiting_for_more_money_costs_more(minor, dpd):
    one, double = Money(minor, "EUR"), Money(2 * minor, "EUR")
    assert cost_of_waiting(double, dpd).per_week >= cost_of_waiting(one, dpd).per_week


def test_nothing_due_costs_nothing():
    assert cost_of_waiting(Money(0, "EUR"), 30).per_week == Money(0, "EUR")
    assert cost_of_waiting(Money(-500, "EUR"), 30).per_week == Money(0, "EUR")


def test_the_cost_is_said_to_be_an_estimate():
    told = say(cost_of_waiting(Money(420_000, "EUR"), 24).reason, "fr").replace("\u00a0", " ")
    assert told == "attendre coûte environ 54,04 € par semaine (estimation)"
