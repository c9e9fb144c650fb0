"""Who does something, for which entity, when: what every action is handed, and how it tells the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from encours.ground.evidence.actions import NewEntry
from encours.ground.evidence.rules import SENTENCE
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.reason_json import to_json
from encours.ground.plumbing.say import say

SYSTEM = "system"
FILE = "file"
"""What came in by a file on the command line was done by nobody who is signed in."""


@dataclass(frozen=True, slots=True)
class Act:
    """One doing: by `actor` (`user:<id>`, `system`, `file`) at `at`, which is `today` for the entity."""

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
        return NewEntry(
            chain=self.chain,
            kind=kind,
            subject=subject,
            actor=self.actor,
            at=self.at,
            summary=say(reason, self.language),
            payload=payload or {},
            details={**(details or {}), SENTENCE: to_json(reason)},
        )
