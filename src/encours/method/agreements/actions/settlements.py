"""Offers to close a file for less: approved by the owner, made, withdrawn, closed; the floor stays with the owner."""

from dataclasses import dataclass

from django.db import transaction

from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.actions.plans import PlanOffer, propose_plan
from encours.method.agreements.actions.rows import keep_invoices
from encours.method.agreements.actions.settlement_answers import end_parts_of, move
from encours.method.agreements.models import Agreement, Settlement, SettlementInvoice
from encours.method.agreements.queries.settlements import settlements_of
from encours.method.agreements.rules.plan import PlanDraft
from encours.method.agreements.rules.settlement import SettlementDraft, problem_of_settlement
from encours.method.agreements.rules.settlement_states import (
    SETTLEMENT_MOVES,
    SETTLEMENT_RUNNING,
    SettlementState,
)
from encours.method.agreements.rules.words import AgreementKind, AgreementState, PromiseSource

_NOT_NOW = Reason(N_("Cette offre n'en est plus là."))


@dataclass(frozen=True, slots=True)
class OfferMade:
    """How an offer that leaves is written down: the plan of the whole sum, the means, who it is made to."""

    plan: PlanDraft
    means: str
    person: str
    source: PromiseSource = PromiseSource.LETTER


@transaction.atomic
def approve_settlement(act: Act, *, draft: SettlementDraft, most_offers: int) -> int | Refused:
    """The owner approves an amount, its end and its floor; nothing is said to the customer yet. Returns its id.

    Source: method 2f, 2k.
    """
    before = settlements_of([draft.customer_id]).get(draft.customer_id, [])
    of_case = [one for one in before if one.case_id == draft.case_id]
    refusal = problem_of_settlement(draft, of_case, today=act.today, most_offers=most_offers)
    if refusal:
        return refusal
    row = Settlement.objects.create(
        case_id=draft.case_id,
        customer_id=draft.customer_id,
        place=1 + sum(one.state is not SettlementState.WITHDRAWN for one in of_case),
        currency=draft.balance.currency,
        balance_minor=draft.balance.minor,
        amount_minor=draft.amount.minor,
        floor_minor=draft.floor.minor,
        ends_on=draft.ends_on,
        pay_by=draft.pay_by,
        parts=draft.parts,
        parts_from_on=draft.parts_from_on,
        approved_on=act.today,
        created_at=act.at,
    )
    SettlementInvoice.objects.bulk_create(
        SettlementInvoice(settlement=row, invoice_id=invoice, amount_minor=minor)
        for invoice, minor in draft.invoices
    )
    move(act, row, SettlementState.APPROVED)
    return row.pk


@transaction.atomic
def make_offer(act: Act, *, settlement_id: int, made: OfferMade) -> Refused | None:
    """The offer left: each of its two possibilities now waits for a written yes until its end."""
    row = _one(act, settlement_id)
    if SettlementState.OFFERED not in SETTLEMENT_MOVES[SettlementState(row.state)]:
        return Refused(_NOT_NOW)
    invoices = tuple(row.invoices.order_by("pk").values_list("invoice_id", "amount_minor"))
    part = _part(act, row, made)  # first, as in the message: (A), then (B)
    keep_invoices(part, invoices)
    plan = propose_plan(
        act,
        offer=PlanOffer(
            customer_id=row.customer_id,
            case_id=row.case_id,
            draft=made.plan,
            means=made.means,
            person=made.person,
            source=made.source,
            invoices=invoices,
        ),
    )
    if isinstance(plan, Refused):
        transaction.set_rollback(True)
        return plan
    Agreement.objects.filter(pk=plan).update(answer_by=row.ends_on)
    Agreement.objects.filter(plan_id=plan).update(answer_by=row.ends_on)
    row.agreement, row.plan_id, row.offered_on = part, plan, act.today
    move(act, row, SettlementState.OFFERED)
    return None


@transaction.atomic
def withdraw_settlement(act: Act, *, settlement_id: int, why: str) -> Refused | None:
    """The owner takes back an offer that has not left yet."""
    row = _one(act, settlement_id)
    if row.state != SettlementState.APPROVED.value:
        return Refused(Reason(N_("Une offre partie tient jusqu'à sa fin.")))
    if not why.strip():
        return Refused(Reason(N_("Indiquez pourquoi.")), "why")
    move(act, row, SettlementState.WITHDRAWN, why)
    return None


@transaction.atomic
def end_settlements(act: Act, *, customer_id: int, why: str) -> list[int]:
    """Insolvency or bereavement ends the offers of a customer that run. Source: ruling 11."""
    states = [state.value for state in SETTLEMENT_RUNNING]
    rows = Settlement.objects.select_for_update().filter(customer_id=customer_id, state__in=states)
    for row in rows:
        move(act, row, SettlementState.WITHDRAWN, why)
        end_parts_of(act, row, why)
    return [row.pk for row in rows]


@transaction.atomic
def close_settlement(act: Act, *, settlement_id: int, waiver_id: int) -> None:
    """The smaller amount is there and the rest was waived."""
    row = _one(act, settlement_id)
    row.waiver_id = waiver_id
    move(act, row, SettlementState.CLOSED)


def _one(act: Act, settlement_id: int) -> Settlement:
    rows = Settlement.objects.select_for_update(of=("self",))
    return rows.get(pk=settlement_id, customer__entity_id=act.entity_id)


def _part(act: Act, row: Settlement, made: OfferMade) -> Agreement:
    return Agreement.objects.create(
        kind=AgreementKind.SETTLEMENT.value,
        case_id=row.case_id,
        customer_id=row.customer_id,
        currency=row.currency,
        amount_minor=row.amount_minor,
        promised_for=row.pay_by,
        answer_by=row.ends_on,
        means=made.means,
        person=made.person,
        source=made.source.value,
        state=AgreementState.PROPOSED.value,
        proposed_on=act.today,
        created_at=act.at,
    )
