"""Reads plans B: those of some cases, those that are announced."""

from collections import defaultdict
from collections.abc import Iterable

from encours.ground.plumbing.among import Among
from encours.method.agreements.models import PlanB as PlanBRow
from encours.method.agreements.rules.plan_b import Measure, PlanB, Readiness, Withdrawal

_STANDS = {"named_on__isnull": False, "executed_on__isnull": True, "withdrawn_on__isnull": True}


def plan_bs_of(customer_ids: Iterable[int]) -> dict[int, list[PlanB]]:
    """All plans B of some customers, the latest first."""
    found: dict[int, list[PlanB]] = defaultdict(list)
    rows = PlanBRow.objects.filter(Among("customer_id", customer_ids))
    for row in rows.order_by("customer_id", "-pk"):
        found[row.customer_id].append(plan_b_from(row))
    return dict(found)


def announced(entity_id: int) -> list[PlanB]:
    """The plans B of an entity that were named and are still to be carried out, the nearest first."""
    rows = PlanBRow.objects.filter(customer__entity_id=entity_id, **_STANDS).order_by("due_on", "pk")
    return [plan_b_from(row) for row in rows]


def in_force(plan_bs: Iterable[PlanB], case_id: int) -> PlanB | None:
    """The plan B of a case: the one that is announced, else the latest that still holds."""
    of_case = [
        one for one in plan_bs if one.case_id == case_id and not one.executed_on and not one.withdrawn_on
    ]
    return next((one for one in of_case if one.stands), of_case[0] if of_case else None)


def plan_b_from(row: PlanBRow) -> PlanB:
    """A row as the rules read it."""
    days = {
        Readiness.ACCOUNT: row.account_open_on,
        Readiness.QUOTE: row.quote_on,
        Readiness.EVIDENCE: row.evidence_on,
        Readiness.APPROVAL: row.approved_on,
    }
    return PlanB(
        id=row.pk,
        customer_id=row.customer_id,
        case_id=row.case_id,
        measure=Measure(row.measure),
        after_days=row.after_days,
        owner_id=row.owner_id,
        words=row.words,
        ready=frozenset(fact for fact, on in days.items() if on),
        named_on=row.named_on,
        due_on=row.due_on,
        executed_on=row.executed_on,
        withdrawn_on=row.withdrawn_on,
        withdrawal=Withdrawal(row.withdrawal) if row.withdrawal else None,
    )
