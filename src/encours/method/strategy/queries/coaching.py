"""What was left undone and what the guard refused, for those who look back: skipped steps, refusals by rule."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from encours.method.strategy.models import NightRun, StepSkip


@dataclass(frozen=True, slots=True)
class Skipped:
    """A step that somebody left out, with the reason that was given."""

    case_id: int
    customer_id: int
    customer: str
    currency: str
    level: str
    why: str
    by: str
    on: date


def skipped_between(entity_id: int, *, since: date, until: date) -> list[Skipped]:
    """The steps left out between two days, both included, the latest first."""
    rows = StepSkip.objects.filter(case__entity_id=entity_id, skipped_on__range=(since, until))
    rows = rows.select_related("case__customer").order_by("-skipped_on", "-pk")
    return [
        Skipped(
            x.case_id, x.case.customer_id, x.case.customer.name, x.case.currency, x.level, x.reason,
            x.skipped_by, x.skipped_on,
        )
        for x in rows
    ]  # fmt: skip


def refusals_between(entity_id: int, *, since: date, until: date) -> dict[str, int]:
    """How many contacts the nights of some days refused, by rule of the guard."""
    found: Counter[str] = Counter()
    nights = NightRun.objects.filter(entity_id=entity_id, as_of__range=(since, until))
    for counts in nights.values_list("counts", flat=True):
        found.update(counts.get("refusals", {}))
    return dict(found)
