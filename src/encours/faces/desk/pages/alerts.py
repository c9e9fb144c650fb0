"""Alerts on screen: each with its count, and the customers that it means."""

from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.shown import CustomerSearch, CustomersShown
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.customers import PAGE, customer_rows
from encours.faces.desk.who import Desk
from encours.flows.alerts import found_by
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import KeptAlert
from encours.method.cases.rules.alert import told


def alert_of(desk: Desk, alert_id: int) -> KeptAlert | None:
    """An alert that the person sees."""
    return next((a for a in cases_queries.alerts_of(desk.entity.id, desk.actor) if a.id == alert_id), None)


def may_change(desk: Desk, alert: KeptAlert) -> bool:
    """Whether the person may change an alert: their own, or, for who decides, everybody's."""
    return alert.actor == desk.actor or desk.may(Permission.DECIDE)


def counted_alerts(desk: Desk) -> list[dict[str, Any]]:
    """The alerts that the person sees, with how many customers each means today."""
    alerts = cases_queries.alerts_of(desk.entity.id, desk.actor)
    found = found_by(desk.act, alerts, zone=desk.entity.time_zone)
    return [
        {
            "name": alert.draft.name,
            "conditions": told(alert.draft),
            "is_shared": alert.draft.is_shared,
            "count": len(found[alert.id]),
            "url": reverse("desk:customer_alert", args=[alert.id]),
        }
        for alert in alerts
    ]


def alert_page(desk: Desk, alert: KeptAlert, *, after: tuple[str, int] | None) -> dict[str, Any]:
    """The customers that an alert means, by name."""
    today, entity_id = desk.act.today, desk.entity.id
    only = found_by(desk.act, [alert], zone=desk.entity.time_zone)[alert.id]
    search = CustomerSearch(entity_id=entity_id, today=today, shown=CustomersShown.ALL, only=only)
    rows = receivables_queries.customers_page(search, after=after, limit=PAGE + 1)
    held = cases_queries.customers_on_hold(entity_id, today=today)
    here, last = reverse("desk:customer_alert", args=[alert.id]), rows[:PAGE][-1] if rows else None
    return {
        "heading": alert.draft.name,
        "conditions": told(alert.draft),
        "count": len(only),
        "customers": customer_rows(desk, rows[:PAGE], held),
        "next_url": with_query(here, nom=last.search_key, apres=last.pk)
        if last is not None and len(rows) > PAGE
        else None,
        "change_url": reverse("desk:customer_alert_change", args=[alert.id])
        if may_change(desk, alert)
        else None,
        "remove_url": reverse("desk:customer_alert_remove", args=[alert.id]),
    }
