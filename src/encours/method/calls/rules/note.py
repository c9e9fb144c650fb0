"""Decides whether the note of a call may be saved: what was said, and what happens next."""

from dataclasses import dataclass
from datetime import date, datetime

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.calls.rules.recording import Consent
from encours.method.calls.rules.words import CLOSED_WORDS, Mood
from encours.method.cases.rules.contact import CallOutcome, Channel
from encours.method.cases.rules.words import CaseReason


@dataclass(frozen=True, slots=True)
class CallDetails:
    """What the sheet of a call tells beyond its note. `minutes` were counted; ratings go from 1 to 5 (R070)."""

    began_at: datetime
    minutes: int
    channel: Channel = Channel.PHONE
    spoken_by_id: int | None = None
    constraints: str = ""
    promises: str = ""
    summary: str = ""
    is_hardship_told: bool = False
    answers: tuple[tuple[str, str], ...] = ()
    our_action: str = ""
    our_action_on: date | None = None
    friendly: int | None = None
    firm: int | None = None
    factual: int | None = None
    consent: Consent = Consent.NOT_ASKED
    consent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallDraft:
    """A call to be noted. `reason_words` are the debtor's own (R067); `next_step` may be «clos», «closed»."""

    customer_id: int
    called_at: datetime
    outcome: CallOutcome
    next_step: str
    next_on: date | None = None
    note: str = ""
    case_id: int | None = None
    contact_id: int | None = None
    reason: CaseReason | None = None
    reason_words: str = ""
    mood: Mood = Mood.CALM
    details: CallDetails | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is planned."""
        return self.next_step.strip().casefold() in CLOSED_WORDS


def problem_of_call(draft: CallDraft, *, now: datetime, today: date) -> Refused | None:
    """What forbids saving the note, if anything. Source: R050, R067, R076; method 5 for BAD_INTENT."""
    if draft.called_at > now:
        return Refused(Reason(N_("Un appel se note après qu'il a eu lieu.")), "called_at")
    if draft.outcome.had_conversation and not draft.note.strip():
        return Refused(Reason(N_("Notez en quelques mots ce qui a été dit.")), "note")
    return _problem_of_reason(draft) or _problem_of_next(draft, today=today)


def _problem_of_reason(draft: CallDraft) -> Refused | None:
    if draft.reason is CaseReason.BAD_INTENT:
        return Refused(Reason(N_("Cette raison ne se note pas pendant un appel.")), "reason")
    if draft.reason and not draft.outcome.had_conversation:
        return Refused(Reason(N_("Une raison se note quand quelqu'un l'a donnée.")), "reason")
    return None


def _problem_of_next(draft: CallDraft, *, today: date) -> Refused | None:
    if not draft.next_step.strip():
        return Refused(Reason(N_("Indiquez la suite prévue, ou « clos ».")), "next_step")
    if draft.is_closed:
        return None
    if draft.next_on is None:
        return Refused(Reason(N_("Indiquez la date de la suite prévue.")), "next_on")
    if draft.next_on < today:
        return Refused(Reason(N_("La date de la suite est déjà passée.")), "next_on")
    return None
