"""Puts the customers of a day in order, and tells how many of them fit in the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from encours.ground.kernel.text import search_key
from encours.method.insight.rules.priority import Priority, PriorityFacts, Section

Ranked = tuple[PriorityFacts, Priority]


@dataclass(frozen=True, slots=True)
class DayPlan:
    """How many rows of the list, from the top, fit in the day, and the minutes they take."""

    rows: int
    minutes: int


def in_order(customers: Iterable[Ranked]) -> list[Ranked]:
    """By priority over the whole list; equal ones by larger part A, then older, then name (method 2b)."""
    return sorted(customers, key=_key)


def fill_capacity(planned_minutes: Sequence[int], capacity_minutes: int) -> DayPlan:
    """Takes the list from the top while the day holds it; what takes a person no time is always taken.

    It stops at the first row that no longer fits, even if a shorter one follows: the order is the
    point. The first row is always taken, since a day that does nothing helps nobody.
    """
    minutes = 0
    for rows, needed in enumerate(planned_minutes):
        if needed and minutes and minutes + needed > capacity_minutes:
            return DayPlan(rows, minutes)
        minutes += needed
    return DayPlan(len(planned_minutes), minutes)


def _key(ranked: Ranked) -> tuple[bool, float, float, int, str, str]:
    facts, priority = ranked
    return (
        priority.section is Section.DO_NOT_CONTACT,
        -float(priority.value),
        -priority.weight,
        -facts.dpd,
        search_key(facts.name),
        facts.name,
    )
