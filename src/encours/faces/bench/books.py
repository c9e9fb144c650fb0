"""The benchmark's books as they stand before the night of one fixed day: ten open invoices to a customer, four paid.

One customer in five has a case, one in twenty a step due. Everything follows from the customer's
number and one seed, so that two runs measure the same rows.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from encours.ground.kernel.clock import at

ZONE = "Europe/Paris"
TODAY = date(2026, 3, 17)
NOW: datetime = at(TODAY, time(2, 30), ZONE)
OPEN_EACH, PAID_EACH = 10, 4
_MULTIPLIER, _MODULUS = 48_271, 2_147_483_647
"""A Lehmer generator: the same amounts on every machine, without keeping a state. Source: Park, Miller, 1993."""


@dataclass(frozen=True, slots=True)
class Size:
    """So many open invoices, ten to a customer; what was paid before stands beside them."""

    open_invoices: int

    @property
    def customers(self) -> int:
        return self.open_invoices // OPEN_EACH

    @property
    def invoices(self) -> int:
        return self.customers * (OPEN_EACH + PAID_EACH)


def drawn(seed: int, below: int) -> int:
    """A number from 0 to `below`, excluded, that depends on the seed alone."""
    state = (seed + 1) * _MULTIPLIER % _MODULUS
    return (state * _MULTIPLIER % _MODULUS) % below


def pays_well(customer: int) -> bool:
    """Seven in ten pay within days of the due date: reliable, on the ladder of those; the others tell too little.

    Everybody who has a case is among them.
    """
    return customer % 10 < 7


def has_step_due(customer: int) -> bool:
    """One in twenty: the ladder's next step is due today."""
    return customer % 20 == 0


def has_case(customer: int) -> bool:
    """One in five: something is overdue, and its case is open."""
    return customer % 20 < 4


def is_contesting(customer: int) -> bool:
    """One customer with a case in twenty contests an invoice."""
    return has_case(customer) and not has_step_due(customer) and customer % 400 in {1, 22, 43}


def has_promised(customer: int) -> bool:
    """One customer with a case in ten has promised a day that is to come."""
    return has_case(customer) and not has_step_due(customer) and customer % 200 in {61, 82, 103}


@dataclass(frozen=True, slots=True)
class Bill:
    """One invoice of the books; `paid_on` is None while it is open."""

    id: int
    customer: int
    issued_on: date
    due_on: date
    minor: int
    paid_on: date | None


def bills(size: Size) -> Iterator[Bill]:
    """Every invoice, the oldest first: as books grow, one customer's invoices do not lie together."""
    for rank in range(PAID_EACH + OPEN_EACH):
        for customer in range(1, size.customers + 1):
            number = rank * size.customers + customer
            minor = 5_000 + drawn(number, 495_000)
            if rank < PAID_EACH:
                yield _paid(number, customer, minor, months=PAID_EACH - rank)
            else:
                yield _open(number, customer, minor, rank - PAID_EACH)


def _paid(number: int, customer: int, minor: int, *, months: int) -> Bill:
    issued = _months_before(date(2026, 1, 1), months) + timedelta(days=drawn(number + 7, 28))
    due = end_of_month(issued + timedelta(days=30))
    late = drawn(number + 13, 4) if pays_well(customer) else 5 + drawn(number + 13, 20)
    return Bill(number, customer, issued, due, minor, min(due + timedelta(days=late), TODAY))


def _open(number: int, customer: int, minor: int, place: int) -> Bill:
    late = _late(customer, place)
    if late is not None:
        return Bill(number, customer, late - timedelta(days=45), late, minor, None)
    issued = date(2026, 2, 15) + timedelta(days=drawn(number + 7, 28))
    return Bill(number, customer, issued, end_of_month(issued + timedelta(days=30)), minor, None)


def _late(customer: int, place: int) -> date | None:
    """The past due date of an open invoice, if it has one: a case has one or two of them."""
    if not has_case(customer) or place > 1:
        return None
    if has_step_due(customer):
        return step_since(customer) if place == 0 else None
    return date(2026, 1, 31) if place == 0 else date(2026, 2, 28)


def step_since(customer: int) -> date:
    """What a step is due for: a first word on what fell due the day before last, or a second message."""
    return date(2026, 3, 15) if is_first_word(customer) else date(2026, 2, 28)


def is_first_word(customer: int) -> bool:
    """One step due in five is the first word of its case."""
    return customer % 100 == 0


def end_of_month(day: date) -> date:
    """Thirty days, end of month: the customary French term."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
