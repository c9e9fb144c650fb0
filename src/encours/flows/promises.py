"""Promises are judged by the money that came, as far as the bank is read; moved once, or shown to be on their way."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import queries as receivables_queries
from encours.flows import holds, plan_b
from encours.flows.agreeing import letters
from encours.flows.closing import following
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.actions import FellPlan, Judged
from encours.method.agreements.rules.promise import Bank
from encours.method.agreements.rules.receipts import Came, Debts, Receipt, without_returned
from encours.method.agreements.rules.terms import PromiseTerms
from encours.method.agreements.rules.words import AgreementKind, AgreementState
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.holds import ENDS_AGREEMENTS
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.thresholds import thresholds_of


@transaction.atomic
def judge(act: Act, *, terms: PromiseTerms | None = None) -> list[int]:
    """Judges what is due and counts what broke; returns the customers whose promises changed.

    terms: those of a past day that is computed again; else those in force.
    Their cases are due for review from this very instant: whoever judged may be cut short right after.
    """
    resumed = _resume_paused(act)
    waiting = agreements_queries.awaiting_money(act.entity_id, today=act.today)
    if not waiting.customer_ids:
        plan_b.settle(act)
        return resumed
    judged = agreements_actions.judge_due(
        act,
        customer_ids=waiting.customer_ids,
        came=_came(act, waiting.customer_ids, waiting.since),
        bank=_bank(act, terms),
    )
    changed = _follow(act, judged)
    plan_b.settle(act)
    return sorted({*resumed, *changed})


def _resume_paused(act: Act) -> list[int]:
    """Customers whose pause has ended by itself: their plans run on. One statement where nothing is paused."""
    paused = agreements_queries.customers_paused(act.entity_id)
    held = cases_queries.standing_holds(paused, today=act.today) if paused else {}
    free = [x for x in paused if not any(hold.kind in ENDS_AGREEMENTS for hold in held.get(x, []))]
    for customer in free:
        holds.resume(act, customer)
    return free


@transaction.atomic
def reopen(act: Act, customer_ids: Collection[int]) -> list[int]:
    """Money of these customers may have come back: what it had kept is judged again, broken where it is missing.

    Whether a person took the payment back or a file booked it out. Source: method 2k, «payment reversed».
    """
    kept = agreements_queries.kept_among(customer_ids, since=act.today - agreements_queries.LOOK_BACK)
    if not kept:
        return []
    judged = agreements_actions.judge_due(
        act,
        customer_ids=sorted(kept),
        came=_came(act, sorted(kept), min(kept.values())),
        bank=_bank(act, None),
        returned=True,
    )
    return _follow(act, judged)


def _bank(act: Act, terms: PromiseTerms | None) -> Bank:
    entity = creditor_queries.entity(act.entity_id)
    own = terms or thresholds_of(act.entity_id, currency=entity.currency).promises
    calendar = Calendar(entity.country, entity.region)
    return Bank(receivables_queries.cash_known_to(act.entity_id), calendar, own)


def _came(act: Act, customer_ids: Collection[int], since: date) -> Came:
    """The money that came and did not go back, and what is still owed."""
    until = act.today + timedelta(days=1)
    paid_in = _receipts(receivables_queries.received_between(customer_ids, since, until))
    out = _receipts(receivables_queries.booked_out_between(customer_ids, since, until))
    kept, returned = without_returned(paid_in, out)
    back: dict[tuple[int, str], int] = defaultdict(int)
    for receipt in returned:
        back[receipt.customer_id, receipt.amount.currency] += receipt.amount.minor
    named = agreements_queries.invoices_named_by(customer_ids)
    debts = Debts(
        receivables_queries.open_in_total_of(customer_ids), receivables_queries.open_of_invoices(named), back
    )
    return Came(kept, debts)


def _receipts(rows: Mapping[tuple[int, str], list[tuple[date, int]]]) -> list[Receipt]:
    return [
        Receipt(customer, on, Money(minor, currency))
        for (customer, currency), parts in rows.items()
        for on, minor in parts
    ]


def _follow(act: Act, judged: Sequence[Judged | FellPlan]) -> list[int]:
    """Counts what broke on its case and has those cases looked at; returns whose promises changed."""
    offers = [
        j.promise.id for j in judged if isinstance(j, Judged) and j.promise.kind is AgreementKind.SETTLEMENT
    ]
    following.judged(act, offers)
    about = [(j, j.promise if isinstance(j, Judged) else j) for j in judged]
    broken = [of.case_id for j, of in about if _counts(j)]
    if broken:
        cases_actions.bump_broken(act, case_ids=broken)
    if judged:
        strategy_actions.look_again([of.case_id for _j, of in about], on=act.today)
    return sorted({of.customer_id for _j, of in about})


@transaction.atomic
def move(act: Act, *, customer_id: int, agreement_id: int, to: date, why: str) -> Refused | None:
    """The customer asks for another date before the date: once, to be accepted anew; a second time it is broken.

    Source: method 2e, «Change before the date».
    """
    moved = agreements_actions.move_promise(act, agreement_id=agreement_id, to=to, why=why)
    if moved is AgreementState.BROKEN:
        promises = agreements_queries.promises_of([customer_id]).get(customer_id, [])
        cases_actions.bump_broken(act, case_ids=[p.case_id for p in promises if p.id == agreement_id])
    elif moved is AgreementState.PROPOSED:
        letters.prepare_to_confirm(act, customer_id, agreement_id)
    refresh(act, [customer_id])
    return moved if isinstance(moved, Refused) else None


@transaction.atomic
def show_transfer(act: Act, *, customer_id: int, agreement_id: int, proof: str) -> Refused | None:
    """The customer shows that the money has left: nobody asks for it for three banking days (ruling 11)."""
    refused = agreements_actions.show_transfer(act, agreement_id=agreement_id, proof=proof)
    refresh(act, [customer_id])
    return refused


def _counts(judged: Judged | FellPlan) -> bool:
    """A promise broke now: nothing came, or it came after the date and nobody had judged it before.

    That a plan falls with an instalment that was counted is no second break.
    """
    if isinstance(judged, FellPlan):
        return judged.counts
    before = {AgreementState.BROKEN, AgreementState.PARTLY_KEPT}
    late = judged.promise.state is AgreementState.BROKEN_THEN_PAID and judged.before not in before
    return judged.promise.state is AgreementState.BROKEN or late
