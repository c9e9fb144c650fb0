"""Writing to the journal, inside the transaction of what it tells."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from itertools import groupby

from django.db import transaction

from encours.ground.evidence.models import ChainHead, JournalEntry, JournalText
from encours.ground.evidence.rules import ERASED, Link, Words, words_of, written
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.plumbing.bulk import insert_for_keys, insert_values


@quick_dataclass(frozen=True, slots=True)
class NewEntry:
    """One thing that happened, or was refused, to be written down.

    chain: `entity:<id>` or `installation`; kind: `room.past_participle`; subject: `customer:<id>`…;
    actor: `user:<id>`, `system` or `file`; payload: identifiers and figures only, no names;
    summary: one sentence in the creditor's language; details: words and names that may be erased.
    words: both of them where they were made ready before (`ready_words`).
    """

    chain: str
    kind: str
    subject: str
    actor: str
    at: datetime
    summary: str
    payload: Mapping[str, object] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)
    words: Words | None = None


def ready_words(summary: str, details: Mapping[str, object]) -> Words:
    """The words of an entry that is written later, perhaps by another process."""
    return words_of(summary, details, salt=secrets.token_hex(16))


def append(entry: NewEntry) -> int:
    """Adds one entry to its chain and returns its sequence number."""
    return append_many([entry])[0]


def append_many(entries: Sequence[NewEntry]) -> list[int]:
    """Adds entries to their chains in order, each chain's head locked until the transaction ends."""
    numbers: list[int] = []
    with transaction.atomic():
        for chain, group in groupby(sorted(entries, key=lambda e: e.chain), key=lambda e: e.chain):
            numbers += _append_to(chain, list(group))
    return numbers


def hold(chain: str) -> int:
    """Nobody else writes in a chain until the caller's transaction ends; the number of its last link."""
    return _head(chain).sequence


def erase(entry: NewEntry, *, numbers: Sequence[int]) -> int:
    """Blanks the texts of some entries of a chain, told by an entry of that chain; returns its number.

    The links stay: the chain holds, and verification says «erased». What is blanked already is left.
    """
    with transaction.atomic():
        (made,) = append_many([replace(entry, payload={**entry.payload, ERASED: sorted(set(numbers))})])
        erasure = JournalEntry.objects.get(chain=entry.chain, sequence=made)
        texts = JournalText.objects.filter(
            entry__chain=entry.chain, entry__sequence__in=numbers, erased_by__isnull=True
        )
        texts.exclude(entry=erasure).update(summary="", details={}, salt="", erased_by=erasure)
    return made


def _append_to(chain: str, entries: list[NewEntry]) -> list[int]:
    head = _head(chain)
    before = head.sequence
    rows, words = [], []
    for entry in entries:
        row, text = _link(head, entry)
        head.sequence, head.hash = head.sequence + 1, str(row["hash"])
        rows.append(row)
        words.append(text)
    keys = insert_for_keys(JournalEntry, rows, json_text=["payload"])
    texts = [{"entry_id": key, **text} for key, text in zip(keys, words, strict=True)]
    insert_values(JournalText, texts, json_text=["details"])
    ChainHead.objects.filter(chain=chain).update(sequence=head.sequence, hash=head.hash)
    return list(range(before + 1, head.sequence + 1))


def _head(chain: str) -> ChainHead:
    """The head of a chain, locked; a new chain gets one."""
    heads = ChainHead.objects.select_for_update().filter(chain=chain)
    head = heads.first()
    if head is None:
        head, is_new = ChainHead.objects.get_or_create(chain=chain)
        return head if is_new else heads.get()
    return head


def _link(head: ChainHead, entry: NewEntry) -> tuple[dict[str, object], dict[str, object]]:
    """The columns of the next entry of a chain, and of its words."""
    recorded_at = entry.at.astimezone(UTC)
    words = entry.words or ready_words(entry.summary, entry.details)
    link = Link(
        chain=entry.chain,
        sequence=head.sequence + 1,
        kind=entry.kind,
        subject=entry.subject,
        actor=entry.actor,
        recorded_at=recorded_at.isoformat(timespec="microseconds"),
        payload=written(entry.payload),
        text_hash=words.hash,
        previous_hash=head.hash,
    )
    row: dict[str, object] = {
        "chain": link.chain,
        "sequence": link.sequence,
        "kind": link.kind,
        "subject": link.subject,
        "actor": link.actor,
        "recorded_at": recorded_at,
        "payload": link.payload,
        "text_hash": link.text_hash,
        "previous_hash": link.previous_hash,
        "hash": link.hash(),
    }
    return row, {"salt": words.salt, "summary": words.summary, "details": words.details}
