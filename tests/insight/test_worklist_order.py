"""The order of the day's list, and how much of it fits in the day."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from encours.method.insight.rules.debtor_type import DebtorType
from encours.method.insight.rules.priority import Event, EventKind, Gate, GateKind, PriorityFacts, prioritise
from encours.method.insight.rules.worklist_order import DayPlan, fill_capacity, in_order

APPOINTMENT = (Event(EventKind.APPOINTMENT),)
BASE = PriorityFacts("Base", "EUR", 100_000, 20, DebtorType.UNKNOWN, events=APPOINTMENT)


def names(*facts: PriorityFacts) -> list[str]:
    return [found.name for found, _ in in_order((f, prioritise(f)) for f in facts)]


def test_equal_priorities_go_by_larger_amount_then_older_then_name():
    larger = replace(BASE, name="Zoé", actionable_minor=100_001)
    older = replace(BASE, name="Yves", dpd=21)
    first_name, second_name = replace(BASE, name="école Émile"), replace(BASE, name="Ferme")
    wanted = ["Zoé", "Yves", "école Émile", "Ferme"]
    for given_order in permutations((larger, older, first_name, second_name)):
        assert {prioritise(f).value for f in given_order} == {80}
        assert names(*given_order) == wanted


def test_whoever_is_not_to_be_contacted_comes_last_even_among_zeros():
    small = replace(BASE, name="Petit", actionable_minor=1, dpd=0, events=(), type=DebtorType.RELIABLE)
    gated = replace(
        BASE, name="Accord", actionable_minor=9_000_000, gates=(Gate(GateKind.AGREEMENT_ON_TIME),)
    )
    assert prioritise(small).value == 0
    assert names(gated, small) == ["Petit", "Accord"]


def test_the_day_takes_the_list_from_the_top_until_it_is_full():
    assert fill_capacity([15, 15, 20, 4], 60) == DayPlan(4, 54)
    assert fill_capacity([15, 15, 20, 4], 50) == DayPlan(3, 50)
    assert fill_capacity([15, 15, 20, 4], 49) == DayPlan(2, 30)


def test_what_takes_no_time_is_always_taken():
    assert fill_capacity([15, 0, 0, 15], 15) == DayPlan(3, 15)
    assert fill_capacity([], 60) == DayPlan(0, 0)


def test_the_first_row_is_taken_even_on_a_very_short_day():
    assert fill_capacity([20, 4], 10) == DayPlan(1, 20)


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(0, 480))
def test_a_day_never_holds_more_than_its_minutes_but_for_one_row(minutes, capacity):
    plan = fill_capacity(minutes, capacity)
    assert plan.minutes == sum(minutes[: plan.rows])
    working = [m for m in minutes[: plan.rows] if m]
    assert plan.minutes <= capacity or len(working) == 1
