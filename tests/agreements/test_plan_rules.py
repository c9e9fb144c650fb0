"""Payment plans: sums to the cent, business days, and what only the owner may agree to (method 2e)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.agreements.rules.plan import PlanDraft, PlanWish, Rhythm, build_plan
from encours.method.cases.rules.calendar import Calendar

TODAY = date(2026, 3, 17)
FRANCE = Calendar("FR")


def euros(cents: int) -> Money:
    return Money(cents, "EUR")


def built(cents: int, parts: int, *, first_on: date = date(2026, 3, 20), strained: bool = False, **wish):
    asked = PlanWish(euros(cents), first_on, parts, **wish)
    return build_plan(asked, today=TODAY, calendar=FRANCE, is_strained=strained)


def amounts(plan: PlanDraft | Refused) -> list[int]:
    assert isinstance(plan, PlanDraft)
    return [line.amount.minor for line in plan.instalments]


def test_the_worked_examples_of_the_method() -> None:
    assert amounts(built(3_480_00, 3)) == [1_160_00, 1_160_00, 1_160_00]
    assert amounts(built(1_000_00, 3)) == [333_33, 333_33, 333_34]


def test_a_first_part_leaves_the_rest_in_equal_shares() -> None:
    assert amounts(built(1_000_00, 4, first=euros(250_00))) == [250_00, 250_00, 250_00, 250_00]
    assert amounts(built(1_000_00, 3, first=euros(300_01))) == [300_01, 349_99, 350_00]


def test_instalments_fall_on_business_days() -> None:
    plan = built(600_00, 3, first_on=date(2026, 4, 1))
    assert [line.due_on for line in plan.instalments] == [
        date(2026, 4, 1),
        date(2026, 5, 4),
        date(2026, 6, 1),
    ]


def test_the_end_of_a_month_stays_the_end_of_a_month() -> None:
    plan = built(600_00, 3, first_on=date(2026, 3, 31))
    assert [line.due_on for line in plan.instalments] == [
        date(2026, 3, 31), date(2026, 4, 30), date(2026, 6, 1)
    ]  # fmt: skip


def test_what_keeps_to_the_terms_needs_nobody() -> None:
    assert built(3_480_00, 3).owner == ()


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ({"cents": 7_000_00, "parts": 7, "rhythm": Rhythm.WEEKLY, "first": euros(2_000_00)}, "échéances"),
        ({"cents": 4_000_00, "parts": 5}, "jours jusqu'à la dernière"),
        ({"cents": 3_000_00, "parts": 2, "first_on": date(2026, 3, 25)}, "dans plus de"),
        ({"cents": 3_000_00, "parts": 3, "first": euros(500_00)}, "de moins de {percent}"),
        ({"cents": 120_00, "parts": 3}, "de moins de {least}"),
    ],
)
def test_what_goes_beyond_needs_the_owner(wish: dict, word: str) -> None:
    cents, parts = wish.pop("cents"), wish.pop("parts")
    plan = built(cents, parts, **wish)
    assert isinstance(plan, PlanDraft)
    assert any(word in reason.text for reason in plan.owner)


def test_a_customer_who_struggles_may_begin_with_a_tenth() -> None:
    wish = {"first": euros(300_00), "rhythm": Rhythm.FORTNIGHTLY}
    assert built(3_000_00, 4, **wish).owner
    assert not built(3_000_00, 4, strained=True, **wish).owner


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"cents": 0, "parts": 3}, "balance"),
        ({"cents": 100_00, "parts": 1}, "instalments"),
        ({"cents": 2, "parts": 3}, "instalments"),
        ({"cents": 100_00, "parts": 3, "first_on": date(2026, 3, 16)}, "first_on"),
        ({"cents": 100_00, "parts": 3, "first": euros(100_00)}, "first"),
        ({"cents": 100_00, "parts": 3, "first": Money(10_00, "CHF")}, "first"),
    ],
)
def test_what_is_no_plan_is_refused_beside_its_field(wish: dict, field: str) -> None:
    cents, parts = wish.pop("cents"), wish.pop("parts")
    refused = built(cents, parts, **wish)
    assert isinstance(refused, Refused)
    assert refused.field == field


@given(
    cents=st.integers(100, 10**10),
    parts=st.integers(2, 24),
    rhythm=st.sampled_from(list(Rhythm)),
    first_on=st.dates(TODAY, date(2028, 12, 31)),
    share=st.none() | st.integers(1, 99),
)
def test_a_plan_is_the_balance_to_the_cent_in_order_of_days(cents, parts, rhythm, first_on, share) -> None:
    first = euros(max(1, cents * share // 100)) if share else None
    plan = built(cents, parts, first_on=first_on, rhythm=rhythm, first=first)
    if isinstance(plan, Refused):
        return
    days = [line.due_on for line in plan.instalments]
    assert plan.total == euros(cents)
    assert days == sorted(set(days))
    assert all(FRANCE.next_open(day) == day for day in days)
    assert all(line.amount.minor > 0 for line in plan.instalments)
