"""Judges promises by the money that came, each morning and after each import."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.actions import NewEntry
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.actions.plan_judging import FellPlan, judge_plans
from encours.method.agreements.actions.rows import entry_about
from encours.method.agreements.actions.settlement_answers import follow_judged
from encours.method.agreements.models import Agreement
from encours.method.agreements.queries import judged_with_money, named_invoices, promise_from
from encours.method.agreements.rules.promise import (
    NOTHING,
    Bank,
    Judgement,
    Promise,
    Received,
    judge,
    judge_returned,
)
from encours.method.agreements.rules.receipts import Came, share, with_debts
from encours.method.agreements.rules.words import OPEN, AgreementState

KINDS = {
    AgreementState.DUE: "agreements.promise_awaited",
    AgreementState.KEPT: "agreements.promise_kept",
    AgreementState.PARTLY_KEPT: "agreements.promise_partly_kept",
    AgreementState.BROKEN: "agreements.promise_broken",
    AgreementState.BROKEN_THEN_PAID: "agreements.promise_paid_late",
    AgreementState.UNCONFIRMED: "agreements.promise_unconfirmed",
    AgreementState.CANCELLED: "agreements.promise_cancelled",
}
"""How the journal calls each state that judging leads to."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise that came into a new state: `promise` as it is now, `before` as it was, and why."""

    promise: Promise
    before: AgreementState
    reason: Reason


@transaction.atomic
def judge_due(
    act: Act,
    *,
    customer_ids: Collection[int],
    came: Came,
    bank: Bank,
    returned: bool = False,
) -> list[Judged | FellPlan]:
    """Judges the promises and plans of some customers; returns those whose state changed.

    `customer_ids` and the first day of the receipts come from `queries.awaiting_money`. Running it
    again changes nothing. Any number of promises takes the same number of statements. A promise whose debt is
    gone is cancelled. `returned`: a payment came back, and what it had kept is judged again.
    Source: rulings 8 and 11.
    """
    rows = judged_with_money(act.entity_id, today=act.today).filter(customer_id__in=customer_ids)
    locked = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    debts = came.debts
    named = named_invoices([row.plan_id or row.pk for row in locked.values()]) if debts else {}
    promises = [promise_from(row, named.get(row.plan_id or row.pk, ())) for row in locked.values()]
    received: Mapping[int, Received] = share(
        promises, came.receipts, calendar=bank.calendar, terms=bank.terms
    )
    if debts:
        received = with_debts(promises, received, debts)
    judged: list[Judged | FellPlan] = []
    entries: list[NewEntry] = []
    for promise in promises:
        money = received.get(promise.id, NOTHING)
        judgement = judge(promise, money, bank=bank, today=act.today)
        if returned and judgement is None:
            judgement = judge_returned(promise, money, bank=bank)
        row = locked[promise.id]
        if judgement:
            _take(row, judgement, money, act)
            judged.append(Judged(promise_from(row), promise.state, judgement.reason))
            entries.append(_entry(act, row, KINDS[judgement.state], judgement.reason))
        elif promise.state in OPEN and money.on_time_minor != promise.received.minor:
            row.received_minor = money.on_time_minor
            entries.append(_entry(act, row, "agreements.part_received", _part(row)))
    changed = [locked[int(str(entry.payload["agreement"]))] for entry in entries]
    Agreement.objects.bulk_update(changed, ["state", "judged_on", "received_minor"], batch_size=500)
    evidence_actions.append_many(entries)
    plan_ids = {row.plan_id for row in locked.values() if row.plan_id is not None}
    follow_judged(act, [one.promise for one in judged if isinstance(one, Judged)])
    owed = {p.plan_id: debts.of(p) for p in promises if p.plan_id is not None} if debts else {}
    judged += judge_plans(act, plan_ids=plan_ids, bank=bank, owed=owed, returned=returned)
    return judged


def _take(row: Agreement, judgement: Judgement, came: Received, act: Act) -> None:
    row.state, row.judged_on = judgement.state.value, act.today
    row.received_minor = came.on_time_minor
    if judgement.state is AgreementState.BROKEN_THEN_PAID:
        row.received_minor += came.late_minor


def _part(row: Agreement) -> Reason:
    return Reason(
        N_("{came} reçus à ce jour sur {amount} promis"),
        came=Money(row.received_minor, row.currency),
        amount=Money(row.amount_minor, row.currency),
    )


def _entry(act: Act, row: Agreement, kind: str, reason: Reason) -> NewEntry:
    return entry_about(act, row, kind, reason, received_minor=row.received_minor)
