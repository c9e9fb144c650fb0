"""A batch goes to a postal service: each letter checked, claimed, handed over, its answer told to every room."""

import json
import logging
import os
import socket
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows import own_hand
from encours.flows.dispatch import is_demonstration
from encours.flows.formal import sending as formal_sending
from encours.flows.print_batches import objections
from encours.flows.steps import FORMAL_ACTS
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.secrets import SecretUnreadable
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import letter_post as post
from encours.method.outreach.actions.letter_post import Endpoint, Handed, Parcel, PostAnswer
from encours.method.outreach.models import PrintedLetter
from encours.method.outreach.rules.batches import LetterState, PostWay
from encours.method.strategy.queries.formal_acts import formal_of_message

log = logging.getLogger(__name__)
SECONDS_OF_ASKING = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many letters were handed over, how many stay, and why the first of them does."""

    handed: int
    stayed: int
    why: Reason | None = None


def hand_over(act: Act, clock: Clock, *, batch_id: int) -> Outcome | Refused:
    """Hands the letters of a batch to the entity's postal service, one by one.

    What a hold or a payment speaks against stays. Refused in test mode and while all is stopped.
    """
    entity = creditor_queries.entity(act.entity_id)
    batch = outreach_queries.batch(act.entity_id, batch_id)
    if batch is None or PostWay(batch.way) is PostWay.BY_HAND:
        return Refused(Reason(N_("Ce lot se poste à la main.")))
    if not entity.is_sending_on or outreach_queries.standing_stop(act.entity_id):
        return Refused(
            Reason(N_("Les envois sont arrêtés ou en mode d'essai : rien n'est remis à la poste."))
        )
    post.mark_letters_lost(act, technical_now=technical_now())
    handed, stayed, why = 0, 0, None
    for letter in [x for x in outreach_queries.letters_of(batch_id) if x.state == LetterState.IN_BATCH.value]:
        against = _claimed(act, letter)
        if against is None:
            answer = _given(act, clock, letter, PostWay(batch.way))
            _conclude(act, letter, answer)
            against = _reason(answer)
        if against is None:
            handed += 1
        else:
            stayed, why = stayed + 1, why or against
    return Outcome(handed, stayed, why)


def run(clock: Clock) -> int:
    """The answers of every entity's postal service that has letters; returns how many were taken in."""
    done = 0
    for entity_id in outreach_queries.entities_with_letters_away():
        act = creditor_queries.act(entity_id, SYSTEM, clock)
        try:
            done += collect(act, clock).handed
        except SecretUnreadable:
            log.error("postal answers of entity %s: its secret cannot be read", entity_id)
    return done


def collect(act: Act, clock: Clock) -> Outcome:
    """Takes in what the service says of the letters it has; what was cut short becomes a doubt for a person.

    A service that is out of reach, or slow, is asked for the rest at the next turn.
    """
    post.mark_letters_lost(act, technical_now=technical_now())
    style, done = outreach_queries.style_of(act.entity_id), 0
    open_ones = {key_of(x): x for x in outreach_queries.letters_handed_over(act.entity_id)}
    for file, answer in post.answers_in(folder_of(act.entity_id)):
        letter = open_ones.pop(answer.key, None)
        if letter is not None:
            _conclude(act, letter, answer)
            done += 1
        post.put_aside(file)
    if style.way is PostWay.WEBHOOK and not is_demonstration(clock):
        started = time.monotonic()
        for key, letter in _from_another_start(open_ones, act):
            answer = post.ask(_endpoint(act.entity_id), key, at=act.at)
            if answer.outcome in {Handed.POSTED, Handed.REFUSED}:
                _conclude(act, letter, answer)
                done += 1
            if answer.outcome is Handed.NOT_REACHED or time.monotonic() - started > SECONDS_OF_ASKING:
                break
    return Outcome(done, 0)


def _from_another_start(letters: dict[str, PrintedLetter], act: Act) -> list[tuple[str, PrintedLetter]]:
    """The same letters, begun elsewhere each hour: a slow service hears of all of them in time."""
    rows = list(letters.items())
    start = act.at.hour * len(rows) // 24
    return rows[start:] + rows[:start]


@transaction.atomic
def was_posted(act: Act, *, letter_id: int) -> Refused | None:
    """A person knows that a letter handed over, refused or in doubt was posted."""
    letter = outreach_queries.letter(act.entity_id, letter_id)
    assert letter is not None
    return _posted(act, letter, PostAnswer(Handed.POSTED, posted_on=act.today, tracking=letter.tracking))


def key_of(letter: PrintedLetter) -> str:
    """Under which name a service knows a letter: the same for ever, telling nothing of whom it is for."""
    digest = letter.document.sha256[:16] if letter.document else "none"
    return f"letter-{letter.batch.entity_id}-{letter.pk}-{digest}"


def folder_of(entity_id: int) -> Path:
    """Where letters of an entity are left, and its answers looked for."""
    return Path(settings.ENCOURS_HOME) / "post" / str(entity_id)


def _claimed(act: Act, letter: PrintedLetter) -> Reason | None:
    """The facts once more and the claim, in one transaction; why the letter stays, if it does."""
    lease = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    with transaction.atomic():
        against = objections(act, [letter]).get(letter.pk)
        if against is not None:
            return against
        if post.claim_letter(act, letter_id=letter.pk, lease=lease, technical_now=technical_now()):
            return None
    return Reason(N_("Quelqu'un d'autre la remet en ce moment."))


def _given(act: Act, clock: Clock, letter: PrintedLetter, way: PostWay) -> PostAnswer:
    assert letter.document_id is not None
    parcel = Parcel(
        key=key_of(letter),
        content=documents_queries.content(letter.document_id),
        recipient=tuple(letter.recipient),
        country=letter.message.customer.country,
        pages=letter.pages,
        reference=letter.reference,
        is_registered=letter.message.stage in FORMAL_ACTS,
    )
    if way is PostWay.FOLDER or is_demonstration(clock):  # nothing leaves the machine of a demonstration
        return post.into_folder(folder_of(act.entity_id), parcel)
    return post.through_webhook(_endpoint(act.entity_id), parcel, at=act.at)


def _endpoint(entity_id: int) -> Endpoint:
    return Endpoint(
        outreach_queries.style_of(entity_id).webhook_url, outreach_queries.webhook_secret(entity_id)
    )


@transaction.atomic
def _conclude(act: Act, letter: PrintedLetter, answer: PostAnswer) -> None:
    if answer.outcome is Handed.POSTED:
        _posted(act, letter, answer)
    else:
        post.mark_answer(act, letter_id=letter.pk, answer=answer)


def _posted(act: Act, letter: PrintedLetter, answer: PostAnswer) -> Refused | None:
    on = min(answer.posted_on or act.today, act.today)
    formal = formal_of_message(letter.message_id)
    if formal is not None:
        told = {"key": key_of(letter), "posted_on": on.isoformat(), "tracking": answer.tracking}
        proof = json.dumps({**told, "words": answer.words}, ensure_ascii=False, sort_keys=True).encode()
        return formal_sending.posted_by_service(act, formal, on=on, tracking=answer.tracking, answer=proof)
    sent = own_hand.note_sent(act, message_id=letter.message_id, on=on)
    if isinstance(sent, Refused):
        return sent
    return outreach_actions.mark_posted(
        act, letter_id=letter.pk, on=on, tracking=answer.tracking, answer=answer.words
    )


def _reason(answer: PostAnswer) -> Reason | None:
    match answer.outcome:
        case Handed.TAKEN | Handed.POSTED:
            return None
        case Handed.REFUSED:
            return Reason(N_("Refusée par le service : {words}"), words=answer.words)
        case Handed.NOT_REACHED:
            return Reason(N_("Service injoignable : {words}"), words=answer.words)
        case Handed.UNKNOWN:
            return Reason(N_("Remise incertaine : {words}"), words=answer.words)
