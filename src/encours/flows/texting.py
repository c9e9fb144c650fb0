"""A message in its short form, sent as a text from one's own telephone: asked of the guard like any contact (2d)."""

from django.db import transaction

from encours.flows.case_words import register_of
from encours.flows.drafting import plain_sender
from encours.flows.review.gathered import House, house_of
from encours.flows.review.recheck import recheck_many
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.models import Message
from encours.method.outreach.queries.texts import library_of
from encours.method.outreach.rules.compose import compose_short, template_of
from encours.method.outreach.rules.message_facts import ComposeFacts, InvoiceLine


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
