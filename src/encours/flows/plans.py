"""A payment plan from the desk: looked at before it exists, proposed with its paper and its message, ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.agreeing import letters
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.actions import PlanOffer
from encours.method.agreements.rules.plan import PlanDraft, PlanWish, build_plan
from encours.method.agreements.rules.plan_b import PlanBDraft
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.words import PromiseSource
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.calendar import Calendar
from encours.method.strategy.thresholds import thresholds_now

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
    offer = _offered(act, asked, by_owner=by_owner)
    made = offer if isinstance(offer, Refused) else agreements_actions.propose_plan(act, offer=offer)
    return made if isinstance(made, Refused) else _told(act, asked, made)


@transaction.atomic
def renegotiate(act: Act, asked: PlanAsked, *, plan_id: int, why: str, by_owner: bool) -> Proposed | Refused:
    """Another plan in place of one that runs, once: the old one ends, the new one is proposed to be accepted anew.

    Source: method 2k, «renegotiated».
    """
    offer = _offered(act, asked, by_owner=by_owner)
    if isinstance(offer, Refused):
        return offer
    made = agreements_actions.renegotiate_plan(act, plan_id=plan_id, offer=offer, why=why)
    return made if isinstance(made, Refused) else _told(act, asked, made)


def _told(act: Act, asked: PlanAsked, made: int) -> Proposed:
    plan = plan_of(act, asked.customer_id, made)
    message = (
        None if plan is None or plan.awaits_us else letters.prepare_proposal(act, asked.customer_id, made)
    )
    refresh(act, [asked.customer_id])
    return Proposed(made, message)


@transaction.atomic
def approve(act: Act, *, customer_id: int, plan_id: int) -> Refused | None:
    """The owner agrees: the message that asks for the written yes is prepared."""
    refused = agreements_actions.approve(act, agreement_id=plan_id)
    if refused is None:
        letters.prepare_proposal(act, customer_id, plan_id)
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


def _offered(act: Act, asked: PlanAsked, *, by_owner: bool) -> PlanOffer | Refused:
    draft = looked_at(act, asked.wish, is_strained=asked.is_strained)
    if isinstance(draft, Refused):
        return draft
    if not asked.items:
        return Refused(_NOTHING, "invoices")
    cases = cases_queries.open_cases_of([asked.customer_id]).get(asked.customer_id, [])
    case = next((one for one in cases if one.currency == asked.wish.balance.currency), None)
    return Refused(_NO_CASE) if case is None else _offer(asked, case.id, draft, by_owner=by_owner)


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


def _calendar(act: Act) -> Calendar:
    entity = creditor_queries.entity(act.entity_id)
    return Calendar(entity.country, entity.region, creditor_queries.closed_periods(act.entity_id))
