"""The last day of a step before a court: the same-numbered day, and the working day it is extended to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Fact
from encours.ground.law.pack import Pack
from encours.ground.law.spans import Span
from encours.ground.law.unknown import LawUnknown


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day as it is counted, and the one it is extended to where it is no working day."""

    counted_on: date
    extended_on: date


def deadline(from_on: date, span: Span, pack: Pack) -> Deadline:
    """The last day of a delay that runs from a day (not counted). Source in France: CPC, art. 641 and 642."""
    counted = span.after(from_on)
    return Deadline(counted, next_business_day(counted, pack.country, pack.region))


def service_of_order(order_on: date, fact: Fact, pack: Pack) -> Deadline:
    """Until when an order to pay must be served, by the rule of the day it was made. Raises LawUnknown."""
    rows = fact.data.get("service_deadline")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, Mapping) and _holds(row, order_on) and isinstance(row.get("months"), int):
            return deadline(order_on, Span(months=row["months"]), pack)
    text = N_("Délai de signification inconnu pour une ordonnance du {day}")
    raise LawUnknown("deadline_unknown", Reason(text, day=order_on))


def _holds(row: Mapping[str, object], day: date) -> bool:
    since, until = row.get("order_from"), row.get("order_to")
    return not (isinstance(since, date) and day < since) and not (isinstance(until, date) and day > until)
