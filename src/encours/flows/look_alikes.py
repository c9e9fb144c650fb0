"""New customers who look like one that is known to avoid paying: the owner decides on the terms before the sale."""

from collections.abc import Sequence
from dataclasses import dataclass

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Customer
from encours.ground.kernel.text import search_key
from encours.method.insight import queries as insight_queries
from encours.method.insight.rules.look_alike import Trace, Traces, in_common, phone_trace


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A customer, the known one it resembles, and what they have in common."""

    customer_id: int
    name: str
    other_id: int
    other_name: str
    shared: tuple[Trace, ...]


def look_alikes(entity_id: int, customer_ids: Sequence[int]) -> list[LookAlike]:
    """Which of these customers resemble one of whom the owner confirmed that it avoids paying (R022, R032)."""
    known = insight_queries.confirmed_avoids(entity_id)
    new = [customer for customer in customer_ids if customer not in set(known)]
    if not known or not new:
        return []
    rows = receivables_queries.customers_by_id([*known, *new])
    traces = {pk: _traces(row) for pk, row in rows.items()}
    return [
        LookAlike(customer, rows[customer].name, other, rows[other].name, shared)
        for customer in new
        for other in known
        if (shared := in_common(traces[customer], traces[other]))
    ]


def _traces(row: Customer) -> Traces:
    people = receivables_queries.people_of(row)
    where = (row.postcode, row.address) if row.postcode and row.address else ()
    return Traces(
        companies=frozenset(filter(None, (row.siren, row.vat_number))),
        mailboxes=frozenset(person.email.lower() for person in people if person.email),
        phones=frozenset(filter(None, (phone_trace(person.phone) for person in people))),
        address=search_key(" ".join(where)),
    )
