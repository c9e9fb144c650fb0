"""The yearly review: who may be proposed, never more than two, and what ending a relationship takes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from encours.ground.kernel.money import Money
from encours.method.insight.rules.yearly_review import (
    DEFAULT_REVIEW,
    Exclusion,
    Parting,
    ReviewDecision,
    Reviewed,
    Worked,
    cost_of,
    excluded,
    is_candidate,
    notice_ends_on,
    problem_of_parting,
    proposed,
)


def customer(place: int, name: str, margin: int, cost: int, **more: object) -> Reviewed:
    return Reviewed(
        id=place,
        name=name,
        margin=Money(margin * 100, "EUR"),
        cost=Money(cost * 100, "EUR"),
        months=36,
        **more,  # type: ignore[arg-type]
    )


ALPHA = customer(1, "Alpha", 1_200, 4_100, mean=Decimal("2.7"))
BETA = customer(2, "Beta", 800, 2_900, mean=Decimal("2.3"))
GAMMA = customer(3, "Gamma", 9_000, 3_000, mean=Decimal("2.9"), disputes=5, upheld=5)


def test_the_worked_example_proposes_alpha_then_beta_and_finds_our_fault_with_gamma() -> None:
    assert (ALPHA.net, BETA.net, GAMMA.net) == tuple(Money(m, "EUR") for m in (-290_000, -210_000, 600_000))
    assert [one.name for one in proposed([BETA, GAMMA, ALPHA])] == ["Alpha", "Beta"]
    assert excluded(GAMMA) == {Exclusion.UPHELD}


@pytest.mark.parametrize(
    "changed",
    [
        {"mean": Decimal("1.9")},
        {"mean": None},
        {"months": 11},
        {"months": None},
        {"margin": Money(410_000, "EUR")},
        {"disputes": 4, "upheld": 2},
        {"exclusions": frozenset({Exclusion.ON_TIME})},
        {"exclusions": frozenset({Exclusion.HELD})},
        {"exclusions": frozenset({Exclusion.BOUND})},
    ],
)
def test_who_is_never_proposed(changed: dict) -> None:
    assert is_candidate(ALPHA)
    assert not is_candidate(replace(ALPHA, **changed))


def test_never_more_than_two_however_bad_the_year() -> None:
    many = [customer(n, f"C{n}", 0, n, mean=Decimal(3)) for n in range(1, 9)]
    assert [one.name for one in proposed(many)] == ["C8", "C7"]


def test_a_cost_is_its_five_parts() -> None:
    worked = Worked(
        calls=8, messages=20, late_days_minor=3_650_000_00, groundless=2, emotional=1, losses_minor=5_000
    )
    cost = cost_of(worked, "EUR")
    parts = (cost.chasing, cost.lateness, cost.disputes, cost.emotional, cost.losses)
    assert [one.minor for one in parts] == [12_000, 100_000, 16_000, 6_000, 5_000]
    assert cost.total.minor == 139_000


@pytest.mark.parametrize(
    ("since", "today", "ends"),
    [
        (date(2023, 3, 1), date(2026, 7, 1), date(2026, 10, 1)),
        (None, date(2026, 7, 1), date(2026, 8, 1)),
        (date(2026, 1, 1), date(2026, 7, 31), date(2026, 8, 31)),
        (date(1990, 1, 1), date(2026, 8, 31), date(2028, 2, 29)),
    ],
)
def test_the_notice_grows_with_the_years_and_has_a_most(since: date | None, today: date, ends: date) -> None:
    assert notice_ends_on(since, today) == ends


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None),
        ({"tried": None}, "tried"),
        ({"is_free_of_grounds": False}, "is_free_of_grounds"),
        ({"ends_on": date(2026, 9, 30)}, "ends_on"),
        ({"ends_on": date(2026, 8, 1), "is_grave": True}, None),
    ],
)
def test_what_ending_a_relationship_takes(changed: dict, field: str | None) -> None:
    parting = Parting(ends_on=date(2026, 10, 1), is_free_of_grounds=True, tried=ReviewDecision.PREPAY)
    refused = problem_of_parting(
        ALPHA, [ALPHA, BETA], replace(parting, **changed), earliest=date(2026, 10, 1), terms=DEFAULT_REVIEW
    )
    assert (refused.field if refused else None) == field


def test_nobody_is_parted_with_whom_the_review_does_not_propose() -> None:
    parting = Parting(ends_on=date(2027, 10, 1), is_free_of_grounds=True, tried=ReviewDecision.PRICE)
    lines = [ALPHA, BETA, GAMMA]
    told = {"earliest": date(2026, 10, 1), "terms": DEFAULT_REVIEW}
    assert problem_of_parting(GAMMA, lines, parting, **told) is not None  # type: ignore[arg-type]
