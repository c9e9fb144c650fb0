"""Reading the journal and checking that its chains are whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Max

from encours.ground.evidence.models import ChainHead, JournalEntry
from encours.ground.evidence.rules import ERASED, SENTENCE, Link, canonical, text_hash
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.asked_once import asked_once
from encours.ground.plumbing.reason_json import from_json


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
    sentence: Reason | None = None

    @property
    def said(self) -> Reason | str:
        """What the entry says: in the reader's language where it was kept so, else as it was frozen."""
        return self.sentence or self.summary


@dataclass(frozen=True, slots=True)
class ChainState:
    """Whether one chain is whole; if not, the first entry that does not hold and why.

    `hash` is its last link: whoever keeps it elsewhere can tell a chain that was put back to an older day.
    """

    chain: str
    length: int
    erased: int
    broken_at: int | None
    problem: str
    hash: str = ""


@asked_once
def last_hash(chain: str) -> str:
    """The last link of a chain: another one as soon as anything is written in it. Empty while there is none."""
    return ChainHead.objects.filter(chain=chain).values_list("hash", flat=True).first() or ""


def last_number(chain: str) -> int:
    """The number of the last link of a chain; 0 while there is none."""
    return ChainHead.objects.filter(chain=chain).values_list("sequence", flat=True).first() or 0


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


def heads() -> dict[str, tuple[int, str]]:
    """The last number and hash of each chain."""
    rows = ChainHead.objects.order_by("chain").values_list("chain", "sequence", "hash")
    return {chain: (sequence, last) for chain, sequence, last in rows}


def last_of_kind(chain: str, kind: str) -> datetime | None:
    """When something was last told in a chain."""
    rows = JournalEntry.objects.filter(chain=chain, kind=kind).order_by("-sequence")
    return rows.values_list("recorded_at", flat=True).first()


def last_entry_at() -> datetime | None:
    """When the last entry of any chain was told."""
    last = JournalEntry.objects.aggregate(last=Max("recorded_at"))["last"]
    assert last is None or isinstance(last, datetime)
    return last


def latest_told_at(chain: str, *, among: int) -> datetime | None:
    """The latest instant that the last entries of a chain speak of."""
    rows = JournalEntry.objects.filter(chain=chain).order_by("-sequence")[:among]
    return max(rows.values_list("recorded_at", flat=True), default=None)


def verify() -> list[ChainState]:
    """Walks every chain from its first link. A blanked text counts as erased only with its entry.

    Chains are found by their entries too: one whose head is gone is broken, not forgotten.
    """
    heads = {head.chain: head for head in ChainHead.objects.all()}
    chains = set(JournalEntry.objects.order_by().values_list("chain", flat=True).distinct())
    return [_verify_chain(chain, heads.get(chain)) for chain in sorted({*heads, *chains})]


def exported(chain: str) -> Iterator[dict[str, object]]:
    """Every entry of a chain with all that its hash covers, in order: enough to check it without Encours."""
    for row in _rows(chain):
        yield _exported(row)


def exported_about(chain: str, subjects: Iterable[str]) -> list[dict[str, object]]:
    """The same of the entries about some subjects, in order: each can be checked by itself."""
    rows = JournalEntry.objects.filter(chain=chain, subject__in=list(subjects)).select_related("words")
    return [_exported(row) for row in rows.order_by("sequence")]


def _exported(row: JournalEntry) -> dict[str, object]:
    link, words = _link_of(row), row.words
    return {
        "chain": link.chain,
        "sequence": link.sequence,
        "kind": link.kind,
        "subject": link.subject,
        "actor": link.actor,
        "recorded_at": link.recorded_at,
        "payload": row.payload,
        "text_hash": link.text_hash,
        "previous_hash": link.previous_hash,
        "hash": row.hash,
        "salt": words.salt,
        "summary": words.summary,
        "details": words.details,
        "erased": words.erased_by_id is not None,
    }


def _line(row: JournalEntry) -> Line:
    details = dict(row.words.details)
    sentence = details.pop(SENTENCE, None)
    return Line(
        row.sequence, row.kind, row.subject, row.actor, row.recorded_at,
        row.words.summary, details, row.payload, row.words.erased_by_id is not None,
        from_json(sentence) if sentence else None,
    )  # fmt: skip


def _verify_chain(chain: str, head: ChainHead | None) -> ChainState:
    previous, length, erased = "", 0, 0
    for row in _rows(chain):
        problem = _problem(row, previous, length + 1)
        if problem:
            return ChainState(chain, length, erased, length + 1, problem, previous)
        erased += row.words.erased_by_id is not None
        previous, length = row.hash, length + 1
    end = _problem_of_end(head, length, previous)
    return ChainState(chain, length, erased, length + 1 if end else None, end, previous)


def _problem_of_end(head: ChainHead | None, length: int, last_hash: str) -> str:
    if head is None or head.sequence < length:
        return N_("des écritures dépassent la fin connue de la chaîne")
    return "" if (head.sequence, head.hash) == (length, last_hash) else N_("la fin de la chaîne manque")


def _rows(chain: str) -> Iterator[JournalEntry]:
    rows = JournalEntry.objects.filter(chain=chain).select_related("words__erased_by").order_by("sequence")
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
    words = row.words
    if words.erased_by is not None:
        is_journalled = (
            words.erased_by.chain == row.chain
            and words.erased_by.sequence > row.sequence
            and row.sequence in words.erased_by.payload.get(ERASED, ())
        )
        if words.summary or words.details or words.salt or not is_journalled:
            return N_("le texte est effacé sans que le journal le dise")
    elif text_hash(words.salt, words.summary, canonical(words.details)) != row.text_hash:
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
