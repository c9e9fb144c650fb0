"""The day's list of an entity for any date, computed anew by the same rules as the night."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import time as hour

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.models import Customer
from encours.flows import promises
from encours.flows.night.opening import late_pairs, open_for
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.gathered import House, Pair, gather, house_of, with_numbers_of
from encours.flows.review.list_lines import action_name, is_listed, next_date, ranked, why
from encours.flows.review.refresh import owed_pairs
from encours.ground.evidence.acts import SYSTEM, Act
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
    """The list of a day, in order; with `user_id`, only the customers of that account manager.

    What the night of that day does first (promises judged, cases opened) is done for the time of the
    answer and taken back, so that the list is the same before and after it.
    """
    zone = creditor_queries.entity(entity_id).time_zone
    is_past = on is not None and on < clock.today(zone)
    if on is not None and on != clock.today(zone):
        clock = FixedClock(at(on, hour(9), zone))
    with transaction.atomic():
        act = creditor_queries.act(entity_id, SYSTEM, clock)
        house = house_of(entity_id, act.today, clock)
        lines = _lines(act, with_numbers_of(house, act.at) if is_past else house, user_id)
        transaction.set_rollback(True)
    return lines


def _lines(act: Act, house: House, user_id: int | None) -> list[Line]:
    entity_id = act.entity_id
    promises.judge(act, terms=house.thresholds.promises)
    open_for(act, house, late_pairs(house))
    pairs = {(case.customer_id, case.currency) for case in cases_queries.open_cases(entity_id)}
    found, customers = _assessed(house, sorted(pairs | set(owed_pairs(entity_id))))
    if user_id is not None:
        for_whom = creditor_queries.duty(entity_id, today=act.today).for_whom
        mine = {x for m in house.team if m.user_id == user_id for x in (m.id, *for_whom.get(m.id, ()))}
        found = [a for a in found if customers[a.customer_id].account_manager_id in mine]
    return [_line(rank, a, customers[a.customer_id]) for rank, a in enumerate(ranked(found), start=1)]


def _assessed(house: House, pairs: Sequence[Pair]) -> tuple[list[Assessment], dict[int, Customer]]:
    """What is to be listed, and the customers it is about."""
    found: list[Assessment] = []
    customers: dict[int, Customer] = {}
    for start in range(0, len(pairs), CHUNK):
        chunk = pairs[start : start + CHUNK]
        known = gather(house, sorted({customer for customer, _ in chunk}))
        customers |= known.customers
        found += [a for a in assess(known, chunk) if is_listed(a)]
    return found, customers


def _line(rank: int, a: Assessment, customer: Customer) -> Line:
    name = action_name(a)
    return Line(
        rank=rank,
        customer_id=a.customer_id,
        customer=customer.name,
        priority=a.priority,
        section=a.priority.section,
        action=name.action,
        channel=name.channel,
        sender=name.sender,
        amount=a.balance.actionable or a.balance.overdue,
        oldest_due=a.balance.oldest.due_on if a.balance.oldest else None,
        next_on=next_date(a),
        is_ranked=a.is_ranked,
        why=why(a),
    )
