"""The contacts of a situation in the guard's words, and how far they brought the customer on its ladder."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, Occasion, PastContact
from encours.method.insight.rules.payer import PayerFeatures
from encours.method.strategy.rules.advise.situation import Event, EventKind
from encours.method.strategy.rules.position import (
    Position,
    after_attempt,
    after_message,
    after_task,
    one_lower,
    place_in,
)
from encours.method.strategy.rules.step import LIGHT_STAGES, Level, Procedure, Stage, StepKind
from encours.method.strategy.rules.thresholds import DEFAULTS, MethodThresholds

_SERVICE = frozenset(
    {"call_summary", "promise", "promise_reminder", "plan", "dispute_ack", "thanks", "own_promise", "invoice"}
)
_ANSWERS = frozenset(
    {
        EventKind.INBOUND_EMAIL,
        EventKind.PROMISE_ACCEPTED,
        EventKind.PLAN_ACCEPTED,
        EventKind.PROMISE_MOVED,
        EventKind.PROOF_OF_TRANSFER,
        EventKind.DISPUTE_OPENED,
        EventKind.PAYMENT,
        EventKind.INSTALMENT_PAID,
        EventKind.SETTLEMENT_ACCEPTED,
        EventKind.SETTLEMENT_REFUSED,
    }
)
_STAGES = {"statement": Stage.COURTESY, "reminder": Stage.REMINDER2, "second_reminder": Stage.REMINDER2}
_CALLS = frozenset({EventKind.CALL, EventKind.VOICEMAIL_LEFT})
_WRITTEN = frozenset({EventKind.EMAIL_SENT, EventKind.LETTER_SENT})


def contacts_of(
    events: Sequence[Event], procedure: Procedure, thresholds: MethodThresholds = DEFAULTS
) -> tuple[PastContact, ...]:
    """What went to and fro, each part of one step under the key of its level."""
    most, offer_days = thresholds.ladder.attempts_per_call, thresholds.closing.offer_days
    found: list[PastContact] = []
    position: Position | None = None
    for event in events:
        if event.kind in _ANSWERS or _is_conversation(event):
            found = [replace(c, answered=True) if c.direction is Direction.OUTBOUND else c for c in found]
        position, level = _moved(position, event, procedure, most=most)
        contact = _contact(event, level, offer_days)
        if contact:
            found.append(contact)
    return tuple(found)


def position_of(
    events: Sequence[Event], procedure: Procedure, thresholds: MethodThresholds = DEFAULTS
) -> Position | None:
    """The level that the contacts of a situation reached; None when nothing was sent or said.

    After our answer to a contested point the ladder goes on one step lower, as the night lets it.
    """
    position: Position | None = None
    for event in events:
        position, _level = _moved(position, event, procedure, most=thresholds.ladder.attempts_per_call)
    return position


def assumed_position(procedure: Procedure, today: date, known: PayerFeatures) -> Position | None:
    """Where so many contacts in vain have led when nobody told which ones they were; never to a firm step."""
    count, days = known.unanswered or 0, known.silence_days or 0
    held = [x for x in procedure.levels if x.stage in LIGHT_STAGES and x.stage is not Stage.PRE_DUE]
    if not count or not held:
        return None
    level = held[min(count, len(held)) - 1]
    return after_task(level, on=today - timedelta(days=days // count))


def unanswered_of(contacts: Sequence[PastContact]) -> int:
    """Our contacts in a row without any answer; attempts that reached nobody do not count."""
    return sum(
        c.direction is Direction.OUTBOUND
        and not c.answered
        and c.occasion not in {Occasion.SERVICE, Occasion.REPLY}
        and (c.outcome is None or c.outcome is CallOutcome.VOICEMAIL_LEFT)
        for c in contacts
    )


def _is_conversation(event: Event) -> bool:
    return event.kind is EventKind.CALL and event.outcome is not None and event.outcome.had_conversation


def _moved(
    position: Position | None, event: Event, procedure: Procedure, *, most: int
) -> tuple[Position | None, Level | None]:
    if event.kind in _CALLS:
        return _called(position, event, procedure, most=most)
    if event.kind is EventKind.DISPUTE_ANSWERED:
        return one_lower(position, procedure) if position else None, None
    stage = _stage(event)
    if stage is None:
        return position, None
    level = _beyond(position, procedure, stage)
    if level is None:
        return position, None
    if level.kind is StepKind.TASK:
        return after_task(level, on=event.on), level
    return after_message(position, level, on=event.on), level


def _called(
    position: Position | None, event: Event, procedure: Procedure, *, most: int
) -> tuple[Position | None, Level | None]:
    outcome = event.outcome or CallOutcome.NO_ANSWER
    if event.kind is EventKind.VOICEMAIL_LEFT:
        outcome = CallOutcome.VOICEMAIL_LEFT
    level = None
    if position and position.pending_call and procedure.index(position.pending_call) is not None:
        level = procedure.level(position.pending_call)
    level = level or _beyond(position, procedure, Stage.CALL)
    if level is None or not level.has_call:
        return position, None
    return after_attempt(position, level, on=event.on, outcome=outcome, most=most), level


def _stage(event: Event) -> Stage | None:
    if event.kind is EventKind.AGENCY_PLACED:
        return Stage.AGENCY_HANDOFF
    if event.kind not in _WRITTEN:
        return None
    if event.stage in _STAGES:
        return _STAGES[event.stage]
    return Stage(event.stage) if event.stage in set(Stage) else None


def _beyond(position: Position | None, procedure: Procedure, stage: Stage) -> Level | None:
    place = place_in(procedure, position) if position else -1
    return next((level for level in procedure.levels[place + 1 :] if level.stage is stage), None)


def _contact(event: Event, level: Level | None, offer_days: int) -> PastContact | None:
    step = level.key if level else event.stage or event.kind.value
    match event.kind:
        case EventKind.EMAIL_SENT | EventKind.LETTER_SENT:
            channel = Channel.EMAIL if event.kind is EventKind.EMAIL_SENT else Channel.LETTER
            days = level.deadline_days if level else 0
            deadline = event.promised_for or (event.on + timedelta(days=days) if days else None)
            return PastContact(
                event.at,
                Direction.OUTBOUND,
                channel,
                occasion=_occasion(event),
                step=step,
                stage=event.stage,
                deadline_named_on=deadline,
            )
        case EventKind.CALL:
            outcome = event.outcome or CallOutcome.NO_ANSWER
            return PastContact(
                event.at, Direction.OUTBOUND, Channel.PHONE, step=step, stage="call", outcome=outcome
            )
        case EventKind.VOICEMAIL_LEFT:
            left = CallOutcome.VOICEMAIL_LEFT
            return PastContact(
                event.at, Direction.OUTBOUND, Channel.VOICEMAIL, step=step, stage="voicemail", outcome=left
            )
        case (
            EventKind.INBOUND_EMAIL
            | EventKind.PROMISE_ACCEPTED
            | EventKind.PLAN_ACCEPTED
            | EventKind.PROMISE_MOVED
        ):
            return PastContact(event.at, Direction.INBOUND, Channel.EMAIL)
        case EventKind.PLAN_B_DISCLOSED:
            return PastContact(
                event.at,
                Direction.OUTBOUND,
                Channel.EMAIL,
                occasion=Occasion.AGREEMENT_BROKEN,
                step="broken_second",
                stage="broken_promise",
                deadline_named_on=event.promised_for,
            )
        case EventKind.SETTLEMENT_OFFERED:
            ends = event.promised_for or event.on + timedelta(days=offer_days)
            return PastContact(
                event.at,
                Direction.OUTBOUND,
                Channel.LETTER,
                step="settlement",
                stage="settlement",
                deadline_named_on=ends,
            )
        case _:
            return None


def _occasion(event: Event) -> Occasion:
    if event.stage == "broken_promise":
        return Occasion.AGREEMENT_BROKEN
    return Occasion.SERVICE if event.stage in _SERVICE else Occasion.LADDER
