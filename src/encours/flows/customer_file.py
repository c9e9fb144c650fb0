"""All that is known of one customer, gathered for its pages: nothing is decided here."""

from dataclasses import dataclass

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import CreditNote, Customer, Payment
from encours.flows.look_alikes import LookAlike, look_alikes
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.evidence.queries import Line
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.method.calls.queries import CallFact
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import InboundFact
from encours.method.insight.rules.payer import DebtorType
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.models import Message


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """One customer: what is known, the assessments (one per currency with an open case), the latest messages."""

    customer: Customer
    known: Gathered
    assessments: tuple[Assessment, ...]
    due: tuple[Money, ...]
    open: tuple[Money, ...]
    messages: tuple[Message, ...]
    alike: tuple[LookAlike, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchanges:
    """What passed between a customer and us, and the money of theirs that no invoice has taken."""

    payments: tuple[Payment, ...]
    credit_notes: tuple[CreditNote, ...]
    calls: tuple[CallFact, ...]
    received: tuple[InboundFact, ...]
    journal: tuple[Line, ...]


def customer_file(act: Act, customer_id: int) -> CustomerFile | None:
    """The file of a customer of this entity; None when there is no such customer here."""
    known = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [customer_id])
    customer = known.customers.get(customer_id)
    if customer is None or customer.entity_id != act.entity_id:
        return None
    assessments = assessments_of(known, customer_id)
    is_new = assessments[0].opinion.type is DebtorType.NEW
    return CustomerFile(
        customer=customer,
        known=known,
        assessments=assessments,
        due=_sums(known, customer_id, overdue_only=True),
        open=_sums(known, customer_id, overdue_only=False),
        messages=tuple(outreach_queries.messages_of(customer_id)),
        alike=tuple(look_alikes(act.entity_id, [customer_id])) if is_new else (),
    )


def exchanges(act: Act, file: CustomerFile) -> Exchanges:
    """The rest of what the customer's own page shows."""
    pk = file.customer.pk
    return Exchanges(
        payments=tuple(receivables_queries.free_payments_of(pk)),
        credit_notes=tuple(receivables_queries.free_credit_notes_of(pk)),
        calls=tuple(file.known.notes.get(pk, [])),
        received=tuple(inbox_queries.items_of([pk]).get(pk, [])),
        journal=tuple(evidence_queries.lines_about(act.chain, [f"customer:{pk}"], limit=200)),
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
