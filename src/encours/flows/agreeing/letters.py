"""Our letters about an agreement: a plan proposed (T14), confirmed (T15), a promise to be confirmed (T10)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.models import Contact, Customer
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.case_words import register_of
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.page_links import page_link
from encours.flows.plan_paper import paper_of
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.service_message import Addressed, service_draft
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.ground.wording.facts import Fact
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.rules.letters import About, Letter, step_key
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.promise import Promise
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.queries.by_step import by_step_keys
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import ComposeFacts, InvoiceLine, Told
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.thresholds import thresholds_now

_TEMPLATES = {Letter.PROPOSAL: "T14", Letter.CONFIRMATION: "T15", Letter.TO_CONFIRM: "T10"}
_READ_FIRST = frozenset({Letter.PROPOSAL, Letter.TO_CONFIRM})
"""A person reads what is proposed before it leaves; what was accepted in writing is confirmed at once."""
_WHY = {
    Letter.PROPOSAL: N_("Échéancier proposé, un oui écrit est attendu"),
    Letter.CONFIRMATION: N_("Échéancier accepté par écrit : nous le confirmons le jour même"),
    Letter.TO_CONFIRM: N_("Promesse notée, un oui écrit est attendu"),
}


@dataclass(frozen=True, slots=True)
class _About:
    """An agreement and what a letter about it is made from. `told`: what the letter names besides the invoices."""

    letter: Letter
    key: str
    customer: Customer
    contact: Contact
    known: Gathered
    items: Sequence[OpenItem]
    told: Mapping[str, Told] = field(default_factory=dict)
    schedule: Sequence[tuple[date, Money]] = ()


def prepare_proposal(act: Act, customer_id: int, plan_id: int) -> int | None:
    """T14 with the plan on paper, for a person to read before it leaves; None where there is nobody to write to."""
    plan = _plan(customer_id, plan_id)
    told = {"reply_by_date": _reply_by(act, plan)} if plan else {}
    return _of_plan(act, plan, Letter.PROPOSAL, told) if plan else None


def prepare_confirmation(act: Act, customer_id: int, plan_id: int) -> int | None:
    """T15 on the day of the written yes, with the plan on paper; it leaves by itself unless the entity reads first."""
    plan = _plan(customer_id, plan_id)
    if plan is None or plan.accepted_on is None:
        return None
    return _of_plan(act, plan, Letter.CONFIRMATION, {"agreement_date": plan.accepted_on})


def prepare_to_confirm(act: Act, customer_id: int, agreement_id: int) -> int | None:
    """T10: what was said, in writing, so that a word accepts it; anew when its date was moved. Source: method 2e."""
    promise = _promise(customer_id, agreement_id)
    if promise is None:
        return None
    calendar = _calendar(act)
    told: dict[str, Told] = {
        "agreement_date": promise.asked_on,
        "agreed_amount": promise.amount,
        "agreed_date": promise.promised_for,
        "method": promise.means,
        "check_date": calendar.after(calendar.next_open(promise.promised_for), 1),
    }
    about = _written_about(act, promise, About(Letter.TO_CONFIRM, promise.id, promise.promised_for))
    return _prepared(act, replace(about, told=told)) if about else None


def _of_plan(act: Act, plan: Plan, letter: Letter, told: Mapping[str, Told]) -> int | None:
    about = _written_about(act, plan, About(letter, plan.id))
    if about is None:
        return None
    about = replace(about, told=told, schedule=[(part.promised_for, part.amount) for part in plan.parts])
    return _prepared(act, about, paper=plan)


def _written_about(act: Act, made: Plan | Promise, about: About) -> _About | None:
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, [made.customer_id])
    customer = known.customers[made.customer_id]
    contact = contact_for(customer, Channel.EMAIL)
    items = _items(known, made)
    if contact is None or not items:
        return None
    return _About(about.letter, step_key(about), customer, contact, known, items)


def _items(known: Gathered, made: Plan | Promise) -> list[OpenItem]:
    """The invoices that an agreement names; without any those that are late, else all that is open."""
    currency = made.total.currency if isinstance(made, Plan) else made.amount.currency
    named = {invoice for invoice, _minor in made.invoices}
    of_currency = [i for i in known.items.get(made.customer_id, []) if i.currency == currency]
    late = [i for i in of_currency if i.due_on < known.house.today]
    return [i for i in of_currency if i.invoice_id in named] or late or of_currency


def _prepared(act: Act, about: _About, *, paper: Plan | None = None) -> int | None:
    """Puts the letter into the outbox once; made before, it is the same."""
    key = f"customer:{about.customer.pk}/{about.items[0].currency}/{about.key}"
    if made := by_step_keys(act.entity_id, [key]).get(key):
        return made[0]
    drafting = Drafting.of(about.known.house)
    words = compose(_facts(act, about, drafting))
    if isinstance(words, Refused):
        return None
    documents = (_kept_paper(act, paper, about.customer.language),) if paper else ()
    draft = service_draft(drafting, words, _addressed(about, documents))
    if about.letter in _READ_FIRST:
        draft = replace(draft, mode=Mode.TO_CONFIRM)
    drafting.queue(act, [draft])
    made = by_step_keys(act.entity_id, [key]).get(key)
    return made[0] if made else None


def _addressed(about: _About, documents: Iterable[int]) -> Addressed:
    return Addressed(
        customer=about.customer,
        contact=about.contact,
        items=about.items,
        level=about.letter.value,
        key=about.key,
        reason=Reason(_WHY[about.letter]),
        thread=tuple(about.known.threads.get(about.customer.pk, ())),
        document_ids=tuple(documents),
    )


def _facts(act: Act, about: _About, drafting: Drafting) -> ComposeFacts:
    house, customer, contact = about.known.house, about.customer, about.contact
    account = creditor_queries.account_for(house.accounts, about.items[0].currency)
    is_accepted = about.letter is Letter.CONFIRMATION
    return ComposeFacts(
        template=_TEMPLATES[about.letter],
        language=contact.language or customer.language,
        customer=customer.name,
        sender=plain_sender(house),
        today=house.today,
        lines=[
            InvoiceLine(i.number, i.issued_on, i.due_on, Money(i.open_minor, i.currency)) for i in about.items
        ],
        contact=contact.name,
        iban=account.iban if account else "",
        schedule=about.schedule,
        told=about.told,
        page=page_link(entity_id=act.entity_id, customer_id=customer.pk, contact=contact, now=act.at),
        register=register_of(customer),
        texts=drafting.texts,
        also=frozenset({Fact.WRITTEN_AGREEMENT} if is_accepted else ()),
    )


def _kept_paper(act: Act, plan: Plan, language: str) -> int:
    name = say(Reason(N_("Échéancier {on}.pdf"), on=str(act.today)), language)
    content = paper_of(act, plan.customer_id, plan)
    return documents_actions.store(
        owner=act.chain, name=name, content=content, media_type="application/pdf", at=act.at
    )


def _plan(customer_id: int, plan_id: int) -> Plan | None:
    found = agreements_queries.plans_of([customer_id]).get(customer_id, [])
    return next((plan for plan in found if plan.id == plan_id), None)


def _promise(customer_id: int, agreement_id: int) -> Promise | None:
    found = agreements_queries.promises_of([customer_id]).get(customer_id, [])
    return next((promise for promise in found if promise.id == agreement_id), None)


def _reply_by(act: Act, plan: Plan) -> date:
    """The last day for the yes: three business days, and never after the first instalment."""
    days = thresholds_now(act).promises.acceptance_days
    return min(_calendar(act).after(act.today, days), plan.parts[0].promised_for)


def _calendar(act: Act) -> Calendar:
    entity = creditor_queries.entity(act.entity_id)
    return Calendar(entity.country, entity.region, creditor_queries.closed_periods(act.entity_id))
