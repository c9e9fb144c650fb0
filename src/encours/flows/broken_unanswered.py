"""Agreements that broke and had no contact of ours since: how many days each has waited; the target is none (R100)."""

from dataclasses import dataclass
from datetime import date, timedelta

from encours.books.receivables import queries as receivables_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import days_between
from encours.method.agreements import queries as agreements_queries
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.silence import event_is_answered
from encours.method.strategy.thresholds import thresholds_now

LOOK_BACK_DAYS = 60
"""An older break is the matter of the ladder, which has gone on since."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A customer whose agreement broke on a day without a reaction of ours."""

    customer_id: int
    customer: str
    since_on: date
    days: int


def broken_unanswered(act: Act, *, zone: str) -> list[Unanswered]:
    """The breaks of the last sixty days that nobody answered, the oldest first; three statements at most."""
    broken = agreements_queries.broken_since(act.entity_id, since=act.today - timedelta(days=LOOK_BACK_DAYS))
    if not broken:
        return []
    contacts = cases_queries.past_contacts(broken, since=act.at - timedelta(days=LOOK_BACK_DAYS + 1))
    attempts = thresholds_now(act).ladder.attempts_per_call
    waiting = {
        customer: since
        for customer, since in broken.items()
        if not event_is_answered(contacts.get(customer, []), from_on=since, zone=zone, attempts=attempts)
    }
    rows = receivables_queries.customers_by_id(waiting) if waiting else {}
    found = [
        Unanswered(customer, rows[customer].name, since, days_between(since, act.today))
        for customer, since in waiting.items()
    ]
    return sorted(found, key=lambda one: (one.since_on, one.customer))
