"""A message left: the contact is remembered, its level is taken, the customer is looked at again."""

from dataclasses import dataclass
from datetime import date, datetime

from encours.flows.closing.offering import offer_left
from encours.flows.disputes.left import letter_left
from encours.ground.evidence.acts import Act
from encours.method.cases import actions as cases_actions
from encours.method.cases.rules.contact import Channel, Direction, Occasion, PastContact
from encours.method.cases.rules.records import ContactRecord
from encours.method.outreach.models import Message
from encours.method.outreach.rules.drafts import step_name
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.rules.position import after_message
from encours.method.strategy.rules.step import Level


@dataclass(frozen=True, slots=True)
class Left:
    """When a message left: the instant, and its day where we are."""

    at: datetime
    on: date


def contact_made(act: Act, message: Message, *, left: Left | None = None) -> None:
    """Tells the rooms that a message left, now or before; runs in the transaction that says so."""
    left = left or Left(act.at, act.today)
    contact = PastContact(
        at=left.at,
        direction=Direction.OUTBOUND,
        channel=Channel(message.channel),
        occasion=Occasion(message.occasion),
        step=step_name(message.level, message.decided_on),
        stage=message.stage,
        contact_id=message.contact_id,
        deadline_named_on=message.deadline_named_on,
    )
    record = ContactRecord(message.customer_id, f"message:{message.pk}", contact, message.case_id)
    cases_actions.record_contacts(act, records=[record])
    letter_left(act, message.step_key)
    offer_left(act, message.customer_id, message.step_key)
    if message.case_id is None:
        return
    level = level_of(message.case_id, message.level)
    if level is not None:
        progress = strategy_queries.progress_of([message.case_id])[message.case_id]
        position = after_message(progress.position, level, on=left.on)
        strategy_actions.move({message.case_id: position}, clears_dates=True)
    strategy_actions.look_again([message.case_id], on=act.today)


def level_of(case_id: int, key: str) -> Level | None:
    """A level of the ladder that a case follows; None for a step that answers an event."""
    procedure = strategy_queries.followed_by(case_id)
    return procedure.level(key) if procedure and procedure.index(key) is not None else None
