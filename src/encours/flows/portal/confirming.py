"""Confirms in writing what a debtor said on their page: one message, that asks for nothing."""

from encours.books.receivables.models import Contact
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.case_words import register_of
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.page_links import page_link
from encours.flows.portal.answers import Answer, told
from encours.flows.portal.opening import Opened
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.service_message import Addressed, service_draft
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.links.actions import key_of
from encours.ground.plumbing.say import say
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import ComposeFacts, InvoiceLine

TEMPLATE = "T31"


def confirm(act: Act, opened: Opened, answer: Answer) -> str:
    """Prepares our confirmation; returns to which address it goes, empty where there is none to write to.

    It leaves by the same rules as any other message: not in test mode, not while all is stopped.
    """
    contact = opened.written_to
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, [opened.customer.pk])
    items = _items(known, opened, answer)
    if contact is None or not items:
        return ""
    drafting = Drafting.of(house)
    words = compose(_facts(known, drafting, contact, answer, items))
    if isinstance(words, Refused):
        return ""
    to = Addressed(
        customer=known.customers[opened.customer.pk],
        contact=contact,
        items=items,
        level="page_answer",
        key=f"page/{key_of(opened.link, answer.form)[:24]}",
        reason=Reason(N_("Confirmation de ce qui a été dit sur la page du client")),
        thread=tuple(known.threads.get(opened.customer.pk, ())),
    )
    return contact.email if drafting.queue(act, [service_draft(drafting, words, to)]) else ""


def _items(known: Gathered, opened: Opened, answer: Answer) -> list[OpenItem]:
    """What the answer is about; where it names nothing, all that is open in the currency of the oldest."""
    everything = known.items.get(opened.customer.pk, [])
    named = [item for item in everything if item.due_id in answer.dues] or everything
    return [item for item in named if item.currency == named[0].currency]


def _facts(
    known: Gathered, drafting: Drafting, contact: Contact, answer: Answer, items: list[OpenItem]
) -> ComposeFacts:
    customer = known.customers[contact.customer_id]
    language = contact.language or customer.language
    return ComposeFacts(
        template=TEMPLATE,
        language=language,
        customer=customer.name,
        sender=plain_sender(known.house),
        today=known.house.today,
        lines=[InvoiceLine(i.number, i.issued_on, i.due_on, Money(i.open_minor, i.currency)) for i in items],
        contact=contact.name,
        page=page_link(
            entity_id=known.house.entity.id, customer_id=customer.pk, contact=contact, now=known.house.now
        ),
        register=register_of(customer),
        told={"answer": say(told(answer, language), language), "answer_date": known.house.today},
        texts=drafting.texts,
    )
