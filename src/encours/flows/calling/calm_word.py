"""After a difficult exchange and the days of calm, another person writes to take it up again (T27)."""

from dataclasses import dataclass, replace

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Member
from encours.books.receivables.models import Contact
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.drafting import Drafting
from encours.flows.page_links import page_link
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.service_message import Addressed, service_draft
from encours.ground.evidence.acts import Act
from encours.ground.kernel.business_days import add_business_days
from encours.ground.kernel.clock import FixedClock, local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.facts import Fact
from encours.method.calls import queries as calls_queries
from encours.method.calls.queries import CallFact
from encours.method.calls.queries.under_way import FollowUpFact
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.queries.by_step import by_step_keys
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import ComposeFacts, InvoiceLine, Sender
from encours.method.outreach.rules.states import Mode

TEMPLATE = "T27"
_RESUMES_AFTER = 5
"""Business days until the day proposed for the next talk."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What the word is made from."""

    todo: FollowUpFact
    note: CallFact
    known: Gathered
    contact: Contact
    items: tuple[OpenItem, ...]
    writer: Member


@transaction.atomic
def prepare_calm_word(act: Act, todo: FollowUpFact) -> int | None:
    """Prepares the word that takes a difficult talk up again; None where it cannot be written. Source: R072, T27."""
    key = f"calm/{todo.id}"
    if ready := by_step_keys(act.entity_id, [key]).get(key):
        return ready[0]
    word = _gathered(act, todo)
    words = compose(_facts(act, word)) if word else None
    if word is None or words is None or isinstance(words, Refused):
        return None
    drafting = Drafting.of(word.known.house)
    customer, reason = word.known.customers[todo.customer_id], Reason(N_("Reprendre l'échange au calme"))
    thread = tuple(word.known.threads.get(todo.customer_id, ()))
    to = Addressed(customer, word.contact, word.items, "calm", key, reason, thread)
    draft = replace(
        service_draft(drafting, words, to),
        step_key=key,
        case_id=todo.case_id,
        mode=Mode.TO_CONFIRM,
        from_name=word.writer.name,
    )
    drafting.queue(act, [draft])
    made = by_step_keys(act.entity_id, [key]).get(key)
    return made[0] if made else None


def _gathered(act: Act, todo: FollowUpFact) -> _Word | None:
    known = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [todo.customer_id])
    note = calls_queries.note(act.entity_id, todo.note_id or 0)
    contact = contact_for(known.customers[todo.customer_id], Channel.EMAIL)
    items = [item for item in known.items.get(todo.customer_id, []) if item.due_on < act.today]
    if note is None or contact is None or not items:
        return None
    same = tuple(item for item in items if item.currency == items[0].currency)
    team = creditor_queries.team(act.entity_id)
    writer = next((m for m in team if m.id == todo.member_id), team[0])
    return _Word(todo, note, known, contact, same, writer)


def _facts(act: Act, word: _Word) -> ComposeFacts:
    entity, customer = word.known.house.entity, word.known.customers[word.todo.customer_id]
    return ComposeFacts(
        template=TEMPLATE,
        language=word.contact.language or customer.language,
        customer=customer.name,
        sender=Sender(word.writer.name, entity.name, word.writer.phone or entity.phone),
        today=act.today,
        lines=[
            InvoiceLine(i.number, i.issued_on, i.due_on, Money(i.open_minor, i.currency)) for i in word.items
        ],
        contact=word.contact.name,
        page=page_link(
            entity_id=entity.id, customer_id=word.todo.customer_id, contact=word.contact, now=act.at
        ),
        next_step_on=add_business_days(act.today, _RESUMES_AFTER, entity.country, entity.region),
        next_step_is_call=True,
        told={"call_date": local_date(word.note.called_at, entity.time_zone)},
        also=frozenset({Fact.HARDSHIP} if word.note.is_hardship_told else ()),
    )
