"""Reads what a customer may accept or look at: promises, deferrals and plans that are open, with their lines."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.money import Money
from encours.method.agreements.queries import plans_of, promises_of
from encours.method.agreements.rules.acceptance import may_be_accepted
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.plan_states import RUNNING, PlanState
from encours.method.agreements.rules.promise import Promise
from encours.method.agreements.rules.words import OPEN, AgreementKind, AgreementState


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """An agreement of one customer that waits for a yes or for money.

    `may_accept`: a written yes is awaited from the customer; `awaits_us`: our side has to agree first.
    """

    id: int
    case_id: int
    kind: AgreementKind
    state: AgreementState | PlanState
    parts: tuple[tuple[date, Money], ...]
    means: str
    invoices: tuple[tuple[int, int], ...]
    waives_interest: bool
    may_accept: bool
    awaits_us: bool
    proposed_on: date
    answer_by: date | None = None
    balance: Money | None = None


def open_offers(customer_id: int, *, today: date) -> list[OpenOffer]:
    """What waits with one customer, the earliest proposed first; what can no longer be accepted is absent."""
    promises = promises_of([customer_id]).get(customer_id, [])
    found = [_of_promise(promise) for promise in promises if promise.plan_id is None]
    found += [_of_plan(plan) for plan in plans_of([customer_id]).get(customer_id, [])]
    waiting = [one for one in found if _waits(one, today)]
    return sorted(waiting, key=lambda one: (one.proposed_on, one.id))


def _of_promise(promise: Promise) -> OpenOffer:
    return OpenOffer(
        id=promise.id,
        case_id=promise.case_id,
        kind=promise.kind,
        state=promise.state,
        parts=((promise.promised_for, promise.amount),),
        means=promise.means,
        invoices=promise.invoices,
        waives_interest=False,
        may_accept=may_be_accepted(promise.state),
        awaits_us=promise.awaits_us,
        proposed_on=promise.proposed_on,
        answer_by=promise.answer_by,
        balance=_closed_by(promise),
    )


def _closed_by(promise: Promise) -> Money | None:
    """What a settlement closes: all that is named of its invoices."""
    if promise.kind is not AgreementKind.SETTLEMENT:
        return None
    return Money(sum(minor for _invoice, minor in promise.invoices), promise.amount.currency)


def _of_plan(plan: Plan) -> OpenOffer:
    return OpenOffer(
        id=plan.id,
        case_id=plan.case_id,
        kind=AgreementKind.PLAN,
        state=plan.state,
        parts=tuple((part.promised_for, part.amount) for part in plan.parts),
        means=plan.means,
        invoices=plan.invoices,
        waives_interest=plan.waives_interest,
        may_accept=may_be_accepted(plan.state),
        awaits_us=plan.awaits_us,
        proposed_on=plan.proposed_on,
        answer_by=plan.parts[0].answer_by if plan.parts else None,
    )


def _waits(one: OpenOffer, today: date) -> bool:
    if one.may_accept:
        return min(one.parts[0][0], one.answer_by or one.parts[0][0]) >= today
    return one.state in RUNNING if isinstance(one.state, PlanState) else one.state in OPEN
