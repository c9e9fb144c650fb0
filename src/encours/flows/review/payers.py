"""What kind of payer each customer is, today and at the end of past quarters; the night keeps it for all (R022)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from encours.books.receivables import queries as receivables_queries
from encours.flows.review.facts_of import payer_history, telling_items
from encours.flows.review.gathered import House, PayerFacts, gather_payers
from encours.ground.evidence.acts import Act
from encours.method.insight import actions as insight_actions
from encours.method.insight import queries as insight_queries
from encours.method.insight.actions import NewOpinion, ReadyOpinion
from encours.method.insight.rules.debtor_type import TypeOpinion, after_expiry, classify
from encours.method.insight.rules.features import PayerReading, read_payer
from encours.method.insight.rules.history import PayerHistory
from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.points import pays_when_reminded
from encours.method.insight.rules.portfolio import (
    as_it_was,
    last_day_of,
    next_to_read,
    past_quarters,
    read_a_night,
)

Quarter = tuple[date, DebtorType]


def reading_of(known: PayerFacts, customer_id: int) -> PayerReading:
    """The features of a customer as a payer today."""
    house = known.house
    history = payer_history(known, customer_id, items=telling_items(known, customer_id))
    zone, limits = house.entity.time_zone, house.thresholds.payer
    return read_payer(history, today=house.today, zone=zone, limits=limits)


def opinion_of(known: PayerFacts, customer_id: int, reading: PayerReading) -> TypeOpinion:
    """The type as the facts support it today, lapsed when they are old."""
    confirmed, limits = known.confirmations.get(customer_id), known.house.thresholds.payer
    found = classify(reading.features, confirmed_avoids=confirmed, details=reading.details, limits=limits)
    return after_expiry(found, last_evidence_on=reading.last_evidence_on, today=known.house.today)


def is_reminded(known: PayerFacts, reading: PayerReading) -> bool:
    """Whether a customer pays only after a reminder, so that a word before the due date helps (R044)."""
    return pays_when_reminded(reading.features, known.house.thresholds.payer)


def to_read(entity_id: int, today: date, *, besides: Collection[int] = ()) -> list[int]:
    """Whose type is computed tonight beside those whose case is looked at (`besides`)."""
    most, other = read_a_night(receivables_queries.customers_in_use(entity_id)), set(besides)
    never = receivables_queries.buyers(entity_id, besides=insight_queries.ever_read(entity_id))
    longest_ago = insight_queries.read_longest_ago(entity_id, before=today, most=most + len(other))
    return next_to_read(never, longest_ago, besides=other, most=most)


@dataclass(frozen=True, slots=True)
class Read:
    """What some customers are as payers today, and were in the quarters before, where those do not count them yet."""

    opinions: list[ReadyOpinion]
    past: dict[int, list[Quarter]]


def read_customers(act: Act, house: House, customer_ids: Sequence[int]) -> None:
    """Computes the type of customers from what they paid so far, and keeps it."""
    keep(act, read_of(house, customer_ids))


def read_of(house: House, customer_ids: Sequence[int]) -> Read:
    """The type of customers from what they paid so far; nothing is changed."""
    known = gather_payers(house, customer_ids)
    readings = {customer: reading_of(known, customer) for customer in customer_ids}
    return with_past(
        known,
        [
            NewOpinion(customer, opinion_of(known, customer, reading), reading.last_evidence_on)
            for customer, reading in readings.items()
        ],
    )


def with_past(known: PayerFacts, opinions: Sequence[NewOpinion]) -> Read:
    """Opinions with what customers who are read for the first time were in the quarters before."""
    new = insight_queries.not_past_counted(opinion.customer_id for opinion in opinions)
    ready = insight_actions.opinions_made_ready(opinions, on=known.house.today)
    return Read(ready, {customer: _past(known, customer) for customer in sorted(new)})


def keep(act: Act, read: Read) -> None:
    """Keeps what was read; customers who are read for the first time count in the quarters before as well."""
    insight_actions.store_ready_opinions(act, opinions=read.opinions)
    if read.past:
        insight_actions.count_past(act, found=read.past)


def _past(known: PayerFacts, customer_id: int) -> list[Quarter]:
    house, history = known.house, payer_history(known, customer_id)
    kinds = {
        quarter: _type_on(known, customer_id, history, quarter) for quarter in past_quarters(house.today)
    }
    return [(quarter, kind) for quarter, kind in kinds.items() if kind is not None]


def _type_on(known: PayerFacts, customer_id: int, history: PayerHistory, quarter: date) -> DebtorType | None:
    """Under which type a customer counted at the end of a quarter; None when nothing was invoiced yet."""
    day, zone = last_day_of(quarter), known.house.entity.time_zone
    then = as_it_was(history, day, zone=zone)
    if then is None:
        return None
    limits = known.house.thresholds.payer
    reading = read_payer(then, today=day, zone=zone, limits=limits)
    confirmed = known.confirmations.get(customer_id)
    stood = confirmed if confirmed and confirmed.confirmed_on <= day else None
    found = classify(reading.features, confirmed_avoids=stood, details=reading.details, limits=limits)
    return after_expiry(found, last_evidence_on=reading.last_evidence_on, today=day).counted_type
