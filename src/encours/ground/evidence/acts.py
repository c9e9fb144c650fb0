"""Who does something, for which entity, when: what every action is handed, and how it tells the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from encours.ground.evidence.actions import NewEntry, ready_words
from encours.ground.evidence.rules import SENTENCE, Words
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.reason_json import to_json
from encours.ground.plumbing.say import say

SYSTEM = "system"
FILE = "file"
"""What came in by a file on the command line was done by nobody who is signed in."""
DEBTOR = "debtor"
"""Said by a debtor on their page: whoever holds the link, nobody who is signed in."""


@dataclass(frozen=True, slots=True)
class Act:
    """One doing: by `actor` (`user:<id>`, `system`, `file`, `debtor`) at `at`, which is `today` for the entity."""

    entity_id: int
    actor: str
    at: datetime
    today: date
    language: str = "fr"

    @property
    def chain(self) -> str:
        """The journal chain of the entity."""
        return f"entity:{self.entity_id}"

    def entry(
        self,
        kind: str,
        subject: str,
        reason: Reason,
        *,
        payload: Mapping[str, object] | None = None,
        details: Mapping[str, object] | None = None,
    ) -> NewEntry:
        """A journal entry of this act; the sentence is frozen in the creditor's language.

        Beside it stands the reason it was made from, for readers of another language.
        """
        return self.entry_of(kind, subject, self.words(reason, details or {}), payload=payload or {})

    def words(self, reason: Reason, details: Mapping[str, object]) -> Words:
        """The words of an entry of this act, ready to be written by `entry_of`, perhaps in another process."""
        return ready_words(say(reason, self.language), {**details, SENTENCE: to_json(reason)})

    def entry_of(self, kind: str, subject: str, words: Words, *, payload: Mapping[str, object]) -> NewEntry:
        """A journal entry of this act in words that are ready."""
        return NewEntry(
            chain=self.chain,
            kind=kind,
            subject=subject,
            actor=self.actor,
            at=self.at,
            summary=words.summary,
            payload=payload,
            words=words,
        )
