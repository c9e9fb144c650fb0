"""The payers of the whole portfolio by type, how that has changed in a year, and whom to look at (R022)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.customers import PAGE, customer_rows, overdue_by_customer
from encours.faces.desk.who import Desk
from encours.flows.look_alikes import LookAlike, look_alikes
from encours.flows.while_unchanged import while_unchanged
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.cases import queries as cases_queries
from encours.method.insight import queries as insight_queries
from encours.method.insight.rules.debtor_type import TYPE_LABELS, DebtorType
from encours.method.insight.rules.look_alike import TRACE_LABELS
from encours.method.insight.rules.portfolio import past_quarters, quarter_of, shares
from encours.method.strategy.thresholds import thresholds_of

_ORDER = (
    DebtorType.RELIABLE,
    DebtorType.NEW,
    DebtorType.UNKNOWN,
    DebtorType.SPORADIC,
    DebtorType.STRAINED,
    DebtorType.AVOIDS,
    DebtorType.INSOLVENCY,
)
"""From those who need nothing to those who need most; also the shades of the bars."""
_MEANINGS = {
    DebtorType.RELIABLE: N_("règle à l'échéance ou dans les jours qui suivent"),
    DebtorType.NEW: N_("trop peu de factures réglées pour en juger"),
    DebtorType.UNKNOWN: N_("les faits ne suffisent pas à trancher"),
    DebtorType.SPORADIC: N_("finit par payer, après une relance ou plusieurs factures à la fois"),
    DebtorType.STRAINED: N_("payait bien, ralentit ou a parlé d'une difficulté"),
    DebtorType.AVOIDS: N_("le dirigeant l'a confirmé, sur des faits"),
    DebtorType.INSOLVENCY: N_("la créance se déclare, on ne relance plus"),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a quarter's bar."""

    percent: int
    shade: int


def payers(desk: Desk) -> dict[str, Any]:
    """Everything on the page of the whole portfolio."""
    today, entity_id = desk.act.today, desk.entity.id
    counts = _counted_types(desk)
    then = _past(desk, counts)
    overdue = overdue_by_customer(desk)
    by_type, unread = while_unchanged(entity_id, "payers", today, lambda: _by_type(desk, overdue))
    now, before = shares(counts), shares(then[-1][1]) if len(then) > 1 else {}
    return {
        "types": [
            {
                "kind": kind.value,
                "url": reverse("desk:payers_of", args=[kind.value.lower()]),
                "label": say(Reason(TYPE_LABELS[kind])),
                "meaning": say(Reason(_MEANINGS[kind])),
                "shade": shade,
                "customers": counts.get(kind, 0),
                "percent": now.get(kind, 0),
                "change": _change(now.get(kind, 0), before.get(kind, 0)) if before else None,
                "overdue": Money(by_type.get(kind, 0), desk.entity.currency),
            }
            for shade, kind in enumerate(_ORDER)
            if counts.get(kind) or before.get(kind)
        ],
        "customers": sum(counts.values()),
        "quarters": [_quarter(on, found, is_running=on == quarter_of(today)) for on, found in reversed(then)],
        "since": Reason(N_("Depuis {quarter}"), quarter=_name(then[-1][0])) if before else None,
        "unread": unread,
        "slower": _slower(desk, overdue),
        "alike": [alike_row(one) for one in look_alikes(entity_id, insight_queries.newcomers(entity_id))],
    }


def _counted_types(desk: Desk) -> dict[DebtorType, int]:
    return while_unchanged(
        desk.entity.id, "types", desk.act.today, lambda: insight_queries.counted_types(desk.entity.id)
    )


def _by_type(desk: Desk, overdue: dict[int, int]) -> tuple[dict[DebtorType, int], int]:
    """What is overdue by type, and how many customers have no type yet."""
    read = insight_queries.types_by_customer(desk.entity.id)
    unread = max(0, len(receivables_queries.buyers(desk.entity.id)) - len(read))
    return _overdue_by_type(overdue, read), unread


def payers_of(desk: Desk, kind: DebtorType, *, after: tuple[str, int] | None) -> dict[str, Any]:
    """Everything on the page of one type."""
    entity_id, counts = desk.entity.id, _counted_types(desk)
    ids = insight_queries.payers_page(entity_id, kind, after=after, limit=PAGE + 1)
    rows = receivables_queries.customers_by_id(ids[:PAGE])
    page = [rows[pk] for pk in ids[:PAGE]]
    held = cases_queries.customers_on_hold(entity_id, today=desk.act.today)
    return {
        "heading": say(Reason(TYPE_LABELS[kind])).capitalize(),
        "meaning": say(Reason(_MEANINGS[kind])).capitalize(),
        "tabs": [
            {
                "url": reverse("desk:payers_of", args=[other.value.lower()]),
                "label": say(Reason(TYPE_LABELS[other])).capitalize(),
                "count": counts.get(other, 0),
                "is_current": other is kind,
                "is_warning": False,
            }
            for other in _ORDER
            if counts.get(other) or other is kind
        ],
        "customers": customer_rows(desk, page, held),
        "next_url": _next(kind, page[-1]) if len(ids) > PAGE else None,
    }


def alike_row(one: LookAlike) -> dict[str, Any]:
    """A resemblance as a line: whom, and what is shared."""
    return {
        "id": one.customer_id,
        "name": one.name,
        "other_id": one.other_id,
        "other_name": one.other_name,
        "shared": ", ".join(say(Reason(TRACE_LABELS[trace])) for trace in one.shared),
    }


def _past(desk: Desk, counts: Mapping[DebtorType, int]) -> list[tuple[date, Mapping[DebtorType, int]]]:
    """The quarters with somebody in them, the running one first."""
    quarters = past_quarters(desk.act.today)
    kept = insight_queries.quarter_counts(desk.entity.id, quarters)
    return [(quarter_of(desk.act.today), counts), *((on, kept[on]) for on in quarters if kept.get(on))]


def _quarter(on: date, counts: Mapping[DebtorType, int], *, is_running: bool) -> dict[str, Any]:
    percents = shares(counts)
    return {
        "name": _name(on),
        "is_running": is_running,
        "customers": sum(counts.values()),
        "parts": [Stretch(percents.get(kind, 0), shade) for shade, kind in enumerate(_ORDER)],
        "title": ", ".join(
            f"{say(Reason(TYPE_LABELS[kind]))} {percents[kind]} %" for kind in _ORDER if kind in percents
        ),
    }


def _name(quarter: date) -> Reason:
    return Reason(N_("T{quarter} {year}"), quarter=(quarter.month + 2) // 3, year=str(quarter.year))


def _change(now: int, before: int) -> Reason:
    points = now - before
    sign = "+" if points > 0 else "−" if points else ""
    return Reason(N_("{sign}{points} pt"), sign=sign, points=abs(points))


def _overdue_by_type(overdue: Mapping[int, int], read: Mapping[int, DebtorType]) -> dict[DebtorType, int]:
    found: dict[DebtorType, int] = {}
    for customer, minor in overdue.items():
        if customer in read:
            found[read[customer]] = found.get(read[customer], 0) + minor
    return found


def _slower(desk: Desk, overdue: Mapping[int, int]) -> list[dict[str, Any]]:
    """Who has begun to pay later, the most first."""
    entity = desk.entity
    limits = thresholds_of(entity.id, currency=entity.currency).payer
    found = insight_queries.slower_payers(desk.entity.id, least_days=limits.slowing_days)
    rows = receivables_queries.customers_by_id(found)
    return [
        {
            "id": pk,
            "name": rows[pk].name,
            "days": days,
            "overdue": Money(overdue.get(pk, 0), desk.entity.currency),
        }
        for pk, days in found.items()
    ]


def _next(kind: DebtorType, last: Any) -> str:
    base = reverse("desk:payers_of", args=[kind.value.lower()])
    return with_query(base, nom=last.search_key, apres=last.pk)
