"""Reads the agreements that wait for money, the nearest date first."""

from collections.abc import Collection
from datetime import date

from encours.ground.plumbing.among import Among
from encours.method.agreements.models import Agreement
from encours.method.agreements.queries import promise_from
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.promise import Promise
from encours.method.agreements.rules.words import OPEN, AgreementKind


def waiting_in(
    entity_id: int, *, until: date | None = None, customer_ids: Collection[int] | None = None, most: int
) -> list[Promise]:
    """Promises, deferrals and instalments of an entity that wait for a yes or for money; one statement.

    until: promised for that day or before. The parts of a plan that is paused are absent.
    """
    rows = Agreement.objects.filter(
        customer__entity_id=entity_id, state__in=[state.value for state in OPEN]
    ).exclude(kind=AgreementKind.PLAN.value)
    rows = rows.exclude(plan__isnull=False, plan__state=PlanState.PAUSED.value)
    if until is not None:
        rows = rows.filter(promised_for__lte=until)
    if customer_ids is not None:
        rows = rows.filter(Among("customer_id", customer_ids))
    return [promise_from(row) for row in rows.order_by("promised_for", "pk")[:most]]
