"""The day's list of an entity for any date, computed anew by the same rules as the night."""

from dataclasses import dataclass
from datetime import date
from datetime import time as hour

from encours.books.creditor import queries as creditor_queries
from encours.flows.review.assess import assess
from encours.flows.review.gathered import gather, house_of
from encours.flows.review.list_lines import action_name, is_listed, next_date, ranked, why
from encours.flows.review.refresh import owed_pairs
from encours.ground.kernel.clock import Clock, FixedClock, at
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.method.cases import queries as cases_queries
from encours.method.insight.rules.priority import Priority, Section

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One customer of the list."""

    rank: int
    customer_id: int
    customer: str
    priority: Priority
    section: Section
    action: str
    channel: str
    sender: str
    amount: Money
    oldest_due: date | None
    next_on: date | None
    is_ranked: bool
    why: tuple[Reason, ...]


def worklist(
    entity_id: int, clock: Clock, *, on: date | None = None, user_id: int | None = None
) -> list[Line]:
    """The list of a day, in order; with `user_id`, only the customers of that account manager."""
    zone = creditor_queries.entity(entity_id).time_zone
    if on is not None and on != clock.today(zone):
        clock = FixedClock(at(on, hour(9), zone))
    house = house_of(entity_id, clock.today(zone), clock)
    pairs = {(case.customer_id, case.currency) for case in cases_queries.open_cases(entity_id)}
    ordered = sorted(pairs | set(owed_pairs(entity_id)))
    found, names, managers = [], {}, {}
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        known = gather(house, sorted({customer for customer, _ in chunk}))
        names |= {pk: row.name for pk, row in known.customers.items()}
        managers |= {pk: row.account_manager_id for pk, row in known.customers.items()}
        found += [a for a in assess(known, chunk) if is_listed(a)]
    if user_id is not None:
        mine = {member.id for member in house.team if member.user_id == user_id}
        found = [a for a in found if managers[a.customer_id] in mine]
    return [
        Line(
            rank=rank,
            customer_id=a.customer_id,
            customer=names[a.customer_id],
            priority=a.priority,
            section=a.priority.section,
            action=action_name(a).action,
            channel=action_name(a).channel,
            sender=action_name(a).sender,
            amount=a.balance.actionable or a.balance.overdue,
            oldest_due=a.balance.oldest.due_on if a.balance.oldest else None,
            next_on=next_date(a),
            is_ranked=a.is_ranked,
            why=why(a),
        )
        for rank, a in enumerate(ranked(found), start=1)
    ]
