"""Some hundreds of customers at once; one whose facts break the program keeps nobody else from their night."""

import logging
from collections.abc import Callable

from django.db import OperationalError, transaction

from encours.flows.night.report import NightReport
from encours.flows.review.gathered import Pair
from encours.ground.evidence.acts import Act

log = logging.getLogger(__name__)


def by_halves(
    act: Act, pairs: list[Pair], report: NightReport, do: Callable[[list[Pair], NightReport], None]
) -> None:
    """Does something for some customers; after a fault each half again by itself, until it is found.

    The customer in question is left as it was, counted and named by its number in the log.
    """
    part = NightReport(report.entity_id, report.as_of)
    try:
        with transaction.atomic():
            do(pairs, part)
    except OperationalError:
        raise
    except Exception as problem:
        if len(pairs) <= 1:
            what = (act.entity_id, pairs[0][0] if pairs else 0, type(problem).__name__)
            log.error("entity %s, customer %s: %s", *what, exc_info=log.isEnabledFor(logging.DEBUG))
            report.failed += 1
            return
        half = _middle(pairs)
        by_halves(act, pairs[:half], report, do)
        by_halves(act, pairs[half:], report, do)
        return
    report.add(part)


def _middle(pairs: list[Pair]) -> int:
    """Where to cut so that a customer stays whole; through a customer only where there is no other."""
    half = len(pairs) // 2
    between = [place for place in range(1, len(pairs)) if pairs[place][0] != pairs[place - 1][0]]
    return min(between, key=lambda place: abs(place - half), default=half)
