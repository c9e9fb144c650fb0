"""A message in its short form, sent as a text by a service or from one's own telephone: asked of the guard (2d)."""

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows.bounces import note_unreached
from encours.flows.case_words import register_of
from encours.flows.drafting import plain_sender
from encours.flows.review.gathered import House, house_of
from encours.flows.review.recheck import NO_NUMBER, number_of, recheck_many
from encours.flows.review.wording_context import words_of_anger
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.sections import TemplateError
from encours.method.cases.rules.contact import Channel
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.models import Message
from encours.method.outreach.queries import text_service as text_queries
from encours.method.outreach.queries.texts import library_of
from encours.method.outreach.rules.compose import compose_short, template_of
from encours.method.outreach.rules.message_facts import ComposeFacts, InvoiceLine
from encours.method.outreach.rules.text_service import Delivery, Told, message_of_key


@transaction.atomic
def put_on_phone(act: Act, *, message_id: int) -> Refused | None:
    """A message that waits becomes a text for one's own telephone. Nothing is sent by itself.

    Refused without a number, without a short form, and whenever the guard would refuse or delay a text now:
    hours of texts, holidays, private numbers of business customers, caps, holds.
    """
    message = outreach_queries.message(act.entity_id, message_id)
    assert message is not None
    if message.contact is None or not message.contact.phone:
        return Refused(Reason(N_("Aucun numéro auquel écrire\u00a0: complétez la fiche")))
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    words = _short(house, message)
    if isinstance(words, Refused):
        return words
    refused = outreach_actions.put_on_phone(act, message_id=message_id, text=words)
    return refused or _against(act, house, message_id)


@transaction.atomic
def send(act: Act, *, message_id: int) -> Refused | None:
    """A message that waits becomes a text that the company's service sends, in the words of its short form.

    Whoever asks has read it, so it is confirmed; the facts and the guard are asked again when it leaves. Refused
    without a service, without a number that takes texts, and for whatever `put_on_phone` is refused for.
    """
    message = outreach_queries.message(act.entity_id, message_id)
    assert message is not None
    if not text_queries.text_way_of(act.entity_id).is_usable:
        return Refused(Reason(N_("Aucun service de SMS n'est réglé.")))
    if not number_of(message):
        return Refused(NO_NUMBER)
    if why := words_of_anger(message, sent_by=act.actor, team=creditor_queries.team(act.entity_id)):
        return Refused(why)
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    words = message.text if message.channel == Channel.SMS.value else _short(house, message)
    if isinstance(words, Refused):
        return words
    refused = outreach_actions.send_through_service(act, message_id=message_id, text=words)
    return refused or _against(act, house, message_id)


def has_short_form(message: Message) -> bool:
    """Whether the template of a message has the few words of a text."""
    library = library_of(message.entity_id)
    try:
        found = library.template(message.template, message.language, register_of(message.customer))
    except TemplateError:
        return False
    return found.has_short


@transaction.atomic
def hear(act: Act, told: Told) -> bool:
    """Takes in what the service says of a text; False for a text that is none of this company's.

    One that did not arrive is no contact: its step comes again, by mail. Said twice it changes nothing.
    """
    message_id = message_of_key(act.entity_id, told.key)
    if message_id is None or text_queries.arrival_of(message_id) is None:
        return False
    message = outreach_actions.note_told(act, told=told)
    if message is not None and told.delivery is Delivery.UNDELIVERED:
        note_unreached(act, message=message)
    return True


def _short(house: House, message: Message) -> str | Refused:
    facts = ComposeFacts(
        template=message.template,
        language=message.language,
        register=register_of(message.customer),
        customer=message.customer.name,
        sender=plain_sender(house),
        today=house.today,
        lines=[
            InvoiceLine(x.number, x.issued_on, x.due_on, Money(x.open_minor, message.currency))
            for x in message.lines.all()
        ],
        contact=message.to_name,
        texts=library_of(house.entity.id),
    )
    if not template_of(facts).has_short:
        return Refused(Reason(N_("Ce message n'a pas de forme courte.")))
    return compose_short(facts)


def _against(act: Act, house: House, message_id: int) -> Refused | None:
    """What the guard has against a text now; then it stays the message that it was."""
    message = outreach_queries.message(act.entity_id, message_id)
    assert message is not None
    verdict = recheck_many(house, [message])[message_id]
    if verdict.is_allowed:
        return None
    transaction.set_rollback(True)
    return Refused(verdict.reason)
