"""Which customers an alert means today: late, owing and untouched for more than it says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import Owing
from encours.flows.while_unchanged import while_unchanged
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import days_between, local_date
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import KeptAlert


def found_by(act: Act, alerts: Sequence[KeptAlert], *, zone: str) -> dict[int, set[int]]:
    """The customers of each alert, by its id: what is owed is read once for all of them."""
    if not alerts:
        return {}
    owing = while_unchanged(
        act.entity_id,
        "alerts_owing",
        act.today,
        lambda: _owing(act.entity_id, act.today),
    )
    found = {alert.id: _late(alert, owing, act.today) for alert in alerts}
    asked = {x for alert in alerts if alert.draft.untouched_days is not None for x in found[alert.id]}
    touched = {customer: local_date(at, zone) for customer, at in cases_queries.last_touched(asked).items()}
    return {alert.id: _untouched(alert, found[alert.id], touched, act.today) for alert in alerts}


def _owing(entity_id: int, today: date) -> list[Owing]:
    """Who owes past due, what was received and not allocated counted first."""
    free = receivables_queries.free_credits_in(entity_id)
    rows = receivables_queries.owing_customers(entity_id, due_before=today)
    net = [(o, o.overdue_minor - free.get((o.customer_id, o.currency), 0)) for o in rows]
    return [replace(o, overdue_minor=minor) for o, minor in net if minor > 0]


def _late(alert: KeptAlert, owing: Sequence[Owing], today: date) -> set[int]:
    draft = alert.draft
    return {
        o.customer_id
        for o in owing
        if (draft.late_days is None or days_between(o.oldest_due_on, today) > draft.late_days)
        and (draft.over is None or (o.currency == draft.over.currency and o.overdue_minor > draft.over.minor))
    }


def _untouched(alert: KeptAlert, ids: set[int], touched: dict[int, date], today: date) -> set[int]:
    days = alert.draft.untouched_days
    if days is None:
        return ids
    return {x for x in ids if x not in touched or days_between(touched[x], today) > days}
