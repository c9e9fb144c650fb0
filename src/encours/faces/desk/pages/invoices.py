"""The list of invoices with the aged balance; every figure opens its own list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.aging import AGING_BUCKET_LABELS, AgedBalance, AgingBucket
from encours.books.receivables.rules.counted import Counted
from encours.books.receivables.rules.shown import INVOICES_SHOWN_LABELS, InvoiceSearch, InvoicesShown
from encours.faces.desk.addresses import place_in, with_query
from encours.faces.desk.pages.customers import tabs
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows import standing_figures
from encours.flows.while_unchanged import while_unchanged
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money, total
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.disputes import queries as disputes_queries

PAGE = 50
_SHADES = dict(zip(AgingBucket, (0, 1, 3, 4, 6), strict=True))


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of an aged balance, with its list."""

    label: str
    amount: Money
    share: Decimal
    shade: int
    url: str
    is_current: bool


def invoices_list(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the page; `asked` is the query of the address."""
    today, entity_id = desk.act.today, desk.entity.id
    contested = disputes_queries.contested_in(entity_id, today=today)
    counts = standing_figures.invoices_counted(entity_id, today)
    counts[InvoicesShown.DISPUTED] = Counted(len(contested))
    search = _search(desk, asked, counts, contested)
    rows = receivables_queries.dues_page(search, after=place_in(asked, "apres"), limit=PAGE + 1)
    page = rows[:PAGE]
    base = reverse("desk:invoices")
    return {
        "balances": _balances(desk, contested, search),
        "tabs": tabs(base, INVOICES_SHOWN_LABELS, search.shown, counts, text=search.text),
        "query": search.text,
        "invoices": [_row(row, today, contested) for row in page],
        "next_url": _next(search, page[-1]) if len(rows) > PAGE else None,
        "may_record": desk.may(Permission.RECORD),
    }


def due_state(due: Any, today: date, contested_minor: int) -> State:
    """What is the matter with one due date, in a word."""
    if due.invoice.cancelled_at:
        return State("rest", "ban", Reason(N_("annulée")))
    if not due.open_minor:
        return State("kept", "check", Reason(N_("réglée")))
    if contested_minor >= due.open_minor:
        return State("today", "message-circle-question-mark", Reason(N_("contestée")))
    if contested_minor:
        return State("today", "message-circle-question-mark", Reason(N_("contestée en partie")))
    if due.due_on < today:
        return State("late", "clock-alert", Reason(N_("échue")))
    if due.open_minor < due.amount_minor:
        return State("rest", "circle-dashed", Reason(N_("réglée en partie")))
    return State("rest", "circle-dashed", Reason(N_("non échue")))


def _search(
    desk: Desk, asked: Mapping[str, str], counts: dict[InvoicesShown, Counted], contested: dict[int, Money]
) -> InvoiceSearch:
    text = asked.get("q", "").strip()[:60]
    wished, bucket = asked.get("vue", ""), asked.get("tranche", "")
    usual = InvoicesShown.LATE if counts[InvoicesShown.LATE] and not text else InvoicesShown.OPEN
    shown = InvoicesShown(wished) if wished in set(InvoicesShown) else usual
    return InvoiceSearch(
        entity_id=desk.entity.id,
        today=desk.act.today,
        shown=shown,
        text=text,
        currency=asked.get("devise", "")[:3],
        bucket=AgingBucket(bucket) if bucket in set(AgingBucket) else None,
        only=contested if shown is InvoicesShown.DISPUTED else None,
    )


def _balances(desk: Desk, contested: dict[int, Money], search: InvoiceSearch) -> list[dict[str, Any]]:
    found = []
    today, entity_id = desk.act.today, desk.entity.id
    for aged in while_unchanged(
        entity_id, "aged_balance", today, lambda: receivables_queries.aged_balance(entity_id, today)
    ):
        currency = aged.currency
        at_rest = total([m for m in contested.values() if m.currency == currency], currency)
        late = sum(minor for bucket, minor in aged.minor.items() if bucket is not AgingBucket.NOT_DUE)
        free = Money(aged.unallocated_minor, currency)
        found.append(
            {
                "currency": currency,
                "total": Money(sum(aged.minor.values()), currency),
                "overdue": Money(late, currency),
                "aged": _aged(aged, search),
                "unallocated": free or None,
                "unallocated_url": with_query(reverse("desk:payments"), vue="free"),
                "disputed": at_rest or None,
                "disputed_url": with_query(reverse("desk:invoices"), vue="disputed"),
            }
        )
    return sorted(found, key=lambda b: b["currency"] != desk.entity.currency)


def _aged(aged: AgedBalance, search: InvoiceSearch) -> dict[str, Any]:
    whole = sum(aged.minor.values()) or 1
    parts = [
        Part(
            label=say(Reason(AGING_BUCKET_LABELS[bucket])),
            amount=Money(minor, aged.currency),
            share=Decimal(minor) / whole,
            shade=_SHADES[bucket],
            url=with_query(reverse("desk:invoices"), vue="open", tranche=bucket.value, devise=aged.currency),
            is_current=bucket is search.bucket and aged.currency == search.currency,
        )
        for bucket, minor in aged.minor.items()
    ]
    words = [Reason(N_("{label} : {amount}"), label=p.label, amount=p.amount) for p in parts if p.amount]
    return {"title": say(Reason(N_("Balance âgée, {parts}"), parts=words)), "parts": parts}


def _row(due: Any, today: date, contested: dict[int, Money]) -> dict[str, Any]:
    at_rest = contested.get(due.invoice_id)
    is_late = bool(due.open_minor) and due.due_on < today
    return {
        "id": due.invoice_id,
        "number": due.invoice.number,
        "customer_id": due.customer_id,
        "customer": due.customer.name,
        "issued_on": due.invoice.issued_on,
        "due_on": due.due_on,
        "age_days": days_between(due.due_on, today) if is_late else None,
        "amount": Money(due.amount_minor, due.currency),
        "open": Money(due.open_minor, due.currency),
        "state": due_state(due, today, at_rest.minor if at_rest else 0),
        "has_document": due.invoice.document_id is not None,
    }


def _next(search: InvoiceSearch, last: Any) -> str:
    return with_query(
        reverse("desk:invoices"),
        vue=search.shown.value,
        q=search.text,
        devise=search.currency,
        tranche=search.bucket.value if search.bucket else "",
        jour=last.due_on.isoformat(),
        apres=last.pk,
    )
