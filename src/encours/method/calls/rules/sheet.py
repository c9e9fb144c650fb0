"""The sheet of a call under way: what is written down while one speaks, kept word by word."""

from dataclasses import dataclass, field
from datetime import datetime

from encours.method.calls.rules.recording import Consent
from encours.method.calls.rules.steps import Step
from encours.method.cases.rules.contact import Channel

FIELDS = (
    "contact", "spoken_by", "facts", "reason", "reason_words", "constraints", "promises", "hardship", "summary",
    "is_confirmed", "option", "agreed_amount", "agreed_on", "agreed_by", "agreed_person", "our_action",
    "our_action_on", "outcome", "owed", "next_step", "next_on", "next_way", "call_back_hour", "mood", "friendly",
    "firm", "factual",
)  # fmt: skip
"""What may be written on a sheet."""
MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A call under way: since when, at which step, what is written, what was answered (question and answer)."""

    id: int
    customer_id: int
    case_id: int | None
    caller: str
    began_at: datetime
    saved_at: datetime
    step: Step = Step.OPEN
    channel: Channel = Channel.PHONE
    written: dict[str, str] = field(default_factory=dict)
    answers: tuple[tuple[str, str], ...] = ()
    consent: Consent = Consent.NOT_ASKED
    consent_at: datetime | None = None
    follow_up_id: int | None = None

    def said(self, name: str) -> str:
        """What is written in a field."""
        return self.written.get(name, "").strip()


def kept(written: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """What is written after more was given: known fields only, of bearable length."""
    fresh = {name: text[:MOST_CHARACTERS] for name, text in given.items() if name in FIELDS}
    return {name: text for name, text in (written | fresh).items() if text}
