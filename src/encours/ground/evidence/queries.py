"""Reading the journal and checking that its chains are whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from encours.ground.evidence.models import ChainHead, JournalEntry
from encours.ground.evidence.rules import Link, canonical, text_hash
from encours.ground.kernel.reason import N_


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown."""

    sequence: int
    kind: str
    subject: str
    actor: str
    recorded_at: datetime
    summary: str
    details: dict[str, object]
    payload: dict[str, object]
    is_erased: bool


@dataclass(frozen=True, slots=True)
class ChainState:
    """Whether one chain is whole; if not, the first entry that does not hold and why."""

    chain: str
    length: int
    erased: int
    broken_at: int | None
    problem: str


def lines_about(chain: str, subjects: Iterable[str], *, limit: int = 100) -> list[Line]:
    """The latest entries about some subjects, newest first."""
    rows = (
        JournalEntry.objects.filter(chain=chain, subject__in=list(subjects))
        .select_related("words")
        .order_by("-sequence")[:limit]
    )
    return [_line(row) for row in rows]


def latest(chain: str, *, before: int | None = None, limit: int = 100) -> list[Line]:
    """The latest entries of a chain, newest first, before a sequence number."""
    rows = JournalEntry.objects.filter(chain=chain).select_related("words").order_by("-sequence")
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    return [_line(row) for row in rows[:limit]]


def verify() -> list[ChainState]:
    """Walks every chain from its first link. A blanked text counts as erased only with its entry."""
    return [_verify_chain(head) for head in ChainHead.objects.order_by("chain")]


def _line(row: JournalEntry) -> Line:
    return Line(
        row.sequence, row.kind, row.subject, row.actor, row.recorded_at,
        row.words.summary, row.words.details, row.payload, row.words.erased_by_id is not None,
    )  # fmt: skip


def _verify_chain(head: ChainHead) -> ChainState:
    previous, length, erased = "", 0, 0
    for row in _rows(head.chain):
        problem = _problem(row, previous, length + 1)
        if problem:
            return ChainState(head.chain, length, erased, length + 1, problem)
        erased += row.words.erased_by_id is not None
        previous, length = row.hash, length + 1
    if (head.sequence, head.hash) != (length, previous):
        return ChainState(head.chain, length, erased, length + 1, N_("la fin de la chaîne manque"))
    return ChainState(head.chain, length, erased, None, "")


def _rows(chain: str) -> Iterator[JournalEntry]:
    rows = JournalEntry.objects.filter(chain=chain).select_related("words").order_by("sequence")
    return rows.iterator(chunk_size=2000)


def _problem(row: JournalEntry, previous: str, expected: int) -> str:
    if row.sequence != expected:
        return N_("une écriture manque")
    if row.previous_hash != previous:
        return N_("l'écriture ne suit pas la précédente")
    if _link_of(row).hash() != row.hash:
        return N_("le contenu ne correspond pas à son empreinte")
    if not hasattr(row, "words"):
        return N_("le texte manque")
    if (
        row.words.erased_by_id is None
        and text_hash(row.words.salt, row.words.summary, row.words.details) != row.text_hash
    ):
        return N_("le texte ne correspond pas à son empreinte")
    return ""


def _link_of(row: JournalEntry) -> Link:
    return Link(
        chain=row.chain,
        sequence=row.sequence,
        kind=row.kind,
        subject=row.subject,
        actor=row.actor,
        recorded_at=row.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        payload=canonical(row.payload),
        text_hash=row.text_hash,
        previous_hash=row.previous_hash,
    )
