"""Limitation on screen: the invoices whose last day is near or past, one customer's, what moved it and why."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.who import Desk
from encours.flows.legal.last_days import LastDay, last_days_of, near_last_days, warning_days
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.rules.interruption import Noted
from encours.ground.law.unknown import LawUnknown
from encours.method.cases.legal_events import NotedEvent, legal_events_of
from encours.method.cases.rules.legal_events import LEGAL_EVENT_LABELS, LegalEventKind

_QUIET = frozenset({"unverified_fact", "law_known_through", "time_barred"})
"""Said once for the page, or by the line itself."""


def limitation_alert(desk: Desk) -> list[dict[str, Any]]:
    """One line of today's alerts while an invoice comes near its last day; past ones wait on the page itself."""
    near = [last for last in near_last_days(desk.act) if (last.days_left(desk.act.today) or 0) >= 0]
    if not near:
        return []
    return [{"name": _("Prescription proche"), "count": len(near), "url": reverse("desk:limitations")}]


def limitations_page(desk: Desk) -> dict[str, Any]:
    """All invoices whose last day is near, then those whose last day is past."""
    found = near_last_days(desk.act)
    today = desk.act.today
    near = [last for last in found if (last.days_left(today) or 0) >= 0]
    return {
        "days": warning_days(desk.act),
        "parts": [
            {"title": _("Bientôt"), "lines": [_line(desk, last) for last in near]},
            {"title": _("Passées"), "lines": [_line(desk, last) for last in found if last not in near]},
        ],
        "is_empty": not found,
    }


def limitation_of_customer(desk: Desk, customer: Any) -> dict[str, Any]:
    """Everything open at one customer's with its last day, and the events that count."""
    events = legal_events_of([customer.pk]).get(customer.pk, [])
    return {
        "customer": {"id": customer.pk, "name": customer.name},
        "lines": [_line(desk, last) for last in last_days_of(desk.act, customer.pk)],
        "events": [_event(desk, event) for event in events],
        "new_url": reverse("desk:legal_event_new", args=[customer.pk])
        if desk.may(Permission.RECORD)
        else None,
    }


def _line(desk: Desk, last: LastDay) -> dict[str, Any]:
    invoice = last.invoice
    return {
        "number": invoice.number,
        "url": reverse("desk:invoice", args=[invoice.invoice_id]),
        "customer": invoice.customer,
        "customer_url": reverse("desk:customer_limitation", args=[invoice.customer_id]),
        "open": invoice.open,
        "due_on": invoice.due_on,
        **_told(desk, last),
    }


def _told(desk: Desk, last: LastDay) -> dict[str, Any]:
    found = last.found
    if isinstance(found, LawUnknown):
        return {"last_on": None, "safe_on": None, "tone": "rest", "left": found.reason, "why": []}
    days = (found.last_on - desk.act.today).days
    tone = "press" if days < 0 else "today" if days <= warning_days(desk.act) else "rest"
    left = Reason(N_("encore {days} jours"), days=days) if days >= 0 else Reason(N_("délai passé"))
    start = Reason(
        N_("compté du {day}, durée {period}, selon {facts}"),
        day=found.starts_on,
        period=Reason(_period(found.period)),
        facts=", ".join(found.facts),
    )
    moved = [_moved(noted) for noted in found.interrupted_by]
    kept = [_moved(noted) for noted in found.ignored]
    said = [caution.reason for caution in found.cautions if caution.code not in _QUIET]
    return {
        "last_on": found.last_on,
        "safe_on": found.safe_on,
        "tone": tone,
        "left": left,
        "why": [start, *moved, *kept, *said],
    }


def _period(period: Any) -> str:
    """A span in words."""
    if period.years and not period.months and not period.days:
        return f"{period.years} " + (_("an") if period.years == 1 else _("ans"))
    return str(period)


def _moved(noted: Noted) -> Reason:
    kind = noted.event.kind
    label = LEGAL_EVENT_LABELS.get(LegalEventKind(kind)) if kind in set(LegalEventKind) else None
    text = N_("{kind}, le {day} : {effect}")
    return Reason(text, kind=Reason(label or kind), day=noted.event.on, effect=noted.reason)


def _event(desk: Desk, event: NotedEvent) -> dict[str, Any]:
    return {
        "what": Reason(LEGAL_EVENT_LABELS[event.kind]),
        "on": event.on,
        "until": event.until,
        "proof": event.proof,
        "undo_url": reverse("desk:legal_event_withdraw", args=[event.id])
        if desk.may(Permission.RECORD)
        else None,
    }
