"""Plan B of a case: made ready, named once with its day, carried out; taken back only when the facts do."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.ground.wording.stages import Stage
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.queries import plan_bs as plan_b_queries
from encours.method.agreements.rules.plan_b import Naming, PlanB, Readiness, Withdrawal
from encours.method.agreements.rules.promise import Promise
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import CaseFact
from encours.method.cases.rules.contact import HoldKind
from encours.method.strategy.rules.step import Exit, Level

_OF_HOLDS = {HoldKind.INSOLVENCY: Withdrawal.INSOLVENCY, HoldKind.BEREAVEMENT: Withdrawal.BEREAVEMENT}
_NAMES = frozenset({Stage.BROKEN_PROMISE, Stage.LAST_NOTICE})


def of_case(case: CaseFact) -> PlanB | None:
    """The plan B of a case: the one that was named, else that of its latest agreement."""
    return plan_b_queries.in_force(
        plan_b_queries.plan_bs_of([case.customer_id]).get(case.customer_id, ()), case.id
    )


@transaction.atomic
def prepare(act: Act, *, customer_id: int, plan_b_id: int, ready: frozenset[Readiness]) -> None:
    """Stores which of the four facts hold: partner, quote, evidence, the owner's word; the list follows."""
    agreements_actions.prepare_plan_b(act, plan_b_id=plan_b_id, ready=ready)
    refresh(act, [customer_id])


@transaction.atomic
def execute(act: Act, *, plan_b_id: int, note: str) -> Refused | None:
    """A person carried it out."""
    return agreements_actions.execute_plan_b(act, plan_b_id=plan_b_id, note=note)


@transaction.atomic
def name(act: Act, case: CaseFact, *, due_on: date, is_formal: bool = False) -> int | Refused | None:
    """Plan B was named to the customer with its day; returns its id, None where the case has none."""
    plan_b = of_case(case)
    if plan_b is None:
        return None
    naming = Naming(case.broken_agreements, due_on, is_formal=is_formal)
    refused = agreements_actions.name_plan_b(act, plan_b_id=plan_b.id, naming=naming)
    return refused or plan_b.id


def follow_step(act: Act, case: CaseFact, level: Level, *, until: date | None) -> int | Refused | None:
    """A step that a person did: the one that names plan B dates it, the one that hands over carries it out."""
    if level.stage in _NAMES and Exit.PLAN_B_DATE in level.exits and until is not None:
        return name(act, case, due_on=until, is_formal=level.stage is Stage.LAST_NOTICE)
    if level.stage is Stage.AGENCY_HANDOFF and (plan_b := of_case(case)):
        return agreements_actions.execute_plan_b(act, plan_b_id=plan_b.id, note="")
    return None


def unfollow_step(act: Act, customer_id: int, case_id: int, *, on: date) -> None:
    """The step was noted by mistake: what it named or carried out on that day was neither."""
    for one in plan_b_queries.plan_bs_of([customer_id]).get(customer_id, ()):
        if one.case_id == case_id and on in {one.named_on, one.executed_on}:
            agreements_actions.take_back_plan_b(act, plan_b_id=one.id, on=on)


@transaction.atomic
def withdraw(act: Act, *, plan_b_id: int, because: Withdrawal | None, note: str) -> Refused | None:
    """A plan B that was named does not take place, for one of the six facts."""
    return agreements_actions.withdraw_plan_b(act, plan_b_id=plan_b_id, because=because, note=note)


def withdraw_of(act: Act, customer_id: int, because: Withdrawal) -> None:
    """A fact about a customer takes back what was named to it, where something was."""
    for plan_b in plan_b_queries.plan_bs_of([customer_id]).get(customer_id, ()):
        if plan_b.stands:
            agreements_actions.withdraw_plan_b(act, plan_b_id=plan_b.id, because=because)


def withdraw_for_hold(act: Act, customer_id: int, kind: HoldKind) -> None:
    """Insolvency and bereavement take back what was named. Source: method 2e."""
    if because := _OF_HOLDS.get(kind):
        withdraw_of(act, customer_id, because)


def settle(act: Act) -> None:
    """Takes back what was named where all is paid, or where an agreement made since has had its first payment.

    One statement when nothing was named; otherwise as many for one as for a hundred.
    """
    named = plan_b_queries.announced(act.entity_id)
    if not named:
        return
    customers = sorted({one.customer_id for one in named})
    items = receivables_queries.open_items_of(customers, entity_id=act.entity_id)
    cases = {case.id: case for found in cases_queries.open_cases_of(customers).values() for case in found}
    promises = agreements_queries.promises_of(customers)
    for one in named:
        case = cases.get(one.case_id)
        if case is None or not _is_late(items.get(one.customer_id, []), case, act.today):
            agreements_actions.withdraw_plan_b(act, plan_b_id=one.id, because=Withdrawal.PAYMENT)
        elif any(_first_paid(one, promise) for promise in promises.get(one.customer_id, [])):
            agreements_actions.withdraw_plan_b(act, plan_b_id=one.id, because=Withdrawal.AGREEMENT)


def _is_late(items: Sequence[OpenItem], case: CaseFact, today: date) -> bool:
    return any(item.currency == case.currency and item.due_on < today for item in items)


def _first_paid(named: PlanB, promise: Promise) -> bool:
    """An agreement made since plan B was named, of which a payment was made: the whole of it, or an instalment."""
    is_since = named.named_on is not None and promise.proposed_on >= named.named_on
    return is_since and promise.case_id == named.case_id and promise.state is AgreementState.KEPT
