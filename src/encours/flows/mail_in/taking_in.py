"""One mail enters: filed, understood as far as a machine can, kept and told, in one transaction."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.receivables import queries as receivables_queries
from encours.flows import bounces, contacting
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.clock import Clock, local_date
from encours.ground.kernel.reason import Refused
from encours.method.cases.rules.contact import Channel
from encours.method.inbox import actions as inbox_actions
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.actions.post import Taken
from encours.method.inbox.rules.absence import absence_in
from encours.method.inbox.rules.bounces import Bounce, bounces_of
from encours.method.inbox.rules.filing import PUBLIC_DOMAINS, Filed, Filing, Known, Sent, filed
from encours.method.inbox.rules.kept import MailDraft, Place
from encours.method.inbox.rules.kind import MailKind, kind_of
from encours.method.inbox.rules.mail import Fault, Mail
from encours.method.inbox.rules.quoted import split
from encours.method.inbox.rules.received import InboundDraft
from encours.method.inbox.rules.sayings import language_of, sayings_in
from encours.method.inbox.rules.trust import origin_of
from encours.method.outreach.models import Message
from encours.method.outreach.queries import travelled

_OLDEST_DATE = timedelta(days=14)
"""A date in a mail's header further back than this before its arrival is not believed."""
_MOST_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class Round:
    """One reading of the mailbox of an entity, by one worker."""

    entity_id: int
    lease: str
    clock: Clock


def take_in(this: Round, uid_validity: int, taken: Taken, mail: Mail) -> bool:
    """A mail is kept, or known already; False when the mailbox is another worker's by now.

    Killed anywhere, nothing of it is kept and it is taken again; killed afterwards, it is known.
    """
    act = creditor_queries.act(this.entity_id, SYSTEM, this.clock)
    with transaction.atomic():
        if not inbox_actions.pass_number(this.entity_id, lease=this.lease, uid=taken.uid):
            return False
        if not inbox_queries.is_known(this.entity_id, mail.fingerprint):
            arrived = min(taken.arrived_at or act.at, act.at)
            keep(act, mail, Place(uid_validity, taken.uid, arrived))
    return True


def unreadable(taken: Taken) -> Mail:
    """A mail of which nothing is understood: it waits to be looked at in the mailbox itself."""
    return Mail(hashlib.sha256(taken.raw).hexdigest(), None, "", "", faults=(Fault.UNREADABLE,))


def keep(act: Act, mail: Mail, place: Place) -> int | None:
    """A mail is filed, understood, kept and told, inside a transaction; None when it is known already."""
    draft, answered = _draft(act, mail, place)
    at, owner = act.at, act.chain
    documents = {
        number: documents_actions.store(
            owner=owner, name=piece.name, content=piece.content, media_type=piece.media_type[:100], at=at
        )
        for number, piece in enumerate(mail.pieces)
        if piece.content is not None
    }
    mail_id = inbox_actions.keep_mail(act, draft=draft, documents=documents)
    if mail_id is None:
        return None
    if draft.kind is MailKind.REPLY and draft.filed.customer_id is not None:
        note(act, mail_id, draft.filed, words=_words_of(draft), place=place)
    if draft.bounce is not None and draft.bounce.is_final and answered is not None:
        _came_back(act, answered, draft.bounce)
    return mail_id


def note(act: Act, mail_id: int, belongs: Filed, *, words: str, place: Place) -> int | None:
    """A person's mail is something received: it answers our contacts, and the ladder waits until it is read."""
    assert belongs.customer_id is not None
    received = InboundDraft(
        belongs.customer_id, Channel.EMAIL, words[:_MOST_WORDS], place.arrived_at, belongs.contact_id
    )
    made = contacting.note_inbound(act, received)
    if isinstance(made, Refused):
        return None
    inbox_actions.link_item(mail_id=mail_id, item_id=made)
    return made


def _draft(act: Act, mail: Mail, place: Place) -> tuple[MailDraft, Message | None]:
    """What the rules make of a mail, and the message of ours that it answers or returns."""
    seen = _see(act, mail)
    origin = origin_of(mail, trusted_server=seen.trusted_server)
    kind = kind_of(mail, own_addresses=seen.own_addresses, answers_us=seen.answers_us(mail))
    if mail.message_id in seen.ours:
        kind = MailKind.OWN
    bounce = _matching(seen.returned, seen.ours) if kind is MailKind.BOUNCE else None
    if kind is MailKind.BOUNCE:
        answered = seen.ours.get(bounce.message_id) if bounce else None
        belongs = _of_message(answered)
    else:
        answered = next((seen.ours[name] for name in mail.references if name in seen.ours), None)
        belongs = filed(mail.references, _known(act.entity_id, mail, seen), origin=origin)
    words = split(mail.text)
    language = language_of(words.new, otherwise=answered.language if answered else seen.entity.language)
    draft = MailDraft(mail, place, kind, belongs, origin, words, language,
                      answers=answered.message_id if answered else "", bounce=bounce)  # fmt: skip
    return _understood(draft, seen.entity), answered


def _understood(draft: MailDraft, entity: Entity) -> MailDraft:
    """What it seems to say, counted from the day it was written; machines say nothing."""
    mail, language = draft.mail, draft.language
    on = _written_on(mail, draft.place, entity.time_zone)
    if draft.kind is MailKind.REPLY and draft.words.new:
        sayings = sayings_in(draft.words.new, language, today=on, currency=entity.currency)
        return replace(draft, sayings=sayings)
    if draft.kind is MailKind.ABSENCE:
        sender = mail.sender.address if mail.sender else ""
        return replace(draft, absence=absence_in(mail.text, language, today=on, sender=sender))
    return draft


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the rooms know that bears on a mail."""

    entity: Entity
    own_addresses: frozenset[str]
    trusted_server: str
    returned: tuple[Bounce, ...]
    ours: dict[str, Message]
    signed: int | None

    def answers_us(self, mail: Mail) -> bool:
        return self.signed is not None or any(name in self.ours for name in mail.references)


def _see(act: Act, mail: Mail) -> _Seen:
    entity = creditor_queries.entity(act.entity_id)
    box = inbox_queries.mailbox(act.entity_id)
    returned = bounces_of(mail)
    named = [*mail.references, *(bounce.message_id for bounce in returned), mail.message_id]
    ours = travelled.sent_by_identifier(act.entity_id, [name for name in named if name])
    own = {entity.email.lower(), box.settings.address.lower() if box else ""} - {""}
    trusted = box.settings.trusted_server if box else ""
    return _Seen(entity, frozenset(own), trusted, returned, ours, _signed_customer(act.entity_id, mail))


def _known(entity_id: int, mail: Mail, seen: _Seen) -> Known:
    sender = mail.sender
    at_address = receivables_queries.contacts_at(entity_id, sender.address) if sender else []
    at_domain: list[int] = []
    if sender and not at_address and sender.domain not in PUBLIC_DOMAINS:
        at_domain = receivables_queries.customers_at_domain(entity_id, sender.domain)
    sent = {name: Sent(m.pk, m.customer_id, m.contact_id) for name, m in seen.ours.items()}
    return Known(sent, seen.signed, at_address, at_domain)


def _signed_customer(entity_id: int, mail: Mail) -> int | None:
    """Whose signed address it was written to, if that customer is one of ours."""
    written_to = [person.address for person in mail.to]
    written_to += [mail.header("delivered-to"), mail.header("x-original-to")]
    found = inbox_queries.signed_customer(entity_id, written_to)
    is_ours = found is not None and receivables_queries.customer(entity_id, found) is not None
    return found if is_ours else None


def _matching(returned: tuple[Bounce, ...], ours: dict[str, Message]) -> Bounce | None:
    """The return of a message of ours: it names it, and the address to which it went. Anybody may write the rest."""
    for bounce in returned:
        message = ours.get(bounce.message_id)
        if message and (not bounce.recipient or bounce.recipient == message.to_email.lower()):
            return bounce
    return None


def _of_message(message: Message | None) -> Filed:
    if message is None:
        return Filed(Filing.NONE)
    return Filed(Filing.THREAD, message.customer_id, message.contact_id, message.pk)


def _came_back(act: Act, message: Message, bounce: Bounce) -> None:
    """The message reached nobody; its address is left alone, unless it was changed since."""
    contact = message.contact
    is_same = contact is not None and contact.email.lower() == message.to_email.lower()
    bounces.note_bounce(
        act,
        customer_id=message.customer_id,
        contact_id=contact.pk if contact and is_same and contact.bounced_at is None else None,
        message=message,
    )


def _written_on(mail: Mail, place: Place, zone: str) -> date:
    """The day a mail was written, from which «vendredi» is counted; that of its arrival where it cannot be."""
    at = mail.sent_at
    is_likely = at is not None and place.arrived_at - _OLDEST_DATE <= at <= place.arrived_at + timedelta(
        days=1
    )
    return local_date(at if at is not None and is_likely else place.arrived_at, zone)


def _words_of(draft: MailDraft) -> str:
    return draft.words.new or draft.mail.subject or "–"
