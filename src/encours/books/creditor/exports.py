"""Reads of exports of everything: those of a company, and those being written."""

from dataclasses import dataclass
from datetime import datetime

from encours.books.creditor.models import DataExport
from encours.books.creditor.rules.exports import ExportState

SHOWN = 10


@dataclass(frozen=True, slots=True)
class ExportLine:
    """One export, as it stands. `size`: bytes."""

    id: int
    asked_by: str
    asked_at: datetime
    state: ExportState
    ended_at: datetime | None
    rows: int
    size: int
    problem: str


def exports_of(entity_id: int) -> list[ExportLine]:
    """The exports of a company, the latest first."""
    return [_line(row) for row in DataExport.objects.filter(entity_id=entity_id).order_by("-id")[:SHOWN]]


def being_written(*, begun_before: datetime) -> list[ExportLine]:
    """The exports that a worker began before an instant and has not ended."""
    rows = DataExport.objects.filter(state=ExportState.WRITING.value, begun_at__lt=begun_before)
    return [_line(row) for row in rows]


def _line(row: DataExport) -> ExportLine:
    return ExportLine(
        row.pk,
        row.asked_by,
        row.asked_at,
        ExportState(row.state),
        row.ended_at,
        row.rows,
        row.size,
        row.problem,
    )
