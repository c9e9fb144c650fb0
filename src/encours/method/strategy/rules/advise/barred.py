"""Whether the law lets what is open be asked for at all: each open invoice by the limitation of its law."""

from collections.abc import Iterator

from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library
from encours.ground.law.rules.interruption import LegalEvent
from encours.ground.law.rules.limitation import Limitation, LimitationAsked, limitation
from encours.ground.law.unknown import LawUnknown
from encours.method.strategy.rules.advise.situation import Event, EventKind, Invoice, Situation

_EFFECTS = {
    EventKind.PAYMENT: "part_payment",
    EventKind.INSTALMENT_PAID: "part_payment",
    EventKind.PROMISE_ACCEPTED: "acknowledgement",
    EventKind.PLAN_ACCEPTED: "acknowledgement",
}


def is_time_barred(situation: Situation, law: Library) -> bool:
    """Whether nothing of what is open may be asked for any more: what the situation says, else the law.

    An invoice whose limitation is not known is not barred: nobody is let off by our ignorance.
    """
    if situation.context.time_barred is not None:
        return situation.context.time_barred
    opened = [invoice for invoice in situation.invoices if invoice.open.minor > 0]
    events = tuple(_events(situation.events))
    return bool(opened) and all(_is_over(invoice, situation, events, law) for invoice in opened)


def _is_over(invoice: Invoice, situation: Situation, events: tuple[LegalEvent, ...], law: Library) -> bool:
    customer = situation.customer
    if situation.today <= invoice.due_on:
        return False
    try:
        code = law.of_country(customer.country, customer.region).code
    except LawUnknown:
        return False
    asked = LimitationAsked(
        jurisdiction=code,
        debtor=Debtor(customer.kind.value),
        dates={"due": invoice.due_on},
        as_of=situation.today,
        events=events,
    )
    found = limitation(asked, law)
    return isinstance(found, Limitation) and situation.today > found.last_on


def _events(events: tuple[Event, ...]) -> Iterator[LegalEvent]:
    """What acknowledges the debt: money, and an agreement accepted in writing."""
    for event in events:
        kind = _EFFECTS.get(event.kind)
        is_plain = event.kind in (EventKind.PAYMENT, EventKind.INSTALMENT_PAID)
        if kind and (is_plain or event.written):
            yield LegalEvent(kind, event.on)
