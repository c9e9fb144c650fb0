"""The owner's month: contacts made and refused, limits passed over, complaints (R111)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.ladders import team_names
from encours.faces.desk.who import Desk
from encours.ground.kernel.clock import at
from encours.ground.kernel.months import add_months
from encours.ground.kernel.reason import N_, Reason
from encours.method.calls import queries as calls_queries
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.restraint import COMPLAINT_LABELS, RULE_LABELS
from encours.method.strategy.queries import coaching

_MONTHS_BACK = 24


def month_page(desk: Desk, wished: str) -> dict[str, Any]:
    """Everything on the page of one month; the running one unless another is wished for (`2026-03`)."""
    first = _month(wished, desk.act.today)
    last = add_months(first, 1) - timedelta(days=1)
    zone, entity_id = desk.entity.time_zone, desk.entity.id
    start, end = at(first, desk.entity.send_from.min, zone), at(last, desk.entity.send_from.min, zone)
    end += timedelta(days=1)
    refused = coaching.refusals_between(entity_id, since=first, until=last)
    passed = outreach_queries.passed_over(entity_id, since=first, until=last)
    complaints = outreach_queries.complaints(entity_id, since=first, until=last)
    names = _customers([*(x.customer_id for x in passed), *(x.customer_id for x in complaints)])
    people = team_names(desk)
    return {
        "month": first,
        "sent": outreach_queries.sent_in(entity_id, start, end),
        "calls": calls_queries.made_in(entity_id, start, end),
        "refused": sum(refused.values()),
        "rules": [
            {"rule": rule, "label": Reason(RULE_LABELS.get(rule, rule)), "times": times}
            for rule, times in sorted(refused.items(), key=lambda found: (-found[1], found[0]))
        ],
        "passed": [
            {
                "on": x.valid_on,
                "customer": names.get(x.customer_id, ""),
                "url": reverse("desk:customer", args=[x.customer_id]),
                "rules": [Reason(RULE_LABELS.get(rule, rule)) for rule in x.rules],
                "why": x.why,
                "by": people.get(x.granted_by, ""),
            }
            for x in passed
        ],
        "complaints": [
            {
                "on": x.received_on,
                "customer": names.get(x.customer_id, ""),
                "url": reverse("desk:customer", args=[x.customer_id]),
                "about": Reason(COMPLAINT_LABELS[x.about]),
                "words": x.words,
            }
            for x in complaints
        ],
        **_around(first, desk.act.today),
    }


def _month(wished: str, today: date) -> date:
    """The first day of a month written `2026-03`; of the running one where it is none, to come or long past."""
    running = today.replace(day=1)
    try:
        first = date.fromisoformat(f"{wished[:7]}-01")
    except ValueError:
        return running
    return first if add_months(running, -_MONTHS_BACK) <= first <= running else running


def _around(first: date, today: date) -> dict[str, Any]:
    before, after, running = add_months(first, -1), add_months(first, 1), today.replace(day=1)
    page = reverse("desk:restraint")
    is_oldest = before < add_months(running, -_MONTHS_BACK)
    return {
        "before_url": None if is_oldest else with_query(page, mois=before.isoformat()[:7]),
        "after_url": with_query(page, mois=after.isoformat()[:7]) if after <= running else None,
        "explained": Reason(
            N_("Un contact refusé est un contact de trop qui n'a pas eu lieu : c'est bon signe.")
        ),
    }


def _customers(ids: Iterable[int]) -> dict[int, str]:
    return {pk: row.name for pk, row in receivables_queries.customers_by_id(set(ids)).items()}
