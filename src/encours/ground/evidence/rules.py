"""How a journal entry is hashed and how a chain is checked: pure, so that anyone can verify it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

ERASED = "erased"
"""Where the payload of an erasure names the numbers of the entries whose texts it blanks."""

SENTENCE = "sentence"
"""Where the details of an entry keep its sentence as a reason, so that each reader has it in their language."""


def plain(value: Mapping[str, object]) -> dict[str, object]:
    """Facts as JSON gives them back, so that what is hashed is what will be read: keys become texts."""
    found = json.loads(canonical(dict(value)))
    assert isinstance(found, dict)
    return found


def canonical(value: object) -> str:
    """JSON in one fixed form: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def text_hash(salt: str, summary: str, details: object) -> str:
    """SHA-256 of the words of an entry with their salt, so that a blanked text cannot be guessed back."""
    return hashlib.sha256(canonical([salt, summary, details]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
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
