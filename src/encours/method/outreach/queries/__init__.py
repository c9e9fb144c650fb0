"""Messages prepared, waiting, gone or refused; what may leave at all."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Sum

from encours.books.receivables.queries.gaps import up_to_most
from encours.books.receivables.rules.counted import Counted
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.asked_once import asked_once
from encours.ground.plumbing.plain_rows import plain_rows
from encours.ground.wording.stages import SERVICES, Stage
from encours.method.cases.rules.contact import Channel, Direction, Occasion, PastContact
from encours.method.outreach.models import Complaint, GuardOverride, Message, MessageLine, SendingStop
from encours.method.outreach.queries.paper import (
    LIVE_VALUES,
    Style,
    batch,
    batches_in,
    documents_of,
    entities_with_letters_away,
    letter,
    letters_handed_over,
    letters_of,
    letters_waiting,
    paper_counts,
    print_of,
    style_of,
    webhook_secret,
)
from encours.method.outreach.rules.drafts import step_name
from encours.method.outreach.rules.restraint import ComplaintAbout, ComplaintFact, PassedOver
from encours.method.outreach.rules.states import MessageState
from encours.method.outreach.rules.windows import norms

__all__ = [
    "Style",
    "batch",
    "batches_in",
    "documents_of",
    "entities_with_letters_away",
    "letter",
    "letters_handed_over",
    "letters_of",
    "letters_waiting",
    "norms",
    "paper_counts",
    "print_of",
    "style_of",
    "webhook_secret",
]  # fmt: skip
WAITING = frozenset(
    {
        MessageState.TO_CONFIRM,
        MessageState.READY,
        MessageState.SENDING,
        MessageState.BY_HAND,
        MessageState.UNKNOWN,
        MessageState.REFUSED,
    }
)
"""A message in one of these states is still somebody's business: no further one is prepared."""
WILL_LEAVE = frozenset(
    {MessageState.TO_CONFIRM, MessageState.READY, MessageState.SENDING, MessageState.BY_HAND}
)
_PENDING = (
    "pk", "customer_id", "currency", "state", "level", "send_from", "channel", "occasion", "decided_on", "stage",
    "contact_id", "deadline_named_on",
)  # fmt: skip
SERVER = "server"
"""Stands in place of a rule at a message that waits because the mail server could not be reached."""
GONE = frozenset({MessageState.ACCEPTED, MessageState.SENT_BY_HAND})
_LEAVING = frozenset({MessageState.READY, MessageState.SENDING})
_SERVICES = sorted(stage.value for stage in SERVICES)
_DUNNING_STAGES = ("courtesy", "reminder2", "firm")


@quick_dataclass(frozen=True, slots=True)
class PendingMessage:
    """A message that is prepared and has not left for good."""

    id: int
    customer_id: int
    currency: str
    state: MessageState
    level: str
    as_contact: PastContact

    @property
    def will_leave(self) -> bool:
        """Whether it counts for the guard as a contact already decided."""
        return self.state in WILL_LEAVE


@dataclass(frozen=True, slots=True)
class Waiting:
    """Messages of one state, stage and currency that wait for their hour or for a person.

    How many, for how much, from when the first of them may leave; `last` is the latest one's number.
    """

    state: MessageState
    stage: str
    currency: str
    count: int
    total_minor: int
    send_from: datetime
    last: int


def pending_of(
    customer_ids: Iterable[int], *, without: Collection[int] = ()
) -> dict[int, list[PendingMessage]]:
    """Messages of some customers that are prepared and not gone, leaving out some by id.

    A copy that somebody asked for stands in nobody's way.
    """
    rows = Message.objects.filter(Among("customer_id", customer_ids), state__in=_values(WAITING))
    rows = rows.exclude(stage=Stage.INVOICE.value)
    found: dict[int, list[PendingMessage]] = defaultdict(list)
    values = rows.exclude(pk__in=list(without)).order_by("id").values_list(*_PENDING)
    for (
        pk, customer, currency, state, level, send_from, channel, occasion, decided_on, stage, contact_id, named_on,
    ) in plain_rows(values):  # fmt: skip
        contact = PastContact(
            send_from, Direction.OUTBOUND, Channel(channel), Occasion(occasion),
            step_name(level, decided_on), stage, contact_id=contact_id, deadline_named_on=named_on,
        )  # fmt: skip
        pending = PendingMessage(pk, customer, currency, MessageState(state), level, contact)
        found[customer].append(pending)
    return dict(found)


def last_to(contact_id: int) -> Message | None:
    """The last message that left to a person, if any."""
    rows = Message.objects.filter(contact_id=contact_id, state__in=_values(GONE))
    return rows.order_by("-sent_at", "-id").first()


def waiting_of(customer_ids: Iterable[int]) -> list[Message]:
    """Messages of some customers that wait for a person or for their hour, with lines and contact."""
    states = WILL_LEAVE - {MessageState.SENDING} | {MessageState.REFUSED}
    rows = Message.objects.filter(Among("customer_id", customer_ids), state__in=_values(states))
    # A letter that is printed is in somebody's hands: its page says whether it may still be posted.
    rows = rows.exclude(channel=Channel.LETTER.value, prints__state__in=LIVE_VALUES)
    return list(rows.select_related("contact").prefetch_related("lines").order_by("id"))


def mentioned_dues(due_ids: Iterable[int]) -> set[int]:
    """Which due dates some message of ours that left has named."""
    ids = list(due_ids)
    found: set[int] = set()
    for start in range(0, len(ids), 5000):
        lines = MessageLine.objects.filter(
            due_id__in=ids[start : start + 5000], message__state__in=_values(GONE)
        )
        found.update(lines.values_list("due_id", flat=True))
    return found


def last_templates_of(customer_ids: Iterable[int]) -> dict[int, str]:
    """The template of the last message that left to each customer, copies of invoices aside."""
    gone = Message.objects.filter(Among("customer_id", customer_ids), state__in=_values(GONE))
    gone = gone.exclude(stage=Stage.INVOICE.value)
    latest = gone.values("customer_id").annotate(last=Max("id")).values("last")
    rows = Message.objects.filter(pk__in=latest).values_list("customer_id", "template")
    return dict(plain_rows(rows))


def reminder_times_of(customer_ids: Iterable[int]) -> dict[int, list[datetime]]:
    """When reminders left to some customers: what tells a payer who waits for them (R044)."""
    gone = Message.objects.filter(
        Among("customer_id", customer_ids), state__in=_values(GONE), stage__in=_DUNNING_STAGES
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for customer, at in plain_rows(gone.order_by("sent_at").values_list("customer_id", "sent_at")):
        if at is not None:
            found[customer].append(at)
    return dict(found)


def told_policy(customer_ids: Iterable[int]) -> set[int]:
    """Customers who have been told our policy in a message that left or waits (R021: once, not twice)."""
    rows = Message.objects.filter(Among("customer_id", customer_ids), has_policy=True)
    told = rows.filter(state__in=_values(GONE | WAITING)).values_list("customer_id")
    return {customer for (customer,) in plain_rows(told)}


def withheld_by_a_person(customer_ids: Iterable[int], *, stage: str, since: date) -> set[tuple[int, str]]:
    """Customers and currencies for whom somebody withheld a message of a stage, from a day on."""
    rows = Message.objects.filter(
        Among("customer_id", customer_ids), stage=stage, decided_on__gte=since, refusal_rule=""
    )
    return set(rows.filter(state=MessageState.CANCELLED.value).values_list("customer_id", "currency"))


def thread_of(customer_ids: Iterable[int]) -> dict[int, list[str]]:
    """Message identifiers of what left to each customer, oldest first: a new one is threaded below."""
    rows = Message.objects.filter(
        Among("customer_id", customer_ids), state__in=_values(GONE), channel=Channel.EMAIL.value
    )
    found: dict[int, list[str]] = defaultdict(list)
    values = rows.order_by("sent_at", "id").values_list("customer_id", "message_id")
    for customer, message_id in plain_rows(values):
        found[customer].append(message_id)
    return dict(found)


@asked_once
def standing_stop(entity_id: int) -> SendingStop | None:
    """The stop that holds this entity, or all of them; None when nothing stops sending."""
    stops = SendingStop.objects.filter(lifted_at__isnull=True)
    return stops.filter(Q(entity_id=entity_id) | Q(entity__isnull=True)).order_by("id").first()


def passed_over(entity_id: int, *, since: date, until: date) -> list[PassedOver]:
    """The limits that the owner passed over between two days, both included, the latest first."""
    rows = GuardOverride.objects.filter(entity_id=entity_id, valid_on__range=(since, until))
    return [
        PassedOver(x.customer_id, x.valid_on, x.granted_at, x.granted_by, x.why, tuple(x.rules))
        for x in rows.order_by("-valid_on", "-pk")
    ]


def passed_over_times(customer_id: int, *, since: date) -> int:
    """How often the owner passed over a limit for a customer since a day."""
    return len(GuardOverride.objects.filter(customer_id=customer_id, valid_on__gte=since).values_list("pk"))


def complaints(entity_id: int, *, since: date, until: date) -> list[ComplaintFact]:
    """What customers complained of between two days, both included, the latest first."""
    rows = Complaint.objects.filter(entity_id=entity_id, received_on__range=(since, until))
    return [
        ComplaintFact(x.pk, x.customer_id, x.received_on, ComplaintAbout(x.about), x.words, x.noted_by)
        for x in rows.order_by("-received_on", "-pk")
    ]


def messages_in(entity_id: int, states: Iterable[MessageState]) -> QuerySet[Message]:
    """Messages of an entity in some states, newest first, with what a list shows."""
    rows = Message.objects.filter(entity_id=entity_id, state__in=_values(states))
    return (
        rows.select_related("customer", "contact")
        .prefetch_related("lines", "attachments__document")
        .order_by("-id")
    )


@asked_once
def waiting_in(entity_id: int) -> list[Waiting]:
    """The messages of an entity that wait, counted by state, stage and currency: one statement."""
    rows = _waiting(entity_id).order_by().values_list("state", "stage", "currency")
    counted = rows.annotate(
        count=Count("pk"), minor=Sum("total_minor"), first=Min("send_from"), last=Max("pk")
    )
    return [
        Waiting(MessageState(state), stage, currency, count, int(minor), first, last)
        for state, stage, currency, count, minor, first, last in counted.order_by(
            "state", "stage", "currency"
        )
    ]


def ready_among(entity_id: int, message_ids: Iterable[int]) -> list[int]:
    """Those of some messages that leave by themselves at their hour, the latest first."""
    rows = Message.objects.filter(entity_id=entity_id, pk__in=list(message_ids))
    return list(rows.filter(state=MessageState.READY.value).order_by("-pk").values_list("pk", flat=True))


def written_to_soon(customer_ids: Iterable[int], states: Iterable[MessageState]) -> set[int]:
    """Which of some customers a message in one of these states waits for."""
    rows = Message.objects.filter(customer_id__in=list(customer_ids), state__in=_values(states))
    return set(rows.values_list("customer_id", flat=True))


def next_of(customer_ids: Iterable[int]) -> dict[int, tuple[int, MessageState]]:
    """The message that waits for each of some customers: number and state; thank-yous and copies aside.

    Where several wait, the one that was prepared first: `next_states` says the same of a whole entity.
    """
    rows = Message.objects.filter(customer_id__in=list(customer_ids), state__in=_values(WAITING))
    found = rows.exclude(stage__in=_SERVICES).order_by("-pk").values_list("customer_id", "pk", "state")
    return {customer: (pk, MessageState(state)) for customer, pk, state in found}


def next_states(customer: OuterRef) -> QuerySet[Message, Any]:
    """The same for the customer of a row of another table, as a part of its statement: the state alone."""
    rows = Message.objects.filter(customer_id=customer, state__in=_values(WAITING))
    return rows.exclude(stage__in=_SERVICES).order_by("pk").values("state")[:1]


def leaving_customers(entity_id: int) -> QuerySet[Message, Any]:
    """The customers of an entity whose next message leaves by itself, as a part of another statement."""
    first = _waiting(entity_id).exclude(stage__in=_SERVICES).order_by().values("customer_id")
    rows = Message.objects.filter(pk__in=first.annotate(first=Min("pk")).values("first"))
    return rows.filter(state__in=_values(_LEAVING)).values("customer_id")


def waited_for(entity_id: int) -> QuerySet[Message, Any]:
    """The customers for whom a message waits, thank-yous and copies aside, as a part of another statement."""
    return _waiting(entity_id).exclude(stage__in=_SERVICES).values("customer_id")


def gone_since(entity_id: int, start: datetime) -> QuerySet[Message]:
    """Messages that have left since an instant, thank-yous and copies aside, as a part of another statement."""
    rows = Message.objects.filter(entity_id=entity_id, state__in=_values(GONE), sent_at__gte=start)
    return rows.exclude(stage__in=_SERVICES)


def _waiting(entity_id: int) -> QuerySet[Message]:
    return Message.objects.filter(entity_id=entity_id, state__in=_values(WAITING))


def message(entity_id: int, message_id: int) -> Message | None:
    """One message of an entity with its lines and attachments, or None."""
    rows = Message.objects.filter(entity_id=entity_id, pk=message_id)
    return (
        rows.select_related("customer", "contact").prefetch_related("lines", "attachments__document").first()
    )


def mentioned_open_dues(customer_ids: Iterable[int]) -> set[int]:
    """Which due dates that are still open some message that left to these customers has named."""
    lines = MessageLine.objects.filter(
        Among("message__customer_id", customer_ids), message__state__in=_values(GONE), due__open_minor__gt=0
    )
    return {due for (due,) in plain_rows(lines.values_list("due_id"))}


def messages_of(customer_id: int, *, limit: int = 100) -> list[Message]:
    """The latest messages of a customer, newest first."""
    return list(Message.objects.filter(customer_id=customer_id).order_by("-id")[:limit])


def messages_naming(due_ids: Iterable[int], *, limit: int = 20) -> list[Message]:
    """The latest messages that name some due dates, newest first, sent or not."""
    rows = Message.objects.filter(lines__due_id__in=list(due_ids)).distinct()
    return list(rows.order_by("-id")[:limit])


def counts(entity_id: int) -> dict[MessageState, int]:
    """How many messages an entity has in each state that somebody must see to."""
    found: dict[MessageState, int] = defaultdict(int)
    for part in waiting_in(entity_id):
        found[part.state] += part.count
    return dict(found)


def gone_between(entity_id: int, start: datetime, end: datetime) -> int:
    """How many messages left in a span of time (end excluded), or are leaving now: for the daily cap."""
    gone = Q(state__in=_values(GONE), sent_at__gte=start, sent_at__lt=end)
    rows = Message.objects.filter(gone | Q(state=MessageState.SENDING.value), entity_id=entity_id)
    return rows.count()


def sent_in(entity_id: int, start: datetime, end: datetime) -> Counted:
    """How many messages have left between two instants, as far as a page tells."""
    rows = Message.objects.filter(entity_id=entity_id, sent_at__gte=start, sent_at__lt=end)
    return up_to_most(rows.filter(state__in=_values(GONE)))


def written_to_since(entity_id: int, start: datetime, customer_ids: Iterable[int]) -> frozenset[int]:
    """To which of some customers a message of ours has left since an instant, thank-yous and copies aside."""
    rows = gone_since(entity_id, start).filter(customer_id__in=list(customer_ids))
    return frozenset(rows.values_list("customer_id", flat=True))


def copies_sent(due_ids: Iterable[int]) -> dict[int, datetime]:
    """When a copy of an invoice last left, or leaves, by due date: only what was asked for again (R047)."""
    lines = MessageLine.objects.filter(
        due_id__in=list(due_ids),
        message__stage=Stage.INVOICE.value,
        message__state__in=_values(GONE | WILL_LEAVE),
    )
    found = lines.values_list("due_id", "message__sent_at", "message__send_from").order_by("message_id")
    return {due: sent_at or send_from for due, sent_at, send_from in found}


def server_rests(entity_id: int, now: datetime) -> bool:
    """Whether the mail server could not be reached a moment ago and is left alone for now."""
    rows = Message.objects.filter(entity_id=entity_id, state=MessageState.READY.value)
    return rows.filter(refusal_rule=SERVER, send_from__gt=now).exists()


def _values(states: Iterable[MessageState]) -> list[str]:
    return sorted(state.value for state in states)
