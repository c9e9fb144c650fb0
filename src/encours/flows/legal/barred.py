"""Which open due dates may no longer be asked for: by the law of each customer, counted from the due date."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from encours.books.creditor.queries import Entity
from encours.books.receivables.models import Customer
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.legal.in_force import law_in_force
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library
from encours.ground.law.reading import shipped
from encours.ground.law.rules.interruption import LegalEvent
from encours.ground.law.rules.limitation import Limitation, LimitationAsked, limitation
from encours.ground.law.rules.limitation_reach import oldest_in_reach
from encours.ground.law.unknown import LawUnknown
from encours.method.cases.legal_events import NotedEvent, legal_events_of

PartPaid = Mapping[int, Sequence[tuple[date, int]]]


def barred_dues(
    entity: Entity,
    today: date,
    customers: Mapping[int, Customer],
    items: Mapping[int, Sequence[OpenItem]],
    part_paid: PartPaid,
) -> frozenset[int]:
    """The due dates whose last day to sue is past. Nothing is asked of the database unless one is old enough."""
    old = [
        item
        for customer_id, found in items.items()
        for item in _old(customers[customer_id], found, entity, today)
    ]
    if not old:
        return frozenset()
    law, noted = law_in_force(entity.id), legal_events_of({item.customer_id for item in old})
    return frozenset(
        item.due_id
        for item in old
        if _is_over(
            _asked(item, customers[item.customer_id], law, entity.sector, today),
            [*_paid(item, part_paid), *_events(item, noted)],
            law,
        )
    )


def _old(customer: Customer, items: Sequence[OpenItem], entity: Entity, today: date) -> Iterator[OpenItem]:
    oldest = _oldest(
        customer.jurisdiction or customer.country, customer.region, customer.kind, entity.sector, today
    )
    if oldest is not None:
        yield from (item for item in items if item.due_on <= oldest)


@lru_cache(maxsize=256)
def _oldest(country: str, region: str, kind: str, sector: str, today: date) -> date | None:
    try:
        pack = shipped().of_country(country, region)
    except LawUnknown:
        return None
    return oldest_in_reach(pack, Debtor(kind), sector=sector, region="", by=today)


def _asked(item: OpenItem, customer: Customer, law: Library, sector: str, today: date) -> LimitationAsked:
    """Counted from the due date, the latest of the days that may be right: nobody is let off too early."""
    return LimitationAsked(
        jurisdiction=law.of_country(customer.jurisdiction or customer.country, customer.region).code,
        debtor=Debtor(customer.kind),
        sector=sector,
        dates={"due": item.due_on},
        as_of=today,
    )


def _is_over(asked: LimitationAsked, events: list[LegalEvent], law: Library) -> bool:
    found = limitation(replace(asked, events=tuple(events)), law)
    return isinstance(found, Limitation) and asked.as_of is not None and asked.as_of > found.last_on


def _paid(item: OpenItem, part_paid: PartPaid) -> Iterator[LegalEvent]:
    yield from (LegalEvent("part_payment", on) for on, _minor in part_paid.get(item.due_id, ()))


def _events(item: OpenItem, noted: Mapping[int, Sequence[NotedEvent]]) -> Iterator[LegalEvent]:
    for event in noted.get(item.customer_id, ()):
        if event.invoice_id in (None, item.invoice_id):
            yield LegalEvent(event.kind.value, event.on, event.until)
