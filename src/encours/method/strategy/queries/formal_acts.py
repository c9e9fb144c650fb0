"""Reads formal acts: those of some cases, and what of them has left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from encours.ground.kernel.money import Money
from encours.method.strategy.models import FormalAct
from encours.method.strategy.rules.formal_acts import FormalKind, FormalMeans, FormalState


@dataclass(frozen=True, slots=True)
class FormalFact:
    """One act as it stands. `deadline_on`: the last day left to the debtor, from receipt once it is known."""

    id: int
    case_id: int
    customer_id: int
    kind: FormalKind
    state: FormalState
    means: FormalMeans
    level: str
    language: str
    subject: str
    text: str
    total: Money
    law_facts: tuple[str, ...]
    statement_id: int | None
    deadline_on: date | None
    prepared_by: str
    prepared_at: datetime
    approved_by: str
    approved_on: date | None
    note: str
    message_id: int | None
    posted_on: date | None
    tracking: str
    posting_proof_id: int | None
    concluded_on: date | None
    receipt_id: int | None
    why: str


def formal_acts_of(case_ids: Iterable[int]) -> list[FormalFact]:
    """The acts of some cases, the latest first."""
    rows = FormalAct.objects.filter(case_id__in=list(case_ids)).select_related("case").order_by("-pk")
    return [_fact(row) for row in rows]


def formal_act(entity_id: int, formal_id: int) -> FormalFact | None:
    """One act of an entity, or None."""
    row = FormalAct.objects.filter(entity_id=entity_id, pk=formal_id).select_related("case").first()
    return _fact(row) if row else None


def formal_of_message(message_id: int) -> FormalFact | None:
    """The act that a letter carries, or None."""
    row = FormalAct.objects.filter(message_id=message_id).select_related("case").first()
    return _fact(row) if row else None


def _fact(row: FormalAct) -> FormalFact:
    return FormalFact(
        row.pk, row.case_id, row.case.customer_id, FormalKind(row.kind), FormalState(row.state),
        FormalMeans(row.means), row.level, row.language, row.subject, row.text,
        Money(row.total_minor, row.currency), tuple(row.law_facts), row.statement_id, row.deadline_on,
        row.prepared_by, row.prepared_at, row.approved_by, row.approved_on, row.note, row.message_id,
        row.posted_on, row.tracking, row.posting_proof_id, row.concluded_on, row.receipt_id, row.why,
    )  # fmt: skip
