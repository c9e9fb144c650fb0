"""How much of the day's list fits in the time that the person who reads it has today."""

from typing import Any

from encours.faces.desk.pages.day_list import OURS, DayList
from encours.faces.desk.who import Desk
from encours.method.insight.rules.priority import Section
from encours.method.insight.rules.worklist_order import fill_capacity
from encours.method.strategy.queries import ListPlace


def fit(desk: Desk, day: DayList, shown: list[dict[str, Any]]) -> dict[str, int]:
    """The minutes asked for and those there are; marks the row of `shown` at which the day is full.

    Only what is left for a person counts, in the order of the page. Source: method 2b, capacity.
    """
    asked = _asked(day)
    available = desk.member.capacity_minutes or desk.entity.capacity_minutes
    plan = fill_capacity([place.planned_minutes for place in asked], available)
    planned = sum(place.planned_minutes for place in asked)
    full_at = asked[plan.rows].id if plan.rows < len(asked) else None
    for section in shown:
        for row in section["rows"]:
            row["is_day_full"] = row["id"] == full_at
    _show_once(shown)
    return {
        "planned_minutes": planned,
        "available_minutes": available,
        "left_minutes": planned - plan.minutes,
        "share": min(100, planned * 100 // available) if available else 0,
    }


def _asked(day: DayList) -> list[ListPlace]:
    """What asks for somebody's time today, in the order of the page."""
    return [
        line
        for section in OURS
        for line in day.lines
        if line.section == section.value and not day.leaves_by_itself(line)
    ]


def _show_once(shown: list[dict[str, Any]]) -> None:
    """The time of the day stands beside «Aujourd'hui», or beside the first section that asks for some."""
    ours = [section for section in shown if section["code"] in OURS]
    beside = next(
        (section for section in ours if section["code"] == Section.TODAY), ours[0] if ours else None
    )
    for section in shown:
        section["has_capacity"] = section is beside
