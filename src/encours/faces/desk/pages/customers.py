"""The list of customers: what each owes and what comes next."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.counted import Counted
from encours.books.receivables.rules.shown import CUSTOMERS_SHOWN_LABELS, CustomerSearch, CustomersShown
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.duty import Portfolios, portfolios
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows import standing_figures
from encours.flows.while_unchanged import while_unchanged
from encours.ground.kernel.business_days import Period, knows, next_business_day
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.cases import queries as cases_queries
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.queries import ListLine
from encours.method.strategy.rules.action_names import ACTION_LABELS

PAGE = 50
MOST_HELD = 500
"""So many customers are put on hold in one go."""
_ON_HOLD = State("rest", "pause", Reason(N_("en attente")))


def customers_list(desk: Desk, *, shown: str, text: str, after: tuple[str, int] | None) -> dict[str, Any]:
    """Everything on the page."""
    today, entity_id = desk.act.today, desk.entity.id
    counts = standing_figures.customers_counted(entity_id, today)
    held, whose = cases_queries.customers_on_hold(entity_id, today=today), portfolios(desk)
    counts |= {
        CustomersShown.ON_HOLD: Counted(len(held)),
        CustomersShown.MINE: receivables_queries.managed_count(entity_id, whose.mine),
        CustomersShown.UNATTENDED: receivables_queries.managed_count(entity_id, whose.unattended),
    }
    tab = _tab(shown, text, counts)
    search = _search(desk, tab, text, held=held, whose=whose)
    may_hold = desk.may(Permission.CONTACT) and tab not in {CustomersShown.ON_HOLD, CustomersShown.ARCHIVED}
    rows = receivables_queries.customers_page(search, after=after, limit=PAGE + 1)
    page = rows[:PAGE]
    return {
        "tabs": tabs(reverse("desk:customers"), CUSTOMERS_SHOWN_LABELS, tab, counts, text=text),
        "query": text,
        "total": total_overdue(desk),
        "customers": customer_rows(desk, page, held),
        "next_url": _next(tab, text, page[-1]) if len(rows) > PAGE else None,
        "may_record": desk.may(Permission.RECORD),
        "may_hold": may_hold,
        "tab": tab.value,
    }


def customers_to_hold(desk: Desk, *, ticked: Sequence[int], shown: str, text: str) -> list[Any]:
    """The customers that a list's ticks or its whole filter mean, by name, and one more than MOST_HELD when there are.

    ticked: their ids; without any, all that the filter shows.
    """
    today, entity_id = desk.act.today, desk.entity.id
    tab = CustomersShown(shown) if shown in set(CustomersShown) else CustomersShown.ALL
    search = _search(desk, tab, text, held=set(), whose=portfolios(desk))
    if ticked:
        search = CustomerSearch(
            entity_id=entity_id, today=today, shown=CustomersShown.ALL, text=text, only=set(ticked)
        )
    return receivables_queries.customers_page(search, after=None, limit=MOST_HELD + 1)


def _search(
    desk: Desk, tab: CustomersShown, text: str, *, held: set[int], whose: Portfolios
) -> CustomerSearch:
    """The customers of a tab, with what the books alone do not know: who is on hold, whose is whose."""
    managed_by = {CustomersShown.MINE: whose.mine, CustomersShown.UNATTENDED: whose.unattended}
    return CustomerSearch(
        entity_id=desk.entity.id,
        today=desk.act.today,
        shown=tab,
        text=text,
        only=held if tab is CustomersShown.ON_HOLD else None,
        managed_by=managed_by.get(tab),
    )


def overdue_by_customer(desk: Desk) -> dict[int, int]:
    """What each customer owes past due in our own currency, what was received and not allocated counted first."""
    return while_unchanged(
        desk.entity.id, "overdue_by_customer", desk.act.today, lambda: _overdue_by_customer(desk)
    )


def _overdue_by_customer(desk: Desk) -> dict[int, int]:
    currency = desk.entity.currency
    free = receivables_queries.free_credits_in(desk.entity.id)
    owing = receivables_queries.owing_customers(desk.entity.id, due_before=desk.act.today)
    return {
        o.customer_id: max(0, o.overdue_minor - free.get((o.customer_id, currency), 0))
        for o in owing
        if o.currency == currency
    }


def total_overdue(desk: Desk) -> Money | None:
    """What is past due in all in one's own currency; None when nobody is late."""
    entity, today = desk.entity, desk.act.today
    minor = while_unchanged(
        entity.id,
        "overdue",
        today,
        lambda: receivables_queries.overdue_in_total(entity.id, entity.currency, due_before=today),
    )
    return None if minor is None else Money(minor, entity.currency)


def tabs(
    base: str, labels: dict[Any, str], current: Any, counts: dict[Any, Counted], *, text: str = ""
) -> list[dict[str, Any]]:
    """The tabs of a list; those about something missing are marked, empty ones about trouble left out."""
    calm = {"all", "late", "open", "paid", "payments", "credit_notes", "free"}
    return [
        {
            "url": with_query(base, vue=member.value, q=text),
            "label": say(Reason(label)),
            "count": str(counts[member]) or None if member in counts else None,
            "is_current": member is current,
            "is_warning": member.value
            in {"without_address", "due_assumed", "without_copy", "disputed", "unattended"},
        }
        for member, label in labels.items()
        if member.value in calm or counts.get(member) or member is current
    ]


def _tab(shown: str, text: str, counts: dict[CustomersShown, Counted]) -> CustomersShown:
    if shown in set(CustomersShown):
        return CustomersShown(shown)
    return CustomersShown.LATE if counts[CustomersShown.LATE] and not text else CustomersShown.ALL


def customer_rows(desk: Desk, page: Sequence[Any], held: set[int]) -> list[dict[str, Any]]:
    """Customers as lines of a list: what comes next, what is due."""
    ids = [row.pk for row in page]
    sums = receivables_queries.sums_of(ids, desk.act.today)
    free = receivables_queries.free_credits_of(ids)
    lines = strategy_queries.work_items_among(ids)
    closed = creditor_queries.closed_periods(desk.entity.id)
    return [
        {
            "id": row.pk,
            "name": row.name,
            "detail": " · ".join(filter(None, (row.city, row.code))),
            "state": _ON_HOLD if row.pk in held else None,
            **_next_step(desk.act.today, lines.get(row.pk, []), row, closed),
            **_amounts(desk.act.today, sums.get(row.pk, []), free, row.pk),
        }
        for row in page
    ]


def _amounts(today: date, sums: Sequence[Any], free: dict[tuple[int, str], int], pk: int) -> dict[str, Any]:
    due, opened, oldest = [], [], []
    for part in sums:
        credit = free.get((pk, part.currency), 0)
        if part.overdue_minor > credit:
            due.append(Money(part.overdue_minor - credit, part.currency))
            oldest.append(part.oldest_due_on)
        if part.open_minor > credit:
            opened.append(Money(part.open_minor - credit, part.currency))
    return {"due": due, "open": opened, "age_days": days_between(min(oldest), today) if oldest else None}


def _next_step(today: date, lines: list[ListLine], customer: Any, closed: Sequence[Period]) -> dict[str, Any]:
    """What comes next and the first day open for it, ours and the customer's.

    A step that is due already goes without its date: what keeps it back is on the customer's page.
    """
    if not lines or lines[0].action not in ACTION_LABELS:
        return {"next": None, "next_on": None}
    on = lines[0].next_on
    if on is None or on <= today:
        on = None
    elif knows(customer.country, customer.region):
        on = next_business_day(on, customer.country, customer.region, closed=closed)
    return {"next": Reason(ACTION_LABELS[lines[0].action]), "next_on": on}


def _next(tab: CustomersShown, text: str, last: Any) -> str:
    return with_query(reverse("desk:customers"), vue=tab.value, q=text, nom=last.search_key, apres=last.pk)
