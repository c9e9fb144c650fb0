"""An offer to close a file for less, from the owner's decision to the moment it leaves."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.models import Contact
from encours.flows.case_words import register_of
from encours.flows.closing.advising import Closing, closing_of
from encours.flows.concessions import problem_of_concession
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.page_links import page_link
from encours.flows.review.facts_of import contact_for
from encours.flows.review.refresh import refresh
from encours.flows.service_message import Addressed, service_draft
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements.queries.settlements import settlements_of
from encours.method.agreements.rules.plan import PlanDraft, PlanWish, build_plan
from encours.method.agreements.rules.settlement import Settlement, SettlementDraft
from encours.method.agreements.rules.words import PromiseSource
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import StandingHold
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import Channel, HoldKind
from encours.method.cases.rules.holds import HoldDraft
from encours.method.outreach.queries.by_step import by_step_keys
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import ComposeFacts, InvoiceLine, Told
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.rules.settlement.advisor import SettlementAdvice
from encours.method.strategy.thresholds import thresholds_now

TEMPLATE = "T20"
_KEY = "settlement/"
_TRANSFER = N_("virement")
_NOTHING = Reason(N_("Rien n'est échu chez ce client : il n'y a rien à solder."))


@dataclass(frozen=True, slots=True)
class OfferWish:
    """What the owner fills in: the smaller amount and its days, the other possibility, an ending relationship."""

    amount: Money
    ends_on: date
    pay_by: date
    parts: int
    parts_from_on: date
    is_ending: bool = False


@dataclass(frozen=True, slots=True)
class Approved:
    """An offer that was decided, and its message where one could be prepared."""

    settlement_id: int
    message_id: int | None


@transaction.atomic
def approve(act: Act, *, customer_id: int, wish: OfferWish) -> Approved | Refused:
    """The owner decides an offer: its floor is kept, its message prepared, everything else rests until its end.

    Refused where the method allows none, under the floor, or on the day of a difficult exchange.
    """
    found = closing_of(act, customer_id, currency=wish.amount.currency, is_ending=wish.is_ending)
    if found is None or found.advised is None or found.assessment.case is None:
        return Refused(_NOTHING)
    if refused := problem_of_concession(act, customer_id) or _not_allowed(found):
        return refused
    plan = _plan(act, found.balance, wish.parts_from_on, wish.parts)
    if isinstance(plan, Refused):
        return plan
    made = agreements_actions.approve_settlement(
        act, draft=_draft(found, wish), most_offers=thresholds_now(act).closing.most_offers
    )
    if isinstance(made, Refused):
        return made
    reason = say(Reason(N_("offre pour solde")), act.language)
    cases_actions.place_hold(act, draft=HoldDraft(customer_id, HoldKind.SETTLEMENT, reason, wish.ends_on))
    message = _message(act, found, made)
    refresh(act, [customer_id])
    return Approved(made, message)


@transaction.atomic
def leaves(act: Act, *, customer_id: int, settlement_id: int) -> Refused | None:
    """The offer left by hand (letter, meeting): its two possibilities wait for a written yes."""
    refused = _make(act, customer_id, settlement_id, PromiseSource.LETTER)
    refresh(act, [customer_id])
    return refused


def offer_left(act: Act, customer_id: int, step_key: str) -> None:
    """The message of an offer left; any other message is none of this business."""
    _before, mark, number = step_key.rpartition(_KEY)
    if mark and number.isdigit():
        _make(act, customer_id, int(number), PromiseSource.EMAIL)


@transaction.atomic
def withdraw(act: Act, *, customer_id: int, settlement_id: int, why: str) -> Refused | None:
    """The owner takes back an offer that has not left; the ladder goes on."""
    refused = agreements_actions.withdraw_settlement(act, settlement_id=settlement_id, why=why)
    if refused is None:
        release(act, customer_id, why)
    refresh(act, [customer_id])
    return refused


def release(act: Act, customer_id: int, why: str) -> None:
    """What kept everything else away during an offer is lifted."""
    cases_actions.release_holds(act, hold_ids=[hold.id for hold in resting(act, customer_id)], why=why)


def resting(act: Act, customer_id: int) -> list[StandingHold]:
    """The holds that an offer placed on a customer and that stand."""
    standing = cases_queries.standing_holds([customer_id], today=act.today).get(customer_id, [])
    return [hold for hold in standing if hold.kind is HoldKind.SETTLEMENT]


def offer_of(customer_id: int, settlement_id: int) -> Settlement | None:
    """One offer of a customer."""
    found = settlements_of([customer_id]).get(customer_id, [])
    return next((one for one in found if one.id == settlement_id), None)


def _not_allowed(found: Closing) -> Refused | None:
    assert found.advised is not None
    if found.advised.advice is SettlementAdvice.NOT_ALLOWED:
        return Refused(found.advised.reasons[0])
    return None


def _draft(found: Closing, wish: OfferWish) -> SettlementDraft:
    assert found.advised is not None
    assert found.assessment.case is not None
    named: dict[int, int] = {}
    for item in found.items:
        named[item.invoice_id] = named.get(item.invoice_id, 0) + item.open_minor
    return SettlementDraft(
        customer_id=found.file.customer.pk,
        case_id=found.assessment.case.id,
        balance=found.balance,
        amount=wish.amount,
        floor=found.advised.floor,
        ends_on=wish.ends_on,
        pay_by=wish.pay_by,
        parts=wish.parts,
        parts_from_on=wish.parts_from_on,
        invoices=tuple(named.items()),
    )


def _plan(act: Act, balance: Money, first_on: date, parts: int) -> PlanDraft | Refused:
    entity = creditor_queries.entity(act.entity_id)
    calendar = Calendar(entity.country, entity.region, creditor_queries.closed_periods(act.entity_id))
    wish = PlanWish(balance, first_on, parts)
    return build_plan(wish, today=act.today, calendar=calendar, terms=thresholds_now(act).plans)


def _make(act: Act, customer_id: int, settlement_id: int, source: PromiseSource) -> Refused | None:
    one = offer_of(customer_id, settlement_id)
    if one is None:
        return None
    found = closing_of(act, customer_id, currency=one.balance.currency)
    plan = _plan(act, one.balance, one.parts_from_on, one.parts)
    if isinstance(plan, Refused) or found is None:
        return plan if isinstance(plan, Refused) else None
    customer = found.file.customer
    means = say(Reason(_TRANSFER), customer.language)
    made = agreements_actions.OfferMade(plan, means, customer.name, source)
    return agreements_actions.make_offer(act, settlement_id=settlement_id, made=made)


def _message(act: Act, found: Closing, settlement_id: int) -> int | None:
    """T20 for the owner to read before it leaves; None where there is nobody to write to."""
    customer, house = found.file.customer, found.file.known.house
    contact, one = contact_for(customer, Channel.EMAIL), offer_of(customer.pk, settlement_id)
    if contact is None or one is None:
        return None
    drafting = Drafting.of(house)
    words = compose(_facts(act, found, contact, one, drafting))
    if isinstance(words, Refused):
        return None
    to = Addressed(
        customer=customer,
        contact=contact,
        items=found.items,
        level="settlement_offer",
        key=f"{_KEY}{settlement_id}",
        reason=Reason(N_("Offre pour clore le dossier, décidée par le dirigeant")),
        thread=tuple(found.file.known.threads.get(customer.pk, ())),
    )
    draft = replace(service_draft(drafting, words, to), mode=Mode.TO_CONFIRM)
    drafting.queue(act, [draft])
    made = by_step_keys(act.entity_id, [draft.step_key]).get(draft.step_key)
    return made[0] if made else None


def _facts(act: Act, found: Closing, contact: Contact, one: Settlement, drafting: Drafting) -> ComposeFacts:
    customer, house = found.file.customer, found.file.known.house
    account = creditor_queries.account_for(house.accounts, one.balance.currency)
    told: dict[str, Told] = {
        "option_a_amount": one.amount,
        "option_a_date": one.pay_by,
        "option_b_n": one.parts,
        "option_b_start_date": one.parts_from_on,
        "offer_expiry_date": one.ends_on,
    }
    return ComposeFacts(
        template=TEMPLATE,
        language=contact.language or customer.language,
        customer=customer.name,
        sender=plain_sender(house),
        today=house.today,
        lines=[
            InvoiceLine(i.number, i.issued_on, i.due_on, Money(i.open_minor, i.currency)) for i in found.items
        ],
        contact=contact.name,
        iban=account.iban if account else "",
        told=told,
        page=page_link(entity_id=act.entity_id, customer_id=customer.pk, contact=contact, now=act.at),
        register=register_of(customer),
        texts=drafting.texts,
    )
