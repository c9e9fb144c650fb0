"""All that is known of one customer, gathered for its page: nothing is decided here."""

from dataclasses import dataclass

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import CreditNote, Customer, Invoice, Payment
from encours.flows.look_alikes import LookAlike, look_alikes
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.evidence.queries import Line
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.method.calls import queries as calls_queries
from encours.method.calls.queries import CallFact
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import InboundFact
from encours.method.insight.rules.payer import DebtorType
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.models import Message


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """One customer: the assessments (one per currency with an open case), books, exchanges, journal."""

    customer: Customer
    known: Gathered
    assessments: tuple[Assessment, ...]
    due: tuple[Money, ...]
    open: tuple[Money, ...]
    invoices: tuple[Invoice, ...]
    payments: tuple[Payment, ...]
    credit_notes: tuple[CreditNote, ...]
    messages: tuple[Message, ...]
    calls: tuple[CallFact, ...]
    received: tuple[InboundFact, ...]
    journal: tuple[Line, ...]
    alike: tuple[LookAlike, ...] = ()


def customer_file(act: Act, customer_id: int) -> CustomerFile | None:
    """The file of a customer of this entity; None when there is no such customer here."""
    customer = receivables_queries.customer(act.entity_id, customer_id)
    if customer is None:
        return None
    known = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [customer_id])
    assessments = assessments_of(known, customer_id)
    is_new = assessments[0].opinion.type is DebtorType.NEW
    return CustomerFile(
        customer=customer,
        known=known,
        assessments=assessments,
        due=_sums(known, customer_id, overdue_only=True),
        open=_sums(known, customer_id, overdue_only=False),
        invoices=tuple(receivables_queries.invoices_of(customer_id)),
        payments=tuple(receivables_queries.payments_of(customer_id)),
        credit_notes=tuple(receivables_queries.credit_notes_of(customer_id)),
        messages=tuple(outreach_queries.messages_of(customer_id)),
        calls=tuple(calls_queries.notes_of([customer_id]).get(customer_id, [])),
        received=tuple(inbox_queries.items_of([customer_id]).get(customer_id, [])),
        journal=tuple(evidence_queries.lines_about(act.chain, [f"customer:{customer_id}"], limit=200)),
        alike=tuple(look_alikes(act.entity_id, [customer_id])) if is_new else (),
    )


def assessments_of(known: Gathered, customer_id: int) -> tuple[Assessment, ...]:
    """What the rules say of a customer: in each currency with an open case or an open item, else in our own."""
    currencies = {currency for customer, currency in known.cases if customer == customer_id}
    currencies |= {item.currency for item in known.items.get(customer_id, [])}
    ordered = sorted(currencies) or [known.house.entity.currency]
    return tuple(assess(known, [(customer_id, currency) for currency in ordered]))


def _sums(known: Gathered, customer_id: int, *, overdue_only: bool) -> tuple[Money, ...]:
    totals: dict[str, int] = {}
    for item in known.items.get(customer_id, []):
        if not overdue_only or item.due_on < known.house.today:
            totals[item.currency] = totals.get(item.currency, 0) + item.open_minor
    for (customer, currency), minor in known.free.items():
        if customer == customer_id and currency in totals:
            totals[currency] = max(0, totals[currency] - minor)
    return tuple(Money(minor, currency) for currency, minor in sorted(totals.items()))
