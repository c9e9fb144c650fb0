"""One's own week: how calls end by one's mood, what was skipped and what it costs, how we keep our word."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from encours.faces.desk.pages.ladders import team_names
from encours.faces.desk.who import Desk
from encours.flows.skipped import SkippedStep, skipped_steps
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements import queries as agreements_queries
from encours.method.calls import queries as calls_queries
from encours.method.calls.rules.words import MOOD_LABELS, Mood
from encours.method.cases.rules.contact import CallOutcome

_WEEK = timedelta(days=7)
_QUARTER = timedelta(days=90)
_MONTH = timedelta(days=30)
_FEWEST = 10
"""Under ten calls a share says nothing (section 7 of the method)."""
_LED_SOMEWHERE = frozenset(
    {
        CallOutcome.ORAL_PROMISE,
        CallOutcome.PLAN_ASKED,
        CallOutcome.ALREADY_PAID,
        CallOutcome.DISPUTE_RAISED,
        CallOutcome.CALL_BACK_REQUESTED,
    }
)


def my_week_page(desk: Desk) -> dict[str, Any]:
    """Everything on the page; what concerns moods is the signed-in person's own and nobody else's."""
    act = desk.act
    due, kept = agreements_queries.own_due_between(act.entity_id, since=act.today - _MONTH, until=act.today)
    skipped, names = skipped_steps(act, since=act.today - _WEEK), team_names(desk)
    return {
        "moods": _moods(desk),
        "ratings": _ratings(desk),
        "skipped": [_skipped(step, names) for step in skipped],
        "skipped_cost": _total(skipped),
        "own_due": due,
        "own_kept": kept,
        "own_share": _share(kept, due),
    }


def _moods(desk: Desk) -> list[dict[str, Any]]:
    since = desk.act.at - _QUARTER
    noted = calls_queries.calls_of(desk.actor, entity_id=desk.entity.id, since=since)
    calls = Counter(mood for mood, outcome in noted if outcome.had_conversation)
    useful = Counter(mood for mood, outcome in noted if outcome in _LED_SOMEWHERE)
    return [
        {
            "label": Reason(MOOD_LABELS[mood]),
            "calls": calls[mood],
            "useful": useful[mood],
            "share": _share(useful[mood], calls[mood]),
        }
        for mood in Mood
        if calls[mood]
    ]


def _ratings(desk: Desk) -> dict[str, Any] | None:
    """One's own ratings on the three axes; None where none was given."""
    own = calls_queries.own_ratings(desk.actor, entity_id=desk.entity.id, since=desk.act.at - _QUARTER)
    if not own.calls:
        return None
    axes = ((N_("amical"), own.friendly), (N_("ferme"), own.firm), (N_("factuel"), own.factual))
    given = [
        {"label": Reason(label), "mark": Reason(N_("{mark} sur 5"), mark=Decimal(str(round(mark, 1))))}
        for label, mark in axes
        if mark is not None
    ]
    return {"calls": own.calls, "axes": given}


def _share(part: int, whole: int) -> int | None:
    """A percentage; None where there is too little to tell."""
    return round(100 * part / whole) if whole >= _FEWEST else None


def _skipped(step: SkippedStep, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "on": step.on,
        "customer": step.customer,
        "url": reverse("desk:customer", args=[step.customer_id]),
        "step": Reason(step.label) if step.label else step.level,
        "why": step.why,
        "by": names.get(step.by, ""),
        "cost": step.week_cost,
    }


def _total(skipped: list[SkippedStep]) -> Reason | None:
    costs = [step.week_cost for step in skipped if step.week_cost is not None]
    by_currency = {cost.currency for cost in costs}
    if len(by_currency) != 1:
        return None
    total = sum(costs[1:], costs[0])
    return Reason(N_("Environ {amount} par semaine d'attente (estimation)"), amount=total)
