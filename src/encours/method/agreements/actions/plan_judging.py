"""Brings plans into the state that their parts lead to, each move with its line in the journal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.actions import NewEntry
from encours.ground.evidence.acts import Act
from encours.ground.plumbing.among import Among
from encours.method.agreements.actions.plans import end_parts
from encours.method.agreements.actions.rows import any_locked, entry_about
from encours.method.agreements.models import Agreement
from encours.method.agreements.queries import plan_from
from encours.method.agreements.rules.plan_life import PlanStep, judge_plan, judge_plan_returned
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.promise import Bank

KINDS = {
    PlanState.UNCONFIRMED: "agreements.plan_unconfirmed",
    PlanState.RUNNING: "agreements.plan_running",
    PlanState.INSTALMENT_MISSED: "agreements.instalment_missed",
    PlanState.BROKEN: "agreements.plan_broken",
    PlanState.ACCELERATED: "agreements.plan_accelerated",
    PlanState.COMPLETED: "agreements.plan_completed",
    PlanState.CANCELLED: "agreements.plan_cancelled",
}
"""How the journal calls each state that judging a plan leads to."""
_JUDGED = [
    state.value
    for state in (
        PlanState.PROPOSED,
        PlanState.ACCEPTED,
        PlanState.RUNNING,
        PlanState.INSTALMENT_MISSED,
        PlanState.COMPLETED,
    )
]


NOTHING_KNOWN: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FellPlan:
    """A plan that came into another state. `counts`: a break that none of its parts has counted."""

    customer_id: int
    case_id: int
    state: PlanState
    counts: bool = False


def judge_plans(
    act: Act,
    *,
    plan_ids: Collection[int],
    bank: Bank,
    owed: Mapping[int, int] = NOTHING_KNOWN,
    returned: bool = False,
) -> list[FellPlan]:
    """Judges the plans of parts that were just judged: two statements to read, however many plans.

    owed: what is still open of the debt of a plan, in minor units, by its id, where that is known.
    """
    if not plan_ids:
        return []
    rows = (
        any_locked(act)
        .filter(Among("pk", plan_ids), state__in=_JUDGED)
        .prefetch_related("parts")
        .order_by("pk")
    )
    moved: list[FellPlan] = []
    entries: list[NewEntry] = []
    changed: list[Agreement] = []
    for row in rows:
        plan = plan_from(row, list(row.parts.all()))
        steps = judge_plan(plan, bank=bank, today=act.today, owed_minor=owed.get(row.pk))
        if returned and not steps:
            steps = judge_plan_returned(plan)
        for step in steps:
            row.state, row.judged_on = step.state.value, act.today
            entries.append(_entry(act, row, step))
            moved.append(FellPlan(row.customer_id, row.case_id, step.state, step.counts))
        if steps:
            changed.append(row)
    Agreement.objects.bulk_update(changed, ["state", "judged_on"], batch_size=500)
    evidence_actions.append_many(entries)
    end_parts(act, [row.pk for row in changed if row.state == PlanState.ACCELERATED.value])
    return moved


def _entry(act: Act, row: Agreement, step: PlanStep) -> NewEntry:
    return entry_about(act, row, KINDS[step.state], step.reason)
