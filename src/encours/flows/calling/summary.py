"""The written summary of a call (T09): ready when the call ends, read by its caller, gone the same day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Member
from encours.books.receivables.models import Contact
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.calling.agenda import summary_key
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.page_links import page_link
from encours.flows.review.assess import assess
from encours.flows.review.facts_of import contact_for, live_contacts
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.review.wording_context import About, flags_of
from encours.flows.service_message import Addressed, service_draft
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock, local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.facts import Fact
from encours.ground.wording.linter.context import Context
from encours.ground.wording.stages import Stage
from encours.method.agreements.rules.promise import Promise
from encours.method.calls import queries as calls_queries
from encours.method.calls.queries import CallFact
from encours.method.calls.rules.words import CLOSED
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.queries.by_step import by_step_keys
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.drafts import MessageDraft
from encours.method.outreach.rules.message_facts import ComposeFacts, Draft, InvoiceLine, Sender, Told
from encours.method.outreach.rules.states import Mode
from encours.method.outreach.rules.template_words import allowed

TEMPLATE = "T09"
STAGE = "call_summary"


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A call and what its summary is made from."""

    note: CallFact
    known: Gathered
    contact: Contact
    items: tuple[OpenItem, ...]
    promise: Promise | None
    sender: Sender


@transaction.atomic
def prepare_summary(act: Act, *, note_id: int) -> int | None:
    """Prepares the summary of a call for its caller to read; returns the message, None where none can be written.

    None without a conversation, an address or an open invoice: the task to send it stays. Source: R075.
    """
    note = calls_queries.note(act.entity_id, note_id)
    if note is None or not note.owes_summary:
        return None
    ready = by_step_keys(act.entity_id, [summary_key(note_id)]).get(summary_key(note_id))
    if ready is not None:
        return ready[0]
    spoken = _spoken(act, note)
    facts = _facts(spoken) if spoken else None
    words = compose(facts) if facts else None
    if spoken is None or facts is None or words is None or isinstance(words, Refused):
        return None
    drafting = Drafting.of(spoken.known.house)
    draft = _draft(drafting, spoken, words)
    if isinstance(allowed(words, facts, _case_of(spoken)), Refused):
        draft = replace(draft, mode=Mode.TO_CONFIRM)  # its caller reads why, and changes the words
    drafting.queue(act, [draft])
    made = by_step_keys(act.entity_id, [summary_key(note_id)]).get(summary_key(note_id))
    return made[0] if made else None


def _case_of(spoken: _Spoken) -> Context:
    pair = (spoken.note.customer_id, spoken.items[0].currency)
    (a,) = assess(spoken.known, [pair])
    return flags_of(spoken.known, a, About(stage=Stage.CALL_SUMMARY))


def _spoken(act: Act, note: CallFact) -> _Spoken | None:
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, [note.customer_id])
    customer = known.customers[note.customer_id]
    with_mail = [p for p in live_contacts(customer) if p.email and p.accepts_email and p.bounced_at is None]
    contact = next((p for p in with_mail if p.pk == note.contact_id), None) or contact_for(
        customer, Channel.EMAIL
    )
    items = known.items.get(note.customer_id, [])
    late = [item for item in items if item.due_on < act.today] or items
    late = [item for item in late if item.currency == late[0].currency]
    if contact is None or not late:
        return None
    promises = known.promises.get(note.customer_id, [])
    promise = next((p for p in promises if p.id == note.agreement_id), None)
    return _Spoken(note, known, contact, tuple(late), promise, _signed(act, known, note))


def _signed(act: Act, known: Gathered, note: CallFact) -> Sender:
    """Whoever spoke signs: the person named for the call, else the one at the desk."""
    team, entity = creditor_queries.team(act.entity_id), known.house.entity
    spoke = next((m for m in team if m.id == note.spoken_by_id), None)
    member: Member | None = spoke or next((m for m in team if f"user:{m.user_id}" == note.caller), None)
    if member is None:
        return plain_sender(known.house)
    return Sender(member.name, entity.name, member.phone or entity.phone)


def _facts(spoken: _Spoken) -> ComposeFacts:
    note, house, customer = spoken.note, spoken.known.house, spoken.known.customers[spoken.note.customer_id]
    account = creditor_queries.account_for(house.accounts, spoken.items[0].currency)
    told = _told(spoken)
    facts = {
        Fact.SITUATION: "situation" in told,
        Fact.AGREED: spoken.promise is not None,
        Fact.MEANS: "method" in told,
        Fact.OUR_PART: "our_action" in told,
        Fact.HARDSHIP: note.is_hardship_told,
    }
    announced = note.next_on if note.next_step != CLOSED and spoken.promise is None else None
    return ComposeFacts(
        template=TEMPLATE,
        language=spoken.contact.language or customer.language,
        customer=customer.name,
        sender=spoken.sender,
        today=house.today,
        lines=[_line(item) for item in spoken.items],
        contact=spoken.contact.name,
        iban=account.iban if account else "",
        page=page_link(
            entity_id=house.entity.id, customer_id=customer.pk, contact=spoken.contact, now=house.now
        ),
        next_step_on=announced if announced and announced > house.today else None,
        next_step_is_call=True,
        told=told,
        also=frozenset(fact for fact, holds in facts.items() if holds),
    )


def _told(spoken: _Spoken) -> Mapping[str, Told]:
    note, promise = spoken.note, spoken.promise
    called_on: date = local_date(note.called_at, spoken.known.house.entity.time_zone)
    told: dict[str, Told | None] = {
        "call_date": called_on,
        "situation": note.summary.strip().rstrip(". "),
        "agreed_amount": promise.amount if promise else None,
        "agreed_date": promise.promised_for if promise else None,
        "method": promise.means if promise else None,
        "our_action": note.our_action if note.our_action_on else None,
        "our_action_date": note.our_action_on if note.our_action else None,
    }
    return {name: value for name, value in told.items() if value}


def _line(item: OpenItem) -> InvoiceLine:
    return InvoiceLine(item.number, item.issued_on, item.due_on, Money(item.open_minor, item.currency))


def _draft(drafting: Drafting, spoken: _Spoken, words: Draft) -> MessageDraft:
    """The message, signed by whoever spoke, read by them before it leaves unless the entity says otherwise."""
    note, house = spoken.note, spoken.known.house
    to = Addressed(
        customer=spoken.known.customers[note.customer_id],
        contact=spoken.contact,
        items=spoken.items,
        level="summary",
        key=summary_key(note.id),
        reason=Reason(N_("Résumé de l'appel du {on}"), on=local_date(note.called_at, house.entity.time_zone)),
        thread=tuple(spoken.known.threads.get(note.customer_id, ())),
    )
    draft = service_draft(drafting, words, to)
    return replace(
        draft,
        case_id=note.case_id,
        step_key=summary_key(note.id),
        mode=drafting.modes.get(STAGE, Mode.TO_CONFIRM),
        from_name=spoken.sender.name or house.entity.name,
    )
