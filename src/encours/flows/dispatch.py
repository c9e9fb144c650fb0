"""Messages leave: claimed, held against the facts as they are now, sent, and told to every room."""

import os
import socket
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows.after_contact import contact_made
from encours.flows.review.gathered import house_of
from encours.flows.review.recheck import recheck
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.clock import Clock, InstallationClock, at, technical_now
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import Claim, post
from encours.method.outreach.actions.post import Envelope, Outcome, Piece, Receipt
from encours.method.outreach.models import Message
from encours.method.outreach.rules.contact_facts import Decision
from encours.method.outreach.rules.states import MessageState

RETRY_AFTER = timedelta(minutes=10)
_STATES = {
    Outcome.ACCEPTED: MessageState.ACCEPTED,
    Outcome.REFUSED: MessageState.REFUSED,
    Outcome.NOT_REACHED: MessageState.READY,
    Outcome.UNKNOWN: MessageState.UNKNOWN,
}


def run(clock: Clock) -> int:
    """Sends what may leave now, of every entity; returns how many messages were handled."""
    return sum(_run_entity(entity.id, clock) for entity in creditor_queries.entities())


def _run_entity(entity_id: int, clock: Clock) -> int:
    act = creditor_queries.act(entity_id, SYSTEM, clock)
    outreach_actions.mark_lost(act, technical_now=technical_now())
    handled = 0
    while may_send(entity_id, clock) and _send_one(entity_id, clock):
        handled += 1
    return handled


def may_send(entity_id: int, clock: Clock) -> bool:
    """Whether anything may leave: sending switched on, not stopped, under the day's cap, a way to send."""
    entity = creditor_queries.entity(entity_id)
    if not entity.is_sending_on or outreach_queries.standing_stop(entity_id):
        return False
    if is_demonstration(clock):
        return True
    server = creditor_queries.smtp(entity_id)
    if server is None:
        return False
    midnight = at(clock.today(entity.time_zone), entity.send_from.min, entity.time_zone)
    return outreach_queries.gone_between(entity_id, midnight, midnight + timedelta(days=1)) < server.daily_cap


def is_demonstration(clock: Clock) -> bool:
    """Whether time stands still: then no real server is ever used."""
    return isinstance(clock, InstallationClock) and clock.fixed() is not None


def _send_one(entity_id: int, clock: Clock) -> bool:
    """One message: claimed and checked in one transaction, sent outside, told in another."""
    act = creditor_queries.act(entity_id, SYSTEM, clock)
    lease = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    with transaction.atomic():
        claim = outreach_actions.claim_next(entity_id, lease=lease, now=act.at, technical_now=technical_now())
        if claim is None:
            return False
        verdict = recheck(house_of(entity_id, act.today, clock), claim.message)
        match verdict.decision:
            case Decision.BLOCK:
                outreach_actions.withhold(
                    act, claim=claim, rule=str(verdict.rule or ""), reason=verdict.reason
                )
                return True
            case Decision.DELAY:
                assert verdict.until is not None
                outreach_actions.postpone(
                    act, claim=claim, until=verdict.until, rule=str(verdict.rule or ""), reason=verdict.reason
                )
                return True
            case Decision.ALLOW:
                envelope = _envelope(claim.message)
    _conclude(act, claim, _hand_over(entity_id, envelope, clock))
    return True


def _hand_over(entity_id: int, envelope: Envelope, clock: Clock) -> Receipt:
    if is_demonstration(clock):
        return post.into_folder(Path(settings.ENCOURS_HOME) / "outbox", envelope)
    server = creditor_queries.smtp(entity_id)
    if server is None:
        return Receipt(Outcome.NOT_REACHED, "aucun serveur d'envoi")
    return post.through(server, envelope)


@transaction.atomic
def _conclude(act: Act, claim: Claim, receipt: Receipt) -> None:
    state = _STATES[receipt.outcome]
    if receipt.outcome is Outcome.REFUSED and not receipt.permanent:
        state = MessageState.READY
    retry_at = act.at + RETRY_AFTER if state is MessageState.READY else None
    told = outreach_actions.mark_result(
        act, claim=claim, state=state, receipt=receipt.answer, retry_at=retry_at
    )
    if told and state is MessageState.ACCEPTED:
        contact_made(act, claim.message)


def _envelope(message: Message) -> Envelope:
    pieces = [
        Piece(piece.document.name, piece.document.media_type, documents_queries.content(piece.document_id))
        for piece in message.attachments.all()
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
        pieces=tuple(pieces),
    )
