"""The board of disputes: each state a column, the answer due first on top, a page of it at a time, never counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet

from encours.ground.plumbing.keyset import page_behind
from encours.method.disputes.models import Dispute
from encours.method.disputes.queries import DisputeFact, fact_of
from encours.method.disputes.rules.words import OWES_ANSWER, DisputeState

_OWED = sorted(state.value for state in OWES_ANSWER)
LATEST_FIRST = frozenset({DisputeState.CLOSED})


@dataclass(frozen=True, slots=True)
class BoardSearch:
    """Which disputes: those a person follows (0: nobody), those of a reason; None: all."""

    entity_id: int
    handled_by_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A dispute on the board, with the names one reads."""

    fact: DisputeFact
    customer: str
    number: str


def column(
    search: BoardSearch,
    states: Iterable[DisputeState],
    *,
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> list[Card]:
    """A page of one column: the earliest day first, the closed ones latest first."""
    wanted = list(states)
    rows = _rows(search).filter(state__in=[state.value for state in wanted])
    is_closed = set(wanted) <= LATEST_FIRST
    by = "closed_on" if is_closed else "answer_due_on"
    found = page_behind(rows, by=by, after=after, limit=limit, is_descending=is_closed)
    return [Card(fact_of(row), row.customer.name, row.invoice.number) for row in found]


def _rows(search: BoardSearch) -> QuerySet[Dispute]:
    rows = Dispute.objects.filter(customer__entity_id=search.entity_id)
    if search.handled_by_id is not None:
        rows = rows.filter(handled_by_id=search.handled_by_id or None)
    if search.reason is not None:
        rows = rows.filter(reason=search.reason)
    return rows.select_related("customer", "invoice")


def late_of_ours(search: BoardSearch, *, today: date) -> tuple[int, date | None]:
    """How many answers or calls of ours are late, and since when the oldest; one statement."""
    rows = Dispute.objects.filter(
        customer__entity_id=search.entity_id, state__in=_OWED, answer_due_on__lt=today
    )
    if search.handled_by_id is not None:
        rows = rows.filter(handled_by_id=search.handled_by_id or None)
    found = rows.aggregate(count=Count("pk"), oldest=Min("answer_due_on"))
    return found["count"], found["oldest"]
