"""A payment plan from the desk: looked at before it exists, proposed with its paper and its message, ended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.models import Contact
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.case_words import register_of
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.page_links import page_link
from encours.flows.plan_paper import paper_of
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.review.refresh import refresh
from encours.flows.service_message import Addressed, service_draft
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.actions import PlanOffer
from encours.method.agreements.rules.plan import PlanDraft, PlanWish, build_plan
from encours.method.agreements.rules.plan_b import PlanBDraft
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.words import PromiseSource
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.queries.by_step import by_step_keys
from encours.method.outreach.queries.texts import library_of
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import ComposeFacts, InvoiceLine
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.thresholds import thresholds_now

TEMPLATE = "T14"
_NOTHING = Reason(N_("Choisissez au moins une facture."))
_NO_CASE = Reason(N_("Rien n'est échu chez ce client : il n'y a pas d'échéancier à faire."))


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """What the desk fills in: the plan wished for, the invoices in it, who agreed, the private plan B."""

    customer_id: int
    wish: PlanWish
    items: Sequence[OpenItem]
    means: str
    person: str
    source: PromiseSource
    fallback: PlanBDraft
    waives_interest: bool = False
    is_strained: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """A plan that was proposed, and its message where one could be prepared."""

    plan_id: int
    message_id: int | None


def looked_at(act: Act, wish: PlanWish, *, is_strained: bool = False) -> PlanDraft | Refused:
    """The plan as it would be; nothing is kept."""
    return build_plan(
        wish,
        today=act.today,
        calendar=_calendar(act),
        terms=thresholds_now(act).plans,
        is_strained=is_strained,
    )


@transaction.atomic
def propose(act: Act, asked: PlanAsked, *, by_owner: bool) -> Proposed | Refused:
    """Proposes a plan, keeps its paper and prepares the message that asks for the written yes.

    What goes beyond the terms waits for the owner, unless the owner proposes it.
    """
    draft = looked_at(act, asked.wish, is_strained=asked.is_strained)
    if isinstance(draft, Refused):
        return draft
    if not asked.items:
        return Refused(_NOTHING, "invoices")
    cases = cases_queries.open_cases_of([asked.customer_id]).get(asked.customer_id, [])
    case = next((one for one in cases if one.currency == asked.wish.balance.currency), None)
    if case is None:
        return Refused(_NO_CASE)
    made = agreements_actions.propose_plan(act, offer=_offer(asked, case.id, draft, by_owner=by_owner))
    if isinstance(made, Refused):
        return made
    waits = bool(draft.owner) and not by_owner
    message = None if waits else _message(act, asked.customer_id, made)
    refresh(act, [asked.customer_id])
    return Proposed(made, message)


@transaction.atomic
def approve(act: Act, *, customer_id: int, plan_id: int) -> Refused | None:
    """The owner agrees: the message that asks for the written yes is prepared."""
    refused = agreements_actions.approve(act, agreement_id=plan_id)
    if refused is None:
        _message(act, customer_id, plan_id)
    refresh(act, [customer_id])
    return refused


@transaction.atomic
def cancel(act: Act, *, customer_id: int, plan_id: int, why: str) -> Refused | None:
    """A plan does not stand any more: what waits in it is not expected, and the ladder goes on."""
    refused = agreements_actions.cancel_plan(act, plan_id=plan_id, why=why)
    refresh(act, [customer_id])
    return refused


def plan_of(act: Act, customer_id: int, plan_id: int) -> Plan | None:
    """One plan of a customer."""
    found = agreements_queries.plans_of([customer_id]).get(customer_id, [])
    return next((plan for plan in found if plan.id == plan_id), None)


def _offer(asked: PlanAsked, case_id: int, draft: PlanDraft, *, by_owner: bool) -> PlanOffer:
    return PlanOffer(
        customer_id=asked.customer_id,
        case_id=case_id,
        draft=draft,
        means=asked.means,
        person=asked.person,
        source=asked.source,
        invoices=_by_invoice(asked.items),
        fallback=asked.fallback,
        waives_interest=asked.waives_interest,
        awaits_us=bool(draft.owner) and not by_owner,
    )


def _by_invoice(items: Sequence[OpenItem]) -> tuple[tuple[int, int], ...]:
    found: dict[int, int] = {}
    for item in items:
        found[item.invoice_id] = found.get(item.invoice_id, 0) + item.open_minor
    return tuple(found.items())


def _message(act: Act, customer_id: int, plan_id: int) -> int | None:
    """T14 with the plan on paper, for a person to read before it leaves; None where there is nobody to write to."""
    plan = plan_of(act, customer_id, plan_id)
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, [customer_id])
    contact = contact_for(known.customers[customer_id], Channel.EMAIL)
    if plan is None or contact is None:
        return None
    drafting, items = Drafting.of(house), _items(known, plan)
    words = compose(_facts(act, plan, known, contact, items=items))
    if isinstance(words, Refused):
        return None
    to = Addressed(
        customer=known.customers[customer_id],
        contact=contact,
        items=items,
        level="plan_proposal",
        key=f"plan/{plan_id}",
        reason=Reason(N_("Échéancier proposé, un oui écrit est attendu")),
        thread=tuple(known.threads.get(customer_id, ())),
        document_ids=(_kept_paper(act, plan, known.customers[customer_id].language),),
    )
    draft = replace(service_draft(drafting, words, to), mode=Mode.TO_CONFIRM)
    drafting.queue(act, [draft])
    made = by_step_keys(act.entity_id, [draft.step_key]).get(draft.step_key)
    return made[0] if made else None


def _items(known: Gathered, plan: Plan) -> list[OpenItem]:
    named = {invoice for invoice, _minor in plan.invoices}
    of_currency = [i for i in known.items.get(plan.customer_id, []) if i.currency == plan.total.currency]
    return [i for i in of_currency if i.invoice_id in named] or of_currency


def _facts(act: Act, plan: Plan, known: Gathered, contact: Contact, *, items: list[OpenItem]) -> ComposeFacts:
    house, customer = known.house, known.customers[plan.customer_id]
    account = creditor_queries.account_for(house.accounts, plan.total.currency)
    return ComposeFacts(
        template=TEMPLATE,
        language=contact.language or customer.language,
        customer=customer.name,
        sender=plain_sender(house),
        today=house.today,
        lines=[InvoiceLine(i.number, i.issued_on, i.due_on, Money(i.open_minor, i.currency)) for i in items],
        contact=contact.name,
        iban=account.iban if account else "",
        schedule=[(part.promised_for, part.amount) for part in plan.parts],
        told={"reply_by_date": _reply_by(act, plan)},
        page=page_link(entity_id=act.entity_id, customer_id=plan.customer_id, contact=contact, now=act.at),
        register=register_of(customer),
        texts=library_of(act.entity_id),
    )


def _kept_paper(act: Act, plan: Plan, language: str) -> int:
    name = say(Reason(N_("Échéancier {on}.pdf"), on=str(act.today)), language)
    content = paper_of(act, plan.customer_id, plan)
    return documents_actions.store(
        owner=act.chain, name=name, content=content, media_type="application/pdf", at=act.at
    )


def _reply_by(act: Act, plan: Plan) -> date:
    """The last day for the yes: three business days, and never after the first instalment."""
    days = thresholds_now(act).promises.acceptance_days
    return min(_calendar(act).after(act.today, days), plan.parts[0].promised_for)


def _calendar(act: Act) -> Calendar:
    entity = creditor_queries.entity(act.entity_id)
    return Calendar(entity.country, entity.region, creditor_queries.closed_periods(act.entity_id))
