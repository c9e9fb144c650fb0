"""A payment that settles what we had asked for is thanked once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from encours.books.receivables.models import Contact, Customer
from encours.books.receivables.rules.open_item import OpenItem, is_overdue
from encours.flows.case_words import is_hardship_told, register_of
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.page_links import page_link
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import Gathered, House, gather, house_of
from encours.flows.service_message import Addressed, service_draft
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money, total
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.facts import Fact
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import Channel
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.drafts import MessageDraft
from encours.method.outreach.rules.message_facts import ComposeFacts, Draft, InvoiceLine, PaymentThanked

TEMPLATE = "T26"


@dataclass(frozen=True, slots=True)
class _Settled:
    """What a payment settled of the invoices that we had written about, and whom we thank."""

    house: House
    customer: Customer
    contact: Contact
    told: tuple[OpenItem, ...]
    is_hardship_told: bool
    payment: PaymentThanked
    thread: tuple[str, ...]


def thank(act: Act, *, customer_id: int, currency: str, before: Sequence[OpenItem], paid_on: date) -> int:
    """Prepares the thank-you when a payment settled late invoices that we had written about.

    before: what was open before the payment. Returns how many messages were prepared (0 or 1).
    """
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, [customer_id])
    settled = _settled(known, customer_id, [i for i in before if i.currency == currency], paid_on=paid_on)
    if settled is None:
        return 0
    drafting = Drafting.of(house)
    words = compose(_facts(settled, drafting))
    if isinstance(words, Refused):
        return 0
    return drafting.queue(act, [_message(settled, words, drafting)])


def _settled(
    known: Gathered, customer_id: int, before: Sequence[OpenItem], *, paid_on: date
) -> _Settled | None:
    customer, now_open = known.customers[customer_id], known.items.get(customer_id, [])
    contact = contact_for(customer, Channel.EMAIL)
    still_open = {item.due_id for item in now_open}
    gone = [i for i in before if i.due_id not in still_open and is_overdue(i.due_on, paid_on)]
    named = outreach_queries.mentioned_dues([item.due_id for item in gone])
    told = tuple(item for item in gone if item.due_id in named)
    if not told or contact is None:
        return None
    payment = PaymentThanked(
        total((Money(item.open_minor, item.currency) for item in told), told[0].currency),
        paid_on,
        is_date_kept=_was_promised(known, customer_id, paid_on),
        is_account_settled=not any(item.due_on < known.house.today for item in now_open),
    )
    thread = tuple(known.threads.get(customer_id, ()))
    case = known.cases.get((customer_id, told[0].currency))
    since = case.opened_on if case else min(item.due_on for item in told)
    is_told = is_hardship_told(known, customer_id, since=since)
    return _Settled(known.house, customer, contact, told, is_told, payment, thread)


def _was_promised(known: Gathered, customer_id: int, paid_on: date) -> bool:
    return any(
        p.state is AgreementState.KEPT and paid_on <= p.promised_for
        for p in known.promises.get(customer_id, [])
    )


def _facts(settled: _Settled, drafting: Drafting) -> ComposeFacts:
    contact, customer = settled.contact, settled.customer
    return ComposeFacts(
        template=TEMPLATE,
        language=contact.language or customer.language,
        customer=customer.name,
        sender=plain_sender(settled.house),
        today=settled.house.today,
        lines=[
            InvoiceLine(i.number, i.issued_on, i.due_on, Money(i.open_minor, i.currency))
            for i in settled.told
        ],
        page=page_link(
            entity_id=settled.house.entity.id, customer_id=customer.pk, contact=contact, now=settled.house.now
        ),
        contact=contact.name,
        payment=settled.payment,
        register=register_of(customer),
        texts=drafting.texts,
        also=frozenset({Fact.HARDSHIP} if settled.is_hardship_told else ()),
    )


def _message(settled: _Settled, words: Draft, drafting: Drafting) -> MessageDraft:
    dues = "-".join(str(item.due_id) for item in settled.told[:8])
    to = Addressed(
        customer=settled.customer,
        contact=settled.contact,
        items=settled.told,
        level="thanks",
        key=f"thanks/{dues}",
        reason=Reason(N_("Règlement reçu le {on}"), on=settled.payment.received_on),
        thread=settled.thread,
    )
    return service_draft(drafting, words, to)
