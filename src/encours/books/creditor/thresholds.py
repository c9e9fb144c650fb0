"""Which thresholds an entity has changed: the values in force at an instant, and who set them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from encours.books.creditor.models import ThresholdChange


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `value` is None where the threshold went back to its default."""

    id: int
    key: str
    value: int | None
    at: datetime
    by: str


def changed_values(entity_id: int, *, currency: str, at: datetime | None = None) -> Mapping[str, int]:
    """The values that differ from the defaults, by key, in one statement: now, or as they stood at an instant.

    An amount set while the entity had another currency no longer counts.
    """
    rows = ThresholdChange.objects.filter(entity_id=entity_id, currency__in=("", currency)).order_by("pk")
    if at is not None:
        rows = rows.filter(changed_at__lte=at)
    last = dict(rows.values_list("key", "value"))
    return {key: value for key, value in last.items() if value is not None}


def changes(entity_id: int) -> list[Change]:
    """Every change of an entity, the latest first."""
    rows = ThresholdChange.objects.filter(entity_id=entity_id).order_by("-pk")
    return [Change(x.pk, x.key, x.value, x.changed_at, x.changed_by) for x in rows]
