"""The mailboxes are read, a round each: as far as time and count allow, from where the last round stopped."""

import logging
import os
import socket
import time
import uuid
from datetime import timedelta

from django.db import InterfaceError, OperationalError

from encours.books.creditor import queries as creditor_queries
from encours.flows.dispatch import is_demonstration
from encours.flows.mail_in import taking_in
from encours.flows.mail_in.taking_in import Round
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import SYSTEM
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.secrets import SecretUnreadable
from encours.method.inbox import actions as inbox_actions
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.actions import post
from encours.method.inbox.actions.post import MailboxUnreadable, Server, Taken
from encours.method.inbox.rules.mail import LIMITS
from encours.method.inbox.rules.mailbox import (
    MAILS_PER_ROUND,
    SECONDS_PER_ROUND,
    UNFILED_DAYS,
    MailboxDraft,
    Trouble,
    Unread,
)
from encours.method.inbox.rules.mime import read

log = logging.getLogger(__name__)
_DEMONSTRATION = Refused(Reason(N_("Dans une démonstration, aucun serveur n'est jamais appelé.")))


def run(clock: Clock) -> int:
    """One round of every mailbox whose time has come; returns how many mails were taken."""
    if is_demonstration(clock):
        return 0
    return sum(_of_entity(entity_id, clock) for entity_id in inbox_queries.due_entities(technical_now()))


def tidy(clock: Clock) -> int:
    """Blanks the words of mails that nobody filed, once their time is over."""
    before = clock.now() - timedelta(days=UNFILED_DAYS)
    for entity_id in inbox_queries.read_entities():
        act = creditor_queries.act(entity_id, SYSTEM, clock)
        documents_actions.let_go(inbox_actions.forget_unfiled(act, before=before))
    return 0


def check(clock: Clock, draft: MailboxDraft, password: str) -> Refused | None:
    """Tries to open a mailbox; refused with what is wrong in plain words."""
    if is_demonstration(clock):
        return _DEMONSTRATION
    why = post.check(_server(draft, password))
    if why is None:
        return None
    return Refused(Reason(N_("La boîte ne s'ouvre pas : {why}."), why=why.reason))


def _of_entity(entity_id: int, clock: Clock) -> int:
    """One mailbox; what is wrong with it is written down, and it is left alone for a while."""
    lease = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    if not inbox_actions.claim_mailbox(entity_id, lease=lease, technical_now=technical_now()):
        return 0
    this = Round(entity_id, lease, clock)
    try:
        return _round(this)
    except MailboxUnreadable as problem:
        _give_up(this, problem.why)
    except SecretUnreadable:
        _give_up(this, Unread(Trouble.KEY_LOST))
    return 0


def _give_up(this: Round, why: Unread) -> None:
    act = creditor_queries.act(this.entity_id, SYSTEM, this.clock)
    inbox_actions.note_trouble(act, lease=this.lease, why=why, technical_now=technical_now())


def _round(this: Round) -> int:
    known = inbox_queries.mailbox(this.entity_id)
    assert known is not None
    server = _server(known.settings, inbox_queries.mailbox_password(this.entity_id))
    done, started = 0, time.monotonic()
    with post.reading(server) as session:
        validity = session.uid_validity
        last = inbox_actions.begin_generation(this.entity_id, lease=this.lease, uid_validity=validity)
        if last is None:
            return 0
        numbers = session.numbers_after(last, known.since_on)
        for taken in session.take(numbers[:MAILS_PER_ROUND], most_bytes=LIMITS.mail_bytes):
            if not _take(this, validity, taken):
                return done
            done += 1
            if time.monotonic() - started > SECONDS_PER_ROUND:
                break
    act = creditor_queries.act(this.entity_id, SYSTEM, this.clock)
    waiting = max(0, len(numbers) - done) if done else 0
    inbox_actions.end_round(act, lease=this.lease, waiting=waiting, technical_now=technical_now())
    return done


def _take(this: Round, uid_validity: int, taken: Taken) -> bool:
    """One mail; what cannot be understood is kept as it is and shown to a person, and never stands in the way."""
    try:
        mail = read(taken.raw, is_cut=taken.is_cut)
        return taking_in.take_in(this, uid_validity, taken, mail)
    except (OperationalError, InterfaceError):
        raise
    except Exception as problem:
        log.error("mail %s: %s", taken.uid, type(problem).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
        return taking_in.take_in(this, uid_validity, taken, taking_in.unreadable(taken))


def _server(settings: MailboxDraft, password: str) -> Server:
    return Server(
        settings.host, settings.port, settings.security, settings.username, password, settings.folder
    )
