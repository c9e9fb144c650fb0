"""Messages leave: claimed, held against the facts as they are now, sent, and told to every room."""

import logging
import os
import socket
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import assert_never

from django.conf import settings
from django.db import DatabaseError, OperationalError, transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows.after_contact import contact_made
from encours.flows.review.gathered import House, house_anew, house_of
from encours.flows.review.recheck import number_of, recheck
from encours.flows.review.wording_context import words_of_anger
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.clock import Clock, InstallationClock, at, technical_now
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.plumbing.secrets import SecretUnreadable
from encours.ground.plumbing.troubles import trouble_of
from encours.method.cases.rules.contact import Channel
from encours.method.inbox import queries as inbox_queries
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import Claim, Retry, post, text_service
from encours.method.outreach.actions.post import Envelope, Outcome, Piece, Receipt
from encours.method.outreach.actions.text_service import Endpoint, Text
from encours.method.outreach.models import Message
from encours.method.outreach.queries import SERVER
from encours.method.outreach.queries import text_service as text_queries
from encours.method.outreach.queries.text_service import TEXT_SERVICE
from encours.method.outreach.rules.contact_facts import Decision
from encours.method.outreach.rules.drafts import state_for
from encours.method.outreach.rules.outbox import SERVER_RESTS, retry_after
from encours.method.outreach.rules.receipts import Trouble, written
from encours.method.outreach.rules.states import MessageState, Mode
from encours.method.outreach.rules.text_service import key_of
from encours.method.strategy import queries as strategy_queries

log = logging.getLogger(__name__)
_MORE_CAREFUL = Reason(N_("les réglages demandent maintenant qu'une personne le confirme ou l'envoie"))
_PATIENCE = (0.2, 1.0, 5.0)
"""Seconds between attempts to write down what became of a message."""


def run(clock: Clock) -> int:
    """Sends what may leave now, of every entity; returns how many messages were handled."""
    return sum(_run_entity(entity.id, clock) for entity in creditor_queries.entities())


def _run_entity(entity_id: int, clock: Clock) -> int:
    """One entity; what goes wrong in it never keeps the messages of another one back."""
    handled = 0
    try:
        act = creditor_queries.act(entity_id, SYSTEM, clock)
        outreach_actions.mark_lost(act, technical_now=technical_now())
        house = house_of(entity_id, act.today, clock) if may_send(entity_id, clock) else None
        while house is not None and _send_one(house, clock):
            handled += 1
    except Exception as problem:
        lacks = trouble_of(problem)
        what = say(lacks) if lacks else type(problem).__name__
        log.error("entity %s: %s", entity_id, what, exc_info=_wordy())
    return handled


def may_send(entity_id: int, clock: Clock) -> bool:
    """Whether anything may leave: sending switched on, not stopped, and a way to send."""
    return bool(open_ways(entity_id, clock))


def open_ways(entity_id: int, clock: Clock) -> frozenset[Channel]:
    """By which channels messages may leave by themselves now."""
    entity = creditor_queries.entity(entity_id)
    if not entity.is_sending_on or outreach_queries.standing_stop(entity_id):
        return frozenset()
    ways = {Channel.EMAIL: _takes_mail, Channel.SMS: _takes_texts}
    return frozenset(channel for channel, takes in ways.items() if takes(entity_id, clock))


def _takes_texts(entity_id: int, clock: Clock) -> bool:
    """Whether a service takes texts now: set, and not out of reach a moment ago."""
    way = text_queries.text_way_of(entity_id)
    if not way.is_usable or text_queries.texts_rest(entity_id, clock.now()):
        return False
    try:
        return bool(text_queries.text_secret(entity_id))
    except SecretUnreadable:
        log.error("texts of entity %s: the secret cannot be read", entity_id)
        return False


def _takes_mail(entity_id: int, clock: Clock) -> bool:
    """Whether a server takes mail now: there, not resting, under the day's cap."""
    if is_demonstration(clock):
        return True
    entity = creditor_queries.entity(entity_id)
    server = creditor_queries.smtp(entity_id)
    if server is None or outreach_queries.server_rests(entity_id, clock.now()):
        return False
    midnight = at(clock.today(entity.time_zone), entity.send_from.min, entity.time_zone)
    return outreach_queries.gone_between(entity_id, midnight, midnight + timedelta(days=1)) < server.daily_cap


def is_demonstration(clock: Clock) -> bool:
    """Whether time stands still: then no real server is ever used."""
    return isinstance(clock, InstallationClock) and clock.fixed() is not None


def _send_one(house: House, clock: Clock) -> bool:
    """One message: claimed and checked in one transaction, sent outside, told in another.

    A message that cannot be put together is set back, so that it never stands in the way of others.
    """
    entity_id = house.entity.id
    act = creditor_queries.act(entity_id, SYSTEM, clock)
    lease = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    claim, parcel = None, None
    try:
        with transaction.atomic():
            if ways := open_ways(entity_id, clock):
                claim = outreach_actions.claim_next(
                    entity_id, lease=lease, now=act.at, technical_now=technical_now(), channels=ways
                )
            if claim is not None and _may_leave(act, claim, house_anew(house, clock)):
                parcel = _parcel(act, claim.message)
    except DatabaseError:
        raise
    except Exception as problem:
        if claim is None:
            raise
        log.error("message %s: %s", claim.message.pk, type(problem).__name__, exc_info=_wordy())
        outreach_actions.set_back(act, message_id=claim.message.pk, problem=type(problem).__name__)
        return True
    if claim is not None and parcel is not None:
        _write_down(act, claim, _hand_over(entity_id, parcel, clock))
    return claim is not None


def _may_leave(act: Act, claim: Claim, house: House) -> bool:
    """The guard and the facts once more; what may not leave is withheld, or leaves later."""
    verdict = recheck(house, claim.message)
    rule = str(verdict.rule or "")
    match verdict.decision:
        case Decision.BLOCK:
            outreach_actions.withhold(act, claim=claim, rule=rule, reason=verdict.reason)
        case Decision.DELAY:
            assert verdict.until is not None
            outreach_actions.postpone(act, claim=claim, until=verdict.until, rule=rule, reason=verdict.reason)
        case Decision.ALLOW if state := _for_a_person(claim.message, house):
            outreach_actions.leave_to_a_person(act, claim=claim, state=state, reason=_MORE_CAREFUL)
            return False
        case Decision.ALLOW if why := words_of_anger(
            claim.message, sent_by=claim.message.approved_by, team=house.team
        ):
            outreach_actions.leave_to_a_person(act, claim=claim, state=MessageState.TO_CONFIRM, reason=why)
            return False
    return verdict.is_allowed


def _for_a_person(message: Message, house: House) -> MessageState | None:
    """Where a message goes that nobody has confirmed and that would not leave by itself any more."""
    if message.approved_by:
        return None
    mode = strategy_queries.step_modes(house.entity.id).get(message.stage, Mode(message.mode))
    state = state_for(mode, message.total_minor, ceiling_minor=house.ceiling_in(message.currency))
    return state if state is not MessageState.READY else None


def _hand_over(entity_id: int, parcel: Envelope | Text, clock: Clock) -> Receipt:
    folder = Path(settings.ENCOURS_HOME) / "outbox"
    if isinstance(parcel, Text):
        if is_demonstration(clock):
            return text_service.into_folder(folder, parcel)
        return text_service.through(_endpoint(entity_id), parcel, at=technical_now())
    if is_demonstration(clock):
        return post.into_folder(folder, parcel)
    server = creditor_queries.smtp(entity_id)
    if server is None:
        return Receipt(Outcome.NOT_REACHED, written(Trouble.NO_SERVER))
    return post.through(server, parcel)


def _endpoint(entity_id: int) -> Endpoint:
    return Endpoint(text_queries.text_way_of(entity_id).url, text_queries.text_secret(entity_id))


def _write_down(act: Act, claim: Claim, receipt: Receipt) -> None:
    """Tells what became of a message; a database that is busy is asked again, since the mail has left."""
    for patience in _PATIENCE:
        try:
            return _conclude(act, claim, receipt)
        except OperationalError:
            time.sleep(patience)
    return _conclude(act, claim, receipt)


@transaction.atomic
def _conclude(act: Act, claim: Claim, receipt: Receipt) -> None:
    state, retry = _after(act, claim, receipt)
    told = outreach_actions.mark_result(act, claim=claim, state=state, receipt=receipt.answer, retry=retry)
    if told and state is MessageState.ACCEPTED:
        contact_made(act, claim.message)


def _after(act: Act, claim: Claim, receipt: Receipt) -> tuple[MessageState, Retry | None]:
    """The state after an answer, and when the next try is due if there is one."""
    match receipt.outcome:
        case Outcome.ACCEPTED:
            return MessageState.ACCEPTED, None
        case Outcome.UNKNOWN:
            return MessageState.UNKNOWN, None
        case Outcome.NOT_REACHED:
            is_text = Channel(claim.message.channel) is Channel.SMS
            return MessageState.READY, Retry(act.at + SERVER_RESTS, TEXT_SERVICE if is_text else SERVER)
        case Outcome.REFUSED if receipt.permanent:
            return MessageState.REFUSED, None
        case Outcome.REFUSED:
            return MessageState.READY, Retry(act.at + retry_after(claim.message.attempts + 1))
    assert_never(receipt.outcome)


def _wordy() -> bool:
    """Whether the log may hold more than the kind of a failure: the data it was about."""
    return log.isEnabledFor(logging.DEBUG)


def _parcel(act: Act, message: Message) -> Envelope | Text:
    """A message as its way takes it; a text under the key by which the service may speak of it from now on."""
    if Channel(message.channel) is not Channel.SMS:
        return _envelope(message)
    key, number = key_of(message.entity_id, message.pk, message.step_key), number_of(message)
    outreach_actions.note_taken(act, message_id=message.pk, key=key, number=number)
    sender = text_queries.text_way_of(message.entity_id).sender
    return Text(key, number, message.text, sender, message.language)


def _envelope(message: Message) -> Envelope:
    pieces = [
        Piece(piece.document.name, piece.document.media_type, documents_queries.content(piece.document_id))
        for piece in message.attachments.select_related("document")
    ]
    return Envelope(
        from_name=message.from_name,
        from_email=message.from_email,
        to_name=message.to_name,
        to_email=message.to_email,
        subject=message.subject,
        text=message.text,
        html=message.html,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        references=message.references,
        reply_to=inbox_queries.reply_address(message.entity_id, message.customer_id),
        pieces=tuple(pieces),
    )
