"""How a journal entry is hashed and how a chain is checked: pure, so that anyone can verify it."""

import hashlib
import json
from collections.abc import Mapping

from encours.ground.kernel.facts import quick_dataclass

ERASED = "erased"
"""Where the payload of an erasure names the numbers of the entries whose texts it blanks."""

SENTENCE = "sentence"
"""Where the details of an entry keep its sentence as a reason, so that each reader has it in their language."""


_LEAVES = frozenset({str, int, bool, float, type(None)})
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def written(value: Mapping[str, object]) -> str:
    """Facts in the canonical form of what JSON gives back of them: what is hashed is what will be read.

    Keys become texts; where one was none, the order of the keys is that of the texts.
    """
    text = canonical(dict(value))
    return text if _has_texts_for_keys(value) else canonical(json.loads(text))


def _has_texts_for_keys(value: object) -> bool:
    if isinstance(value, dict):
        for key, inner in value.items():
            if type(key) is not str or (type(inner) not in _LEAVES and not _has_texts_for_keys(inner)):
                return False
        return True
    return not isinstance(value, list | tuple) or all(map(_has_texts_for_keys, value))


def canonical(value: object) -> str:
    """JSON in one fixed form: sorted keys, no spaces, UTF-8."""
    return _CANONICAL.encode(value)


def text_hash(salt: str, summary: str, details: str) -> str:
    """SHA-256 of the words of an entry with their salt, so that a blanked text cannot be guessed back.

    details: in their canonical form.
    """
    words = f"[{canonical(salt)},{canonical(summary)},{details}]"
    return hashlib.sha256(words.encode()).hexdigest()


@quick_dataclass(frozen=True, slots=True)
class Words:
    """The words of an entry, hashed with their salt: ready before it is known where in its chain it stands.

    details: in their canonical form.
    """

    salt: str
    summary: str
    details: str
    hash: str


def words_of(summary: str, details: Mapping[str, object], *, salt: str) -> Words:
    """The words of an entry made ready. `salt`: by chance, and known to nobody outside."""
    text = written(details)
    return Words(salt, summary, text, text_hash(salt, summary, text))


@quick_dataclass(frozen=True, slots=True)
class Link:
    """What the hash of an entry covers. `recorded_at` is ISO 8601 in UTC, to the microsecond."""

    chain: str
    sequence: int
    kind: str
    subject: str
    actor: str
    recorded_at: str
    payload: str
    text_hash: str
    previous_hash: str

    def hash(self) -> str:
        """SHA-256 over every field in order."""
        fields = [
            self.chain, self.sequence, self.kind, self.subject, self.actor,
            self.recorded_at, self.payload, self.text_hash, self.previous_hash,
        ]  # fmt: skip
        return hashlib.sha256(canonical(fields).encode()).hexdigest()
