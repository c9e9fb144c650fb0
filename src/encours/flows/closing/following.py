"""What follows an offer: its written confirmation, what is given up once it is paid, the ladder where it is not."""

from collections.abc import Sequence

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Contact
from encours.books.receivables.rules.open_item import OpenItem
from encours.books.receivables.rules.party import CreditKind
from encours.books.receivables.rules.waivers import WaiverDraft
from encours.flows.case_words import register_of
from encours.flows.closing.offering import release, resting
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.page_links import page_link
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.service_message import Addressed, service_draft
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements.queries.settlements import (
    invoices_of_settlement,
    settlements_by_agreement,
    settlements_of,
)
from encours.method.agreements.rules.settlement import Settlement
from encours.method.agreements.rules.settlement_states import SettlementChoice, SettlementState
from encours.method.cases import actions as cases_actions
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import ComposeFacts, InvoiceLine

CONFIRMATION = "T21"
_OVER = frozenset(
    {SettlementState.EXPIRED, SettlementState.REFUSED, SettlementState.DEFAULTED, SettlementState.CLOSED}
)


def answered(act: Act, customer_id: int, agreement_id: int) -> None:
    """A yes or a no to one possibility of an offer: it is confirmed in writing, and what rested follows."""
    found = settlements_of([customer_id]).get(customer_id, [])
    one = next((s for s in found if agreement_id in {s.agreement_id, s.plan_id}), None)
    if one is None:
        return
    if one.state in _OVER:
        _release(act, one)
    if one.state is SettlementState.ACCEPTED and one.choice is SettlementChoice.PART:
        why = say(Reason(N_("offre acceptée, paiement attendu")), act.language)
        for hold in resting(act, customer_id):
            cases_actions.change_hold(act, hold_id=hold.id, until_on=one.pay_by, why=why)
        _confirm(act, one)


def judged(act: Act, agreement_ids: Sequence[int]) -> None:
    """Offers that money judged: paid, the rest is given up; not paid or without an answer, the whole is due again."""
    for one in settlements_by_agreement(agreement_ids).values():
        if one.state is SettlementState.PAID:
            _close(act, one)
        if one.state in _OVER or one.state is SettlementState.PAID:
            _release(act, one)
        if one.state is SettlementState.DEFAULTED and one.waiver_id is not None:
            receivables_actions.cancel_credit_note(act, credit_note_id=one.waiver_id)


def _close(act: Act, one: Settlement) -> None:
    """What is left of the invoices it closes is given up, as a booking of its own; then paid with the order."""
    named = invoices_of_settlement(one.id)
    items = receivables_queries.open_items_of([one.customer_id], entity_id=act.entity_id)
    left = [item for item in items.get(one.customer_id, []) if item.invoice_id in named]
    if left:
        text = N_("solde du règlement convenu le {on}")
        reason = say(Reason(text, on=one.answered_on or one.judged_on or act.today), act.language)
        draft = WaiverDraft(
            customer_id=one.customer_id,
            kind=CreditKind.SETTLEMENT,
            currency=one.balance.currency,
            dues=tuple((item.due_id, item.open_minor) for item in left),
            reason=reason,
        )
        made = receivables_actions.waive(act, draft=draft)
        if not isinstance(made, Refused):
            agreements_actions.close_settlement(act, settlement_id=one.id, waiver_id=made)
    receivables_actions.set_prepaying(act, customer_id=one.customer_id, since=act.today)


def _release(act: Act, one: Settlement) -> None:
    release(act, one.customer_id, say(Reason(N_("offre terminée")), act.language))


def _confirm(act: Act, one: Settlement) -> None:
    """T21: the amount, its day, what is then given up, and what follows where it does not come."""
    known = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [one.customer_id])
    customer = known.customers[one.customer_id]
    contact, items = contact_for(customer, Channel.EMAIL), _items(known, one)
    if contact is None or not items:
        return
    drafting = Drafting.of(known.house)
    words = compose(_facts(known, contact, one, drafting))
    if isinstance(words, Refused):
        return
    to = Addressed(
        customer=customer,
        contact=contact,
        items=items,
        level="settlement_agreed",
        key=f"settled/{one.id}",
        reason=Reason(N_("Offre acceptée : la confirmer par écrit, avec montant et date")),
        thread=tuple(known.threads.get(one.customer_id, ())),
    )
    drafting.queue(act, [service_draft(drafting, words, to)])


def _items(known: Gathered, one: Settlement) -> list[OpenItem]:
    named = invoices_of_settlement(one.id)
    return [item for item in known.items.get(one.customer_id, []) if item.invoice_id in named]


def _facts(known: Gathered, contact: Contact, one: Settlement, drafting: Drafting) -> ComposeFacts:
    customer, house, items = known.customers[one.customer_id], known.house, _items(known, one)
    account = creditor_queries.account_for(house.accounts, one.balance.currency)
    return ComposeFacts(
        template=CONFIRMATION,
        language=contact.language or customer.language,
        customer=customer.name,
        sender=plain_sender(house),
        today=house.today,
        lines=[InvoiceLine(i.number, i.issued_on, i.due_on, Money(i.open_minor, i.currency)) for i in items],
        contact=contact.name,
        iban=account.iban if account else "",
        told={
            "option_a_amount": one.amount,
            "option_a_date": one.pay_by,
            "credit_amount": one.waived,
        },
        page=page_link(entity_id=house.entity.id, customer_id=customer.pk, contact=contact, now=house.now),
        register=register_of(customer),
        texts=drafting.texts,
    )
