"""What took long to add up stands until something happens in the entity: the journal says whether it did."""

import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar, cast

from encours.ground.evidence import queries as evidence_queries

SLOW_SECONDS = 0.02
"""What is added up faster is added up anew each time: that is everything in books of ordinary size."""
_MOST_KEPT = 500
_kept: dict[tuple[int, str, date], tuple[str, object]] = {}

Figures = TypeVar("Figures")


def forget() -> None:
    """Nothing is kept any more: what a process knows that has just begun."""
    _kept.clear()


def while_unchanged(entity_id: int, name: str, today: date, count: Callable[[], Figures]) -> Figures:
    """The figures called `name` of an entity on a day: those of before where its journal has not moved since.

    Every change writes the journal in its own transaction, so its last link tells any process that
    books, cases or people are as they were. Kept in this process alone.
    """
    key, last = (entity_id, name, today), evidence_queries.last_hash(f"entity:{entity_id}")
    found = _kept.get(key)
    if found and last and found[0] == last:
        return cast(Figures, found[1])
    started = time.monotonic()
    figures = count()
    if time.monotonic() - started >= SLOW_SECONDS:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = (last, figures)
    return figures
