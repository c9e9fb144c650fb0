"""What was taken in from files, how columns are read, and what files left open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from encours.books.interchange.formats.issues import Code
from encours.books.interchange.formats.mapping import Mapping, MappingError, mapping_from, signature
from encours.books.interchange.formats.records import Kind
from encours.books.interchange.models import ColumnMapping, ImportRun
from encours.books.interchange.rules.runs import RunState

SEEN_IN_THE_BOOKS = frozenset(
    {
        Code.DUE_DATES_MISSING.value,
        Code.OPENING_DATES_MISSING.value,
        Code.EMAILS_MISSING.value,
        Code.PAYMENT_DATES_MISSING.value,
        Code.DATE_ORDER_ASSUMED.value,
    }
)


@dataclass(frozen=True, slots=True)
class Run:
    """One file that was taken in, refused, or waits for a person."""

    id: int
    file_name: str
    sha256: str
    kind: str
    encoding: str
    state: RunState
    result: dict[str, Any]
    options: dict[str, Any]
    document_id: int | None
    by: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a file; `message` is a reason as JSON."""

    run_id: int
    message: dict[str, Any]
    count: int


def headers_key(titles: Sequence[str]) -> str:
    """The name under which the reading of columns with these titles is remembered."""
    return sha256(signature(titles).encode()).hexdigest()


def has_mappings(entity_id: int) -> bool:
    """Whether an entity ever chose how to read columns."""
    return ColumnMapping.objects.filter(entity_id=entity_id).exists()


def mapping_for(entity_id: int, titles: Sequence[str]) -> Mapping | None:
    """How an entity reads columns with these titles; None when it never said, or said it to another version."""
    row = ColumnMapping.objects.filter(entity_id=entity_id, headers_key=headers_key(titles)).first()
    try:
        return mapping_from(row.columns) if row else None
    except MappingError:
        return None


def was_taken(entity_id: int, digest: str) -> bool:
    """Whether an entity took this very file in before."""
    return ImportRun.objects.filter(entity_id=entity_id, sha256=digest, state=RunState.TAKEN.value).exists()


def run(entity_id: int, run_id: int) -> Run | None:
    """One file of an entity."""
    row = ImportRun.objects.filter(entity_id=entity_id, pk=run_id).first()
    return _run(row) if row else None


def runs(entity_id: int, *, limit: int = 50, before: int | None = None) -> list[Run]:
    """The files of an entity, latest first, a page at a time."""
    rows = ImportRun.objects.filter(entity_id=entity_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_run(row) for row in rows.order_by("-id")[:limit]]


def open_questions(entity_id: int, *, since: datetime) -> list[Asked]:
    """What the latest book of entries taken in leaves to a person, while it is recent.

    Due dates, addresses and copies are not among them: the books themselves say what is missing.
    """
    row = ImportRun.objects.filter(
        entity_id=entity_id, kind=Kind.FEC.value, state=RunState.TAKEN.value, started_at__gte=since
    ).order_by("-id").first()  # fmt: skip
    questions = row.result.get("questions", ()) if row else ()
    return [
        Asked(row.pk, question["message"], question["count"])
        for question in questions
        if row and question["code"] not in SEEN_IN_THE_BOOKS
    ]


def _run(row: ImportRun) -> Run:
    return Run(
        row.pk, row.file_name, row.sha256, row.kind, row.encoding, RunState(row.state), row.result, row.options,
        row.document_id, row.by, row.started_at,
    )  # fmt: skip
