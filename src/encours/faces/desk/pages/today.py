"""The page Today: whom to contact, why, how, in order; what leaves by itself; what is done."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.pages.agenda import agenda_parts
from encours.faces.desk.pages.agreements_due import agreement_notes
from encours.faces.desk.pages.alerts import counted_alerts
from encours.faces.desk.pages.by_hand import STEP_DONE, without_taken_back
from encours.faces.desk.pages.capacity import fit
from encours.faces.desk.pages.day_list import day_list, sections
from encours.faces.desk.pages.departure import departure, for_a_person, unread
from encours.faces.desk.pages.disputes_due import dispute_notes
from encours.faces.desk.pages.duty import duty_notes
from encours.faces.desk.pages.entries import waiting_entries
from encours.faces.desk.pages.law import law_alert
from encours.faces.desk.pages.limitations import limitation_alert
from encours.faces.desk.pages.nothing_left import nothing_left
from encours.faces.desk.pages.yearly import review_note
from encours.faces.desk.who import Desk
from encours.flows.while_unchanged import while_unchanged
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.queries import Line
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.method.cases import queries as cases_queries
from encours.method.strategy.queries import Place
from encours.method.strategy.rules.next_action import cash_needed_to

_ABOUT_CUSTOMER = "customer:"
_DONE = frozenset(
    {
        "calls.call_noted",
        "outreach.message_approved",
        "outreach.message_sent_by_hand",
        "inbox.item_read",
        STEP_DONE,
        "strategy.step_skipped",
    }
)


def today_page(desk: Desk, *, section: str = "", after: Place | None = None) -> dict[str, Any]:
    """Everything on the page but the case beside it; `section` and `after` ask for the rows that follow."""
    day = day_list(desk)
    shown = sections(day, wanted=section, after=after)
    bank, came_in, told = _bank(desk), unread(desk), _told_today(desk)
    calls = agenda_parts(desk)
    waits_for_bank = day.has_steps_ahead and not bank["is_fresh"]
    return {
        "figures": _figures(desk),
        "bank": bank,
        "capacity": fit(desk, day, shown, done=told),
        "sections": shown,
        "is_departure_last": not any(part["is_after_departure"] for part in shown),
        "entries": waiting_entries(desk),
        "alerts": [
            *limitation_alert(desk),
            *(alert for alert in counted_alerts(desk) if alert["count"]),
            *law_alert(desk),
        ],
        "duty": [*agreement_notes(desk), *dispute_notes(desk), *duty_notes(desk), *review_note(desk)],
        "unread": came_in,
        "waiting": for_a_person(desk),
        "departure": departure(desk),
        "done": _done(told),
        **calls,
        "empty": None
        if day.needs_somebody or came_in or any(calls.values())
        else nothing_left(desk, waits_for_bank=waits_for_bank),
    }


def kept_customers(desk: Desk) -> tuple[int, int]:
    """Of the customers whose case was closed in the last year, how many have ordered since (R002).

    A case closed less than 60 days ago still counts as kept: there was no time to order.
    """
    today = desk.act.today
    closed = cases_queries.closed_since(desk.entity.id, today - timedelta(days=365))
    latest = receivables_queries.last_invoiced_on(closed)
    grace = today - timedelta(days=60)
    kept = sum(1 for customer, on in closed.items() if on >= grace or latest.get(customer, date.min) > on)
    return kept, len(closed)


def _figures(desk: Desk) -> dict[str, Any]:
    today = desk.act.today
    received, (kept, of) = while_unchanged(
        desk.entity.id,
        "month",
        today,
        lambda: (
            receivables_queries.received_in_total(desk.entity.id, today.replace(day=1), today),
            kept_customers(desk),
        ),
    )
    return {
        "collected": Money(received.get(desk.entity.currency, 0), desk.entity.currency),
        "collected_url": reverse("desk:payments"),
        "kept": kept,
        "kept_of": of,
        "kept_url": reverse("desk:customers"),
    }


def _bank(desk: Desk) -> dict[str, Any]:
    known = receivables_queries.cash_known_to(desk.entity.id)
    needed = cash_needed_to(desk.act.today, desk.entity.country, desk.entity.region)
    return {
        "known_to": known,
        "is_fresh": known is not None and known >= needed,
        "may_confirm": desk.may(Permission.RECORD) and (known is None or known < desk.act.today),
    }


def _told_today(desk: Desk) -> list[Line]:
    """What the journal tells of today about customers, the latest first, but for what was taken back."""
    latest = without_taken_back(evidence_queries.latest(desk.act.chain, limit=150))
    zone, today = desk.entity.time_zone, desk.act.today
    return [
        line
        for line in latest
        if line.subject.startswith(_ABOUT_CUSTOMER) and local_date(line.recorded_at, zone) == today
    ]


def _done(told: list[Line]) -> list[dict[str, Any]]:
    """What people did today, customer by customer."""
    lines = [line for line in told if line.kind in _DONE]
    ids = [int(line.subject.removeprefix(_ABOUT_CUSTOMER)) for line in lines]
    customers = receivables_queries.customers_by_id(set(ids))
    return [
        {
            "customer_id": pk,
            "name": customers[pk].name if pk in customers else "",
            "what": line.said,
            "amount": None,
            "recall_url": None,
        }
        for pk, line in zip(ids, lines, strict=True)
    ]
