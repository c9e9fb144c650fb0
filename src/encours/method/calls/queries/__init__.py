"""Reads call notes in the plural, and whether a person may dial now.

One statement, however many customers are asked for; who has none is absent from the answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Avg, Count, Max

from encours.books.receivables.queries.gaps import up_to_most
from encours.books.receivables.rules.counted import Counted
from encours.ground.plumbing.among import Among
from encours.method.calls.models import BriefOpening, CallNote
from encours.method.calls.rules import dialling
from encours.method.calls.rules.reasons import GivenReason, given_reasons
from encours.method.calls.rules.recording import Consent
from encours.method.calls.rules.words import Mood
from encours.method.cases.rules.contact import CallOutcome, Channel
from encours.method.cases.rules.words import CaseReason


@dataclass(frozen=True, slots=True)
class CallFact:
    """One call that was noted. `next_on` None: it was the end of the matter.

    `owes_summary`: its written summary has not been settled by hand; whether it left, the messages tell.
    """

    id: int
    customer_id: int
    case_id: int | None
    contact_id: int | None
    caller: str
    called_at: datetime
    outcome: CallOutcome
    note: str
    reason: CaseReason | None
    reason_words: str
    mood: Mood
    next_step: str
    next_on: date | None
    noted_at: datetime
    channel: Channel = Channel.PHONE
    spoken_by_id: int | None = None
    minutes: int = 0
    counted_minutes: int = 0
    constraints: str = ""
    promises: str = ""
    summary: str = ""
    is_hardship_told: bool = False
    answers: tuple[tuple[str, str], ...] = ()
    our_action: str = ""
    our_action_on: date | None = None
    agreement_id: int | None = None
    consent: Consent = Consent.NOT_ASKED
    owes_summary: bool = False


def note(entity_id: int, note_id: int) -> CallFact | None:
    """One call that was noted in an entity."""
    row = CallNote.objects.filter(pk=note_id, entity_id=entity_id).first()
    return _fact(row) if row else None


def notes_of(customer_ids: Iterable[int]) -> dict[int, list[CallFact]]:
    """The calls with some customers, the latest first."""
    found: dict[int, list[CallFact]] = defaultdict(list)
    rows = CallNote.objects.filter(Among("customer_id", customer_ids))
    for row in rows.order_by("customer_id", "-called_at", "-pk"):
        found[row.customer_id].append(_fact(row))
    return dict(found)


def reasons_of(customer_ids: Iterable[int]) -> dict[int, list[GivenReason]]:
    """The reasons some customers have given in calls, with dates, the latest first (R051)."""
    told: dict[int, list[tuple[datetime, CaseReason, str]]] = defaultdict(list)
    rows = CallNote.objects.filter(Among("customer_id", customer_ids)).exclude(
        reason__in=["", CaseReason.UNKNOWN.value]
    )
    for customer, at, reason, words in rows.order_by("called_at", "pk").values_list(
        "customer_id", "called_at", "reason", "reason_words"
    ):
        told[customer].append((at, CaseReason(reason), words))
    return {customer: given_reasons(each) for customer, each in told.items()}


def may_dial(
    *,
    caller: str,
    customer_id: int,
    now: datetime,
    zone: str,
    break_minutes: int = dialling.BREAK_MINUTES,
) -> dialling.Dialling:
    """Whether `caller` (`user:<id>`) may dial this customer now; `zone` is the entity's. Two statements."""
    openings = BriefOpening.objects.filter(customer_id=customer_id, opened_by=caller, opened_at__lte=now)
    return dialling.may_dial(
        brief_opened_at=openings.aggregate(latest=Max("opened_at"))["latest"],
        irritated_at=irritated_at(caller=caller, now=now),
        now=now,
        zone=zone,
        break_minutes=break_minutes,
    )


def irritated_at(*, caller: str, now: datetime) -> datetime | None:
    """When a caller last noted a tense call, with anybody: what the guard asks for (K11)."""
    tense = CallNote.objects.filter(caller=caller, mood=Mood.IRRITATED.value, noted_at__lte=now)
    latest: datetime | None = tense.aggregate(latest=Max("noted_at"))["latest"]
    return latest


def calls_of(caller: str, *, entity_id: int, since: datetime) -> list[tuple[Mood, CallOutcome]]:
    """The mood and the outcome of each call that a person noted since an instant: for that person alone (R011)."""
    rows = CallNote.objects.filter(caller=caller, entity_id=entity_id, noted_at__gte=since)
    return [(Mood(mood), CallOutcome(outcome)) for mood, outcome in rows.values_list("mood", "outcome")]


@dataclass(frozen=True, slots=True)
class OwnRating:
    """How a person rated their own calls, from 1 to 5 on average, and how many calls that is of (R070)."""

    calls: int
    friendly: float | None
    firm: float | None
    factual: float | None


def own_ratings(caller: str, *, entity_id: int, since: datetime) -> OwnRating:
    """The averages of a person's own ratings since an instant: for that person alone."""
    rows = CallNote.objects.filter(caller=caller, entity_id=entity_id, noted_at__gte=since)
    rated = rows.exclude(friendly=None, firm=None, factual=None)
    found = rated.aggregate(
        calls=Count("pk"), friendly=Avg("friendly"), firm=Avg("firm"), factual=Avg("factual")
    )
    return OwnRating(**found)


def made_in(entity_id: int, start: datetime, end: datetime) -> Counted:
    """How many calls an entity's people made between two instants, as far as a page tells."""
    return up_to_most(CallNote.objects.filter(entity_id=entity_id, called_at__gte=start, called_at__lt=end))


def _fact(row: CallNote) -> CallFact:
    return CallFact(
        row.pk, row.customer_id, row.case_id, row.contact_id, row.caller, row.called_at, CallOutcome(row.outcome),
        row.note, CaseReason(row.reason) if row.reason else None, row.reason_words, Mood(row.mood), row.next_step,
        row.next_on, row.noted_at, Channel(row.channel), row.spoken_by_id, row.minutes, row.counted_minutes,
        row.constraints, row.promises, row.summary, row.is_hardship_told,
        tuple((question, answer) for question, answer in row.answers), row.our_action, row.our_action_on,
        row.agreement_id, Consent(row.consent), row.owes_summary and row.summary_closed_at is None,
    )  # fmt: skip
