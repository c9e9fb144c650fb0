"""The last day to sue for each open invoice, by the law of its customer; and those whose day is near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.queries.aged import (
    AgedInvoice,
    LawOf,
    aged_invoices,
    laws_of_debtors,
    open_invoices_of,
    part_payments_on,
)
from encours.flows.legal.in_force import law_in_force
from encours.flows.while_unchanged import while_unchanged
from encours.ground.evidence.acts import Act
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library, Pack
from encours.ground.law.rules.interruption import LegalEvent
from encours.ground.law.rules.limitation import Limitation, LimitationAsked, limitation
from encours.ground.law.rules.limitation_reach import oldest_in_reach
from encours.ground.law.unknown import LawUnknown
from encours.method.cases.legal_events import NotedEvent, legal_events_of
from encours.method.strategy.thresholds import thresholds_of

PART_PAYMENT = "part_payment"


@dataclass(frozen=True, slots=True)
class LastDay:
    """An open invoice and its limitation, or what of the law is not known."""

    invoice: AgedInvoice
    found: Limitation | LawUnknown

    def days_left(self, today: date) -> int | None:
        """Days to the last one, less than nothing when it is past; None where it is not known."""
        return (self.found.last_on - today).days if isinstance(self.found, Limitation) else None


def last_days_of(act: Act, customer_id: int) -> list[LastDay]:
    """The limitation of everything open at one customer's, the first to end first."""
    return _answered(act, open_invoices_of([customer_id]))


def near_last_days(act: Act) -> list[LastDay]:
    """The invoices whose last day comes within the warning time or is past (R132), the first to end first."""
    return while_unchanged(act.entity_id, "last_days", act.today, lambda: _near(act))


def _near(act: Act) -> list[LastDay]:
    by = act.today + timedelta(days=warning_days(act))
    law, sector = law_in_force(act.entity_id), creditor_queries.entity(act.entity_id).sector
    reach = [
        (of, until)
        for of in laws_of_debtors(act.entity_id)
        if isinstance(pack := _pack(of, law), Pack)
        and (until := oldest_in_reach(pack, Debtor(of.kind), sector=sector, region="", by=by))
    ]
    found = _answered(act, aged_invoices(act.entity_id, reach))
    return [x for x in found if isinstance(x.found, Limitation) and x.found.last_on <= by]


def warning_days(act: Act) -> int:
    """How many days before the last one the alarm is raised, as the entity has it."""
    entity = creditor_queries.entity(act.entity_id)
    return thresholds_of(act.entity_id, currency=entity.currency).closing.last_day_warning_days


def _answered(act: Act, invoices: Sequence[AgedInvoice]) -> list[LastDay]:
    if not invoices:
        return []
    law, sector = law_in_force(act.entity_id), creditor_queries.entity(act.entity_id).sector
    paid = part_payments_on(x.invoice_id for x in invoices)
    noted = legal_events_of({x.customer_id for x in invoices})
    found = [
        LastDay(
            x, _limitation(x, law, sector, [*_paid(paid.get(x.invoice_id, [])), *_noted(x, noted)], act.today)
        )
        for x in invoices
    ]
    return sorted(found, key=lambda x: (_end(x), x.invoice.invoice_id))


def _end(last: LastDay) -> date:
    return last.found.last_on if isinstance(last.found, Limitation) else date.max


def _pack(of: LawOf, law: Library) -> Pack | LawUnknown:
    try:
        return law.of_country(of.jurisdiction, of.region)
    except LawUnknown as unknown:
        return unknown


def _limitation(
    invoice: AgedInvoice, law: Library, sector: str, events: list[LegalEvent], today: date
) -> Limitation | LawUnknown:
    pack = _pack(invoice.law, law)
    if isinstance(pack, LawUnknown):
        return pack
    asked = LimitationAsked(
        jurisdiction=pack.code,
        debtor=Debtor(invoice.law.kind),
        sector=sector,
        dates={"due": invoice.due_on, "invoiced_on": invoice.issued_on},
        as_of=today,
        events=tuple(events),
    )
    return limitation(asked, law)


def _paid(days: Sequence[date]) -> list[LegalEvent]:
    return [LegalEvent(PART_PAYMENT, on) for on in dict.fromkeys(days)]


def _noted(invoice: AgedInvoice, noted: dict[int, list[NotedEvent]]) -> list[LegalEvent]:
    return [
        LegalEvent(event.kind.value, event.on, event.until)
        for event in noted.get(invoice.customer_id, [])
        if event.invoice_id in (None, invoice.invoice_id)
    ]
