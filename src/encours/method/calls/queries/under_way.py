"""Reads what is under way: the sheet of a caller, what remains to be done, summaries due, voices kept."""

from dataclasses import dataclass
from datetime import date, datetime

from cryptography.fernet import Fernet
from django.db.models import Count, Sum

from encours.ground.documents import queries as documents_queries
from encours.ground.plumbing.secrets import unseal
from encours.method.calls.models import CallNote, CallRecording, CallSheet, CallTerms, FollowUp
from encours.method.calls.rules.follow_up import FollowUpKind
from encours.method.calls.rules.pacing import Lately
from encours.method.calls.rules.recording import Consent, RecordingTerms
from encours.method.calls.rules.sheet import Sheet
from encours.method.calls.rules.steps import Step
from encours.method.cases.rules.contact import Channel


@dataclass(frozen=True, slots=True)
class FollowUpFact:
    """Something to be done by a day, by `member_id` or else by whoever noted it."""

    id: int
    customer_id: int
    customer_name: str
    case_id: int | None
    note_id: int | None
    member_id: int | None
    kind: FollowUpKind
    what: str
    due_on: date
    due_at: datetime | None
    place: str
    person: str
    noted_by: str
    done_at: datetime | None
    outcome: str
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class SummaryDue:
    """A call whose written summary has not been settled by hand."""

    note_id: int
    customer_id: int
    customer_name: str
    called_at: datetime
    caller: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that was kept; `removed_at` says when it was let go."""

    id: int
    note_id: int
    media_type: str
    kept_at: datetime
    kept_until: date
    removed_at: datetime | None
    removed_why: str


def sheet_of(entity_id: int, caller: str) -> Sheet | None:
    """The call that somebody has under way."""
    row = CallSheet.objects.filter(entity_id=entity_id, caller=caller).first()
    if row is None:
        return None
    return Sheet(
        row.pk, row.customer_id, row.case_id, row.caller, row.began_at, row.saved_at, Step(row.step),
        Channel(row.channel), dict(row.written), tuple((q, a) for q, a in row.answers), Consent(row.consent),
        row.consent_at, row.follow_up_id,
    )  # fmt: skip


def lately(entity_id: int, caller: str, *, now: datetime, breathed_after: int | None = None) -> Lately:
    """What a caller did last; `breathed_after` is the note after which they took their minute. Two statements."""
    sheet = CallSheet.objects.filter(entity_id=entity_id, caller=caller).values_list("customer_id", flat=True)
    notes = CallNote.objects.filter(entity_id=entity_id, caller=caller, noted_at__lte=now)
    last = notes.order_by("-noted_at", "-pk").values_list("pk", "customer_id", "noted_at").first()
    if last is None:
        return Lately(open_customer_id=sheet.first())
    return Lately(sheet.first(), last[1], last[2], has_breathed=last[0] == breathed_after)


def last_note_id(entity_id: int, caller: str) -> int | None:
    """The call that somebody noted last."""
    rows = CallNote.objects.filter(entity_id=entity_id, caller=caller).order_by("-noted_at", "-pk")
    return rows.values_list("pk", flat=True).first()


def open_follow_ups(entity_id: int, *, until: date) -> list[FollowUpFact]:
    """What is to be done in an entity by a day, that day included; the oldest first, by hour within a day."""
    rows = FollowUp.objects.filter(entity_id=entity_id, done_at__isnull=True, due_on__lte=until)
    return [_follow_up(row) for row in rows.select_related("customer").order_by("due_on", "due_at", "pk")]


def follow_ups_of(customer_id: int, *, limit: int = 50) -> list[FollowUpFact]:
    """What was and is to be done for a customer, the latest first."""
    rows = FollowUp.objects.filter(customer_id=customer_id).select_related("customer")
    return [_follow_up(row) for row in rows.order_by("-noted_at", "-pk")[:limit]]


def follow_up(entity_id: int, follow_up_id: int) -> FollowUpFact | None:
    """One thing to be done."""
    row = FollowUp.objects.filter(pk=follow_up_id, entity_id=entity_id).select_related("customer").first()
    return _follow_up(row) if row else None


def summaries_due(entity_id: int) -> list[SummaryDue]:
    """Calls whose summary nobody settled by hand, the oldest first; the messages say which have left."""
    rows = CallNote.objects.filter(entity_id=entity_id, owes_summary=True, summary_closed_at__isnull=True)
    return [
        SummaryDue(*values)
        for values in rows.order_by("called_at", "pk").values_list(
            "pk", "customer_id", "customer__name", "called_at", "caller"
        )
    ]


def terms_of(entity_id: int) -> RecordingTerms:
    """Whether a company keeps voices: not unless it said so."""
    row = CallTerms.objects.filter(entity_id=entity_id).first()
    return RecordingTerms(row.is_recording_allowed, row.recording_days) if row else RecordingTerms()


def voice_of(note_id: int) -> Voice | None:
    """The voice kept of a call, or what is left of it."""
    row = CallRecording.objects.filter(note_id=note_id).first()
    return _voice(row) if row else None


def sound_of(note_id: int) -> bytes | None:
    """The sound itself, in clear. Raises DocumentDamaged, SecretUnreadable."""
    row = CallRecording.objects.filter(note_id=note_id, document__isnull=False).first()
    if row is None or row.document_id is None:
        return None
    return Fernet(unseal(row.sealed_key)).decrypt(documents_queries.content(row.document_id))


def voices_over(today: date) -> list[tuple[int, int]]:
    """Voices whose last day is past, with their entity."""
    rows = CallRecording.objects.filter(removed_at__isnull=True, kept_until__lt=today)
    return list(rows.values_list("note__entity_id", "pk").order_by("pk"))


def minutes_since(entity_id: int, since: datetime, caller: str = "") -> tuple[int, int]:
    """How many calls and minutes were noted since an instant, of one caller or of all."""
    rows = CallNote.objects.filter(entity_id=entity_id, noted_at__gte=since)
    rows = rows.filter(caller=caller) if caller else rows
    found = rows.aggregate(calls=Count("pk"), minutes=Sum("minutes"))
    return found["calls"], found["minutes"] or 0


def timed_since(entity_id: int, since: datetime) -> tuple[int, int]:
    """How many calls were timed since an instant, and the minutes of all of them."""
    rows = CallNote.objects.filter(entity_id=entity_id, noted_at__gte=since, minutes__gt=0)
    found = rows.aggregate(calls=Count("pk"), minutes=Sum("minutes"))
    return found["calls"], found["minutes"] or 0


def _follow_up(row: FollowUp) -> FollowUpFact:
    return FollowUpFact(
        row.pk, row.customer_id, row.customer.name, row.case_id, row.note_id, row.member_id, FollowUpKind(row.kind),
        row.what, row.due_on, row.due_at, row.place, row.person, row.noted_by, row.done_at, row.outcome,
        row.contact_id,
    )  # fmt: skip


def _voice(row: CallRecording) -> Voice:
    return Voice(
        row.pk, row.note_id, row.media_type, row.kept_at, row.kept_until, row.removed_at, row.removed_why
    )
