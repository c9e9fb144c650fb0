"""Reads a customer's history once and counts what the limits ask about.

Days are ordinals of the customer's own calendar (`date.toordinal`): the guard compares them often.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from encours.ground.kernel.clock import local_date
from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, Occasion, PastContact
from encours.method.outreach.rules.contact_facts import ProposedContact
from encours.method.outreach.rules.limits import CALLS

# Ruling 1: replies to an inbound message and K6 messages neither count nor restart anything.
EXEMPT = frozenset({Occasion.REPLY, Occasion.SERVICE})
_NEVER = datetime.min.replace(tzinfo=UTC)

StepDay = tuple[int, str | int]


@dataclass(slots=True)
class Past:
    """What the history says, as days in order. One step on one day is one contact (ruling 1).

    `touch_days` are all contacts we began, call attempts too; `contact_days` those that K1 names
    (conversation, e-mail, letter, SMS, voicemail); `person_days` those with the proposed person.
    `attempt_days` are call attempts since the customer last spoke with us. `same_step_days` are
    the days on which the proposed step and occasion already had a contact.
    """

    touch_days: list[int] = field(default_factory=list)
    contact_days: list[int] = field(default_factory=list)
    person_days: list[int] = field(default_factory=list)
    step_days: set[StepDay] = field(default_factory=set)
    person_step_days: set[StepDay] = field(default_factory=set)
    attempt_days: list[int] = field(default_factory=list)
    voicemail_days: list[int] = field(default_factory=list)
    call_days: list[int] = field(default_factory=list)
    conversation_days: list[int] = field(default_factory=list)
    same_step_days: list[int] = field(default_factory=list)
    deadline_day: int = 0
    emotional_at: datetime = _NEVER
    emotional_day: int = 0
    unanswered: int = 0


def read(history: Sequence[PastContact], *, zone: str, proposed: ProposedContact) -> Past:
    """Counts a history, in whatever order it comes, as seen from a proposed contact."""
    reading = _Reading(zone, proposed)
    for place, contact in enumerate(history):
        # A wrong number disturbed nobody at the customer's.
        if contact.outcome is not CallOutcome.WRONG_NUMBER:
            reading.take(contact, place)
    return reading.finish()


class _Reading:
    """One pass over a history."""

    __slots__ = ("answered_at", "attempts", "contacts", "heard_at", "past", "proposed", "zone")

    def __init__(self, zone: str, proposed: ProposedContact) -> None:
        self.zone = zone
        self.proposed = proposed
        self.past = Past()
        self.heard_at = self.answered_at = _NEVER
        self.attempts: list[tuple[datetime, int]] = []
        self.contacts: list[tuple[datetime, StepDay]] = []

    def take(self, contact: PastContact, place: int) -> None:
        at, past = contact.at, self.past
        day = local_date(at, self.zone).toordinal()
        if contact.outcome is CallOutcome.EMOTIONAL and at > past.emotional_at:
            past.emotional_at, past.emotional_day = at, day
        if contact.direction is Direction.INBOUND:
            self.heard_at = max(self.heard_at, at)
            return
        if contact.answered:
            self.answered_at = max(self.answered_at, at)
        if contact.deadline_named_on is not None and (bound_to := contact.binds_us_to) is not None:
            past.deadline_day = max(past.deadline_day, bound_to.toordinal())
        reached = contact.channel not in CALLS or self._reached_by_call(contact, day)
        if reached and contact.step == self.proposed.step and contact.occasion is self.proposed.occasion:
            past.same_step_days.append(day)
        if contact.occasion not in EXEMPT:
            self._count(contact, (day, contact.step or place), reached=reached)

    def _reached_by_call(self, contact: PastContact, day: int) -> bool:
        """Notes a call; whether it is a contact in the sense of K1: a conversation or a voicemail.

        A call that is planned and has no outcome yet counts as one, and as no attempt.
        """
        past, outcome = self.past, contact.outcome
        past.call_days.append(day)
        if contact.channel is Channel.PHONE and outcome is None:
            return True
        if outcome is not None and outcome.had_conversation:
            past.conversation_days.append(day)
            self.heard_at = max(self.heard_at, contact.at)
            return True
        self.attempts.append((contact.at, day))
        if contact.channel is Channel.VOICEMAIL or outcome is CallOutcome.VOICEMAIL_LEFT:
            past.voicemail_days.append(day)
            return True
        return False

    def _count(self, contact: PastContact, step_day: StepDay, *, reached: bool) -> None:
        past, day = self.past, step_day[0]
        if reached:
            self.contacts.append((contact.at, step_day))
        if step_day not in past.step_days:
            past.step_days.add(step_day)
            past.touch_days.append(day)
        person = self.proposed.contact_id
        if person is not None and contact.contact_id == person and step_day not in past.person_step_days:
            past.person_step_days.add(step_day)
            past.person_days.append(day)

    def finish(self) -> Past:
        past = self.past
        past.touch_days.sort()
        past.person_days.sort()
        if past.call_days:
            for days in (past.call_days, past.conversation_days, past.voicemail_days):
                days.sort()
            past.attempt_days = sorted(day for at, day in self.attempts if at > self.heard_at)
        if self.contacts:
            past.contact_days = sorted({day for _at, (day, _step) in self.contacts})
            since = max(self.heard_at, self.answered_at)
            past.unanswered = len({step_day for at, step_day in self.contacts if at > since})
        return past
