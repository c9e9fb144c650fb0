"""All that a file of proof is made of, read once: the case, the late invoices, what was exchanged about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import CreditNote, Customer, Invoice, Payment
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import local_date
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.queries.acceptances import AcceptanceFact, acceptances_of
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.promise import Promise
from encours.method.calls import queries as calls_queries
from encours.method.calls.queries import CallFact
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import CaseFact
from encours.method.cases.queries.papers import PaperFact, papers_of
from encours.method.disputes import queries as disputes_queries
from encours.method.disputes.queries import DisputeFact
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import InboundFact
from encours.method.outreach.models import Message
from encours.method.outreach.queries.travelled import gone_about
from encours.method.strategy.queries.formal_acts import FormalFact, formal_acts_of

Credit = TypeVar("Credit", Payment, CreditNote)


@dataclass(frozen=True, slots=True)
class CaseProof:
    """One case with everything that proves it. `invoices`: late and open today, or closed with the case."""

    act: Act
    entity: Entity
    customer: Customer
    case: CaseFact
    invoices: tuple[Invoice, ...]
    papers: tuple[PaperFact, ...]
    messages: tuple[Message, ...]
    received: tuple[InboundFact, ...]
    calls: tuple[CallFact, ...]
    promises: tuple[Promise, ...]
    plans: tuple[Plan, ...]
    acceptances: dict[int, list[AcceptanceFact]]
    disputes: tuple[DisputeFact, ...]
    formal_acts: tuple[FormalFact, ...]
    free_payments: tuple[Payment, ...]
    free_credit_notes: tuple[CreditNote, ...]

    @property
    def due_ids(self) -> frozenset[int]:
        """The due dates of the invoices."""
        return frozenset(due.pk for invoice in self.invoices for due in invoice.dues.all())

    @property
    def invoice_ids(self) -> frozenset[int]:
        """The invoices."""
        return frozenset(invoice.pk for invoice in self.invoices)


def gathered(act: Act, case: CaseFact) -> CaseProof | None:
    """Everything about one case of the entity; None when its customer is not one of this entity's.

    As many statements for a long case as for a short one.
    """
    customer = receivables_queries.customer(act.entity_id, case.customer_id)
    if customer is None:
        return None
    pk, ids, entity = customer.pk, _late_invoices(act, case), creditor_queries.entity(act.entity_id)
    invoices = tuple(receivables_queries.whole_invoices(act.entity_id, ids))
    due_ids = [due.pk for invoice in invoices for due in invoice.dues.all()]
    plans = tuple(x for x in agreements_queries.plans_of([pk]).get(pk, []) if x.case_id == case.id)
    promises = agreements_queries.promises_of([pk]).get(pk, [])
    alone = tuple(x for x in promises if x.case_id == case.id and x.plan_id is None)
    received = inbox_queries.items_of([pk]).get(pk, [])
    disputes = disputes_queries.disputes_of([pk]).get(pk, [])
    return CaseProof(
        act=act,
        entity=entity,
        customer=customer,
        case=case,
        invoices=invoices,
        papers=tuple(x for x in papers_of([pk]).get(pk, []) if x.invoice_id in (None, *ids)),
        messages=tuple(gone_about(pk, case_id=case.id, due_ids=due_ids)),
        received=tuple(x for x in received if local_date(x.received_at, entity.time_zone) >= case.opened_on),
        calls=tuple(x for x in calls_queries.notes_of([pk]).get(pk, []) if x.case_id in (None, case.id)),
        promises=alone,
        plans=plans,
        acceptances=acceptances_of([*(x.id for x in plans), *(x.id for x in alone)]),
        disputes=tuple(x for x in disputes if x.invoice_id in ids),
        formal_acts=tuple(formal_acts_of([case.id])),
        free_payments=_of(case, receivables_queries.free_payments_of(pk)),
        free_credit_notes=_of(case, receivables_queries.free_credit_notes_of(pk)),
    )


def _of(case: CaseFact, credits: Sequence[Credit]) -> tuple[Credit, ...]:
    return tuple(x for x in credits if x.currency == case.currency)


def _late_invoices(act: Act, case: CaseFact) -> list[int]:
    items = receivables_queries.open_items_of([case.customer_id], due_before=act.today)
    found = [x.invoice_id for x in items.get(case.customer_id, []) if x.currency == case.currency]
    return list(dict.fromkeys(found))


def case_named(entity_id: int, named: str) -> CaseFact | None:
    """A case by its number, or the latest one of a customer by its code or whole name; None when there is none."""
    if named.isdecimal() and (found := cases_queries.case(entity_id, int(named))):
        return found
    customers = receivables_queries.customers_named(entity_id, named)
    cases = [case for customer in customers for case in cases_queries.cases_of(customer.pk)]
    return max(cases, key=lambda x: (x.closed_on is None, x.id), default=None)
