"""Reads court files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from encours.ground.kernel.money import Money
from encours.method.strategy.models import CourtFile
from encours.method.strategy.rules.court_files import CourtEvent


@dataclass(frozen=True, slots=True)
class CourtFact:
    """One file as it stands. `fees`: minor units by act; `days`: what happened to it, by day."""

    id: int
    case_id: int
    customer_id: int
    jurisdiction: str
    procedure: str
    is_note: bool
    total: Money
    fees: Mapping[str, int]
    document_id: int | None
    seal: str
    days: Mapping[CourtEvent, date]
    prepared_by: str
    prepared_at: datetime


def court_files_of(case_ids: Iterable[int]) -> list[CourtFact]:
    """The files of some cases, the latest first."""
    rows = CourtFile.objects.filter(case_id__in=list(case_ids)).select_related("case").order_by("-pk")
    return [_fact(row) for row in rows]


def court_file(entity_id: int, court_id: int) -> CourtFact | None:
    """One file of an entity, or None."""
    row = CourtFile.objects.filter(entity_id=entity_id, pk=court_id).select_related("case").first()
    return _fact(row) if row else None


def _fact(row: CourtFile) -> CourtFact:
    return CourtFact(
        row.pk, row.case_id, row.case.customer_id, row.jurisdiction, row.procedure, row.is_note,
        Money(row.total_minor, row.currency), {str(k): int(v) for k, v in row.fees.items()}, row.document_id,
        row.seal, {CourtEvent(k): date.fromisoformat(v) for k, v in row.days.items()}, row.prepared_by,
        row.prepared_at,
    )  # fmt: skip
