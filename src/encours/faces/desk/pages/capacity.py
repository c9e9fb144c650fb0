"""How much of the day's list fits in the time that the person who reads it has today."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from encours.faces.desk.pages.by_hand import STEP_DONE
from encours.faces.desk.pages.day_list import OURS, DayList
from encours.faces.desk.who import Desk
from encours.ground.evidence.queries import Line
from encours.method.calls.queries.under_way import timed_since
from encours.method.calls.rules.minutes import MEASURED_OVER_DAYS, measured_minutes
from encours.method.insight.rules.priority import Section
from encours.method.insight.rules.thresholds import Thresholds
from encours.method.insight.rules.worklist_order import fill_capacity
from encours.method.strategy.queries.day import section_minutes
from encours.method.strategy.thresholds import thresholds_of


def fit(
    desk: Desk, day: DayList, shown: list[dict[str, Any]], *, done: Iterable[Line] = ()
) -> dict[str, int]:
    """The minutes asked for and those there are; marks the row of `shown` at which the day is full.

    Only what is left for a person counts, in the order of the page; `done` is what was done today,
    and what this person did of it has filled a part of their day. Source: method 2b, capacity.
    """
    planned_for = thresholds_of(desk.entity.id, currency=desk.entity.currency).order
    calls, measured = _measured(desk)
    longer = 0 if measured is None else measured - planned_for.call_minutes
    minutes = _minutes(planned_for, longer)
    available = desk.member.capacity_minutes or desk.entity.capacity_minutes
    spent = sum(minutes.get(line.kind, 0) for line in done if line.actor == desk.actor)
    free = max(0, available - spent)
    asked = _asked(day, most=free + 2, longer=longer)
    plan = fill_capacity([needed for _, needed in asked], free)
    ours = [day.sections[code] for code in OURS if code in day.sections]
    planned = sum(max(0, section.minutes + section.calls * longer) for section in ours)
    full_at = asked[plan.rows][0] if plan.rows < len(asked) else None
    for section in shown:
        for row in section["rows"]:
            row["is_day_full"] = row["id"] == full_at
    _show_once(shown)
    return {
        "planned_minutes": planned,
        "available_minutes": available,
        "spent_minutes": spent,
        "free_minutes": free,
        "left_minutes": planned - plan.minutes,
        "share": _share(planned, free),
        "call_minutes": planned_for.call_minutes + longer,
        "measured_calls": calls if measured is not None else 0,
    }


def _measured(desk: Desk) -> tuple[int, int | None]:
    """How many calls of the entity were timed of late, and what one takes, once there are enough to tell."""
    since = desk.act.at - timedelta(days=MEASURED_OVER_DAYS)
    calls, minutes = timed_since(desk.entity.id, since)
    return calls, measured_minutes(calls=calls, minutes=minutes)


def _minutes(planned: Thresholds, longer: int) -> dict[str, int]:
    """What takes somebody's time, as long as it was planned for; calls as long as they take."""
    return {
        "calls.call_noted": planned.call_minutes + longer,
        "outreach.message_approved": planned.email_minutes,
        "outreach.message_sent_by_hand": planned.email_minutes,
        STEP_DONE: planned.email_minutes,
        "disputes.dispute_answered": planned.dispute_minutes,
    }


def _share(planned: int, free: int) -> int:
    """The part of what is left of the day that is asked for, in hundredths; at most all of it."""
    return min(100, planned * 100 // free) if free else 100 * bool(planned)


def _asked(day: DayList, *, most: int, longer: int) -> list[tuple[int, int]]:
    """What asks for somebody's time today, in the order of the page: number and minutes of each line.

    As many of each section as could fill the day with a minute each: the day is full before they end.
    """
    found = [line for section in OURS for line in section_minutes(day.day, section.value, limit=most)]
    return [(pk, max(1, minutes + longer) if is_call else minutes) for pk, minutes, is_call in found]


def _show_once(shown: list[dict[str, Any]]) -> None:
    """The time of the day stands beside «Aujourd'hui», or beside the first section that asks for some."""
    ours = [section for section in shown if section["code"] in OURS]
    beside = next(
        (section for section in ours if section["code"] == Section.TODAY), ours[0] if ours else None
    )
    for section in shown:
        section["has_capacity"] = section is beside
