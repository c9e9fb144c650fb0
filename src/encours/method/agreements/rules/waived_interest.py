"""Says where the interest stands that a plan waives while it is kept: not asked for, given up, or due again."""

from datetime import date
from enum import StrEnum

from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.plan_states import PlanState

_KEPT_SO_FAR = frozenset(
    {PlanState.ACCEPTED, PlanState.RUNNING, PlanState.INSTALMENT_MISSED, PlanState.PAUSED}
)
_FELL = frozenset({PlanState.BROKEN, PlanState.ACCELERATED})


class Standing(StrEnum):
    """What becomes of the interest of the invoices in a plan."""

    WAIVED = "waived"
    GIVEN_UP = "given_up"
    DUE_AGAIN = "due_again"


def standing_of(plan: Plan) -> Standing | None:
    """Where it stands; None where the plan waives nothing, or where nobody accepted it. Source: method 2e, 2k.

    An instalment that is missing may still be repaired: only a plan that falls makes the interest due again.
    """
    if not plan.waives_interest:
        return None
    if plan.state in _KEPT_SO_FAR:
        return Standing.WAIVED
    if plan.state is PlanState.COMPLETED:
        return Standing.GIVEN_UP
    return Standing.DUE_AGAIN if plan.state in _FELL else None


def reckoned_until(plan: Plan, *, today: date) -> date:
    """The day up to which the interest is reckoned: that on which the plan was kept to its end, else today."""
    return plan.judged_on if plan.state is PlanState.COMPLETED and plan.judged_on else today
