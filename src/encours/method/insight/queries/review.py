"""Reads the yearly review: its lines with their votes; no vote is shown with a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.money import Money
from encours.method.insight.models import ReviewLine, YearlyReview
from encours.method.insight.rules.yearly_review import ReviewDecision


@dataclass(frozen=True, slots=True)
class ReviewFact:
    """A review; `held_on`: the day of the meeting."""

    id: int
    year: int
    opened_on: date
    held_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFact:
    """One customer in a review, as it is kept. `own_vote`: that of who asks."""

    id: int
    customer_id: int
    margin: Money
    cost: Money
    parts: Mapping[str, int]
    months: int | None
    disputes: int
    upheld: int
    is_bound: bool
    votes: tuple[int, ...]
    own_vote: int | None
    decision: ReviewDecision | None
    decided_on: date | None
    ends_on: date | None


def latest_review(entity_id: int) -> ReviewFact | None:
    """The last review that was opened."""
    row = YearlyReview.objects.filter(entity_id=entity_id).order_by("-year").first()
    return ReviewFact(row.pk, row.year, row.opened_on, row.held_on) if row else None


def lines_of(review_id: int, *, actor: str) -> list[LineFact]:
    """The customers of a review with their votes. Two statements."""
    rows = ReviewLine.objects.filter(review_id=review_id).prefetch_related("votes").order_by("pk")
    return [_line(row, actor) for row in rows]


def line_of(entity_id: int, line_id: int) -> tuple[int, int] | None:
    """The review and the customer of a line of an entity."""
    rows = ReviewLine.objects.filter(review__entity_id=entity_id, pk=line_id)
    return rows.values_list("review_id", "customer_id").first()


def _line(row: ReviewLine, actor: str) -> LineFact:
    votes = list(row.votes.all())
    return LineFact(
        id=row.pk,
        customer_id=row.customer_id,
        margin=Money(row.margin_minor, row.currency),
        cost=Money(row.cost_minor, row.currency),
        parts=row.parts,
        months=row.months,
        disputes=row.disputes,
        upheld=row.upheld,
        is_bound=row.is_bound,
        votes=tuple(one.stress for one in votes),
        own_vote=next((one.stress for one in votes if one.actor == actor), None),
        decision=ReviewDecision(row.decision) if row.decision else None,
        decided_on=row.decided_on,
        ends_on=row.ends_on,
    )
