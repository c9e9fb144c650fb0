"""What a postal service is given and what it answers: one interface, whatever the way."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FORMAT = "encours-letter/1"
LONGEST_ANSWER = 64 * 1024


class Handed(StrEnum):
    """What became of a letter. UNKNOWN: it may have been taken, and is never handed over again by itself."""

    TAKEN = "taken"
    POSTED = "posted"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One letter for a postal service. `key` is the same for ever: a service takes it once."""

    key: str
    content: bytes
    recipient: tuple[str, ...]
    country: str
    pages: int
    reference: str
    is_registered: bool

    def told(self) -> dict[str, object]:
        """All but the letter itself, as the manifest of a folder and the body of a request name it."""
        return {
            "format": FORMAT,
            "key": self.key,
            "recipient": list(self.recipient),
            "country": self.country,
            "pages": self.pages,
            "reference": self.reference,
            "registered": self.is_registered,
        }


@dataclass(frozen=True, slots=True)
class PostAnswer:
    """What a service said of one letter; `words` are its own, for a person to read."""

    outcome: Handed
    words: str = ""
    posted_on: date | None = None
    tracking: str = ""
    key: str = ""


def read_answer(content: bytes) -> PostAnswer | None:
    """The answer that a service wrote (`key, state, posted_on, tracking, reason`); None for anything else."""
    try:
        told = json.loads(content[:LONGEST_ANSWER])
        outcome = Handed(told["state"])
        on = date.fromisoformat(str(told["posted_on"])) if told.get("posted_on") else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if outcome is Handed.POSTED and on is None:
        return None
    words = " ".join(str(told.get("reason", "")).split())[:400]
    return PostAnswer(outcome, words, on, str(told.get("tracking", ""))[:60], str(told.get("key", ""))[:80])
