"""A message that a person sent by their own hand: noted with the day it left, taken back after a slip."""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows.after_contact import Left, contact_made, level_of
from encours.flows.review.refresh import refresh
from encours.flows.steps import FORMAL_ACTS, MOVED_ON, NOT_PROVED, standing_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import at, local_date
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases import actions as cases_actions
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.models import Message
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.rules.by_hand import ByHand, Standing
from encours.method.strategy.rules.position import after_message
from encours.method.strategy.rules.step import Level

_TO_COME = Reason(N_("Ce jour n'est pas encore venu."))


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it was noted, and where its case stood before: what taking it back needs."""

    message_id: int
    on: date
    before: Standing


@transaction.atomic
def note_sent(
    act: Act, *, message_id: int, on: date | None = None, is_proved: bool = False
) -> Sent | Refused:
    """A person sent it from their own mail program, or posted it: it counts like any other contact.

    `on`: the day it left, today without one. Refused for a day to come, or before the message was made;
    a formal act also without its number and its proof of posting (R115), which is what `is_proved` says.
    """
    message = _message(act, message_id)
    if message.stage in FORMAL_ACTS and not is_proved:
        return Refused(NOT_PROVED)
    left = _moment(act, message, on or act.today)
    if isinstance(left, Refused):
        return left
    before = standing_of(message.case_id) if message.case_id else Standing()
    refused = outreach_actions.mark_sent_by_hand(act, message_id=message_id, sent_at=left.at)
    if refused is not None:
        return refused
    contact_made(act, message, left=left)
    refresh(act, [message.customer_id])
    return Sent(message_id, left.on, before)


@transaction.atomic
def take_back(act: Act, sent: Sent) -> Refused | None:
    """It was noted by mistake: the message waits for a hand again, and the case stands where it stood.

    Refused once the ladder has gone on, or when it was taken back before.
    """
    message = _message(act, sent.message_id)
    level = level_of(message.case_id, message.level) if message.case_id else None
    if level is not None and not _stands_where_it_was_left(message, level, sent.on):
        return Refused(MOVED_ON)
    refused = outreach_actions.take_back_sent(act, message_id=message.pk)
    if refused is not None:
        return refused
    source = f"message:{message.pk}"
    cases_actions.withdraw_contact(act, customer_id=message.customer_id, source=source)
    if message.case_id is not None and level is not None:
        step = ByHand(message.case_id, message.customer_id, level)
        strategy_actions.take_step_back(act, step=step, before=sent.before)
    refresh(act, [message.customer_id])
    return None


def _moment(act: Act, message: Message, on: date) -> Left | Refused:
    """When a message left: now for today, else noon of its day, never before it was made."""
    zone = creditor_queries.entity(act.entity_id).time_zone
    made_on = local_date(message.created_at, zone)
    if on > act.today:
        return Refused(_TO_COME, "sent_on")
    if on < made_on:
        text = N_("Ce message n'existait pas encore : il a été préparé le {on}.")
        return Refused(Reason(text, on=made_on), "sent_on")
    return Left(act.at if on == act.today else max(at(on, time(12), zone), message.created_at), on)


def _stands_where_it_was_left(message: Message, level: Level, on: date) -> bool:
    assert message.case_id is not None
    return standing_of(message.case_id).position == after_message(None, level, on=on)


def _message(act: Act, message_id: int) -> Message:
    message = outreach_queries.message(act.entity_id, message_id)
    assert message is not None
    return message
