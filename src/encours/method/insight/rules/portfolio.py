"""The payers of a whole portfolio: shares by type, who is read next, how it was at the end of a quarter (R022)."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, islice

from encours.ground.kernel.clock import local_date
from encours.ground.kernel.months import add_months
from encours.method.insight.rules.history import OpenInvoice, PayerHistory, Payment
from encours.method.insight.rules.payer import DebtorType

READ_A_NIGHT = 500
"""So many customers are read anew each night, or a thirtieth of all, so that everybody is within a month."""
_NIGHTS = 30
QUARTERS_KEPT = 4
"""How many past quarters are told: a year, so that a season is compared with itself."""


def shares(counts: Mapping[DebtorType, int]) -> dict[DebtorType, int]:
    """Whole percents per type that add to 100, largest remainder first; empty when there is nobody.

    What is left over by rounding down goes to the largest remainders, then in the order of the
    types. Source: R022.
    """
    total = sum(counts.values())
    if not total:
        return {}
    found = {kind: counts[kind] for kind in DebtorType if counts.get(kind)}
    percents = {kind: count * 100 // total for kind, count in found.items()}
    by_remainder = sorted(found, key=lambda kind: -(found[kind] * 100 % total))
    for kind in by_remainder[: 100 - sum(percents.values())]:
        percents[kind] += 1
    return percents


def read_a_night(customers: int) -> int:
    """How many of so many customers are read in a night."""
    return max(READ_A_NIGHT, -(-customers // _NIGHTS))


def next_to_read(
    never: Iterable[int], longest_ago: Iterable[int], *, besides: Container[int], most: int
) -> list[int]:
    """Customers whose type is computed tonight: those never read, then those read longest ago."""
    waiting = (customer for customer in chain(never, longest_ago) if customer not in besides)
    return list(islice(waiting, most))


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter that holds a day."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def past_quarters(today: date) -> list[date]:
    """The first days of the quarters told beside the running one, latest first."""
    return [add_months(quarter_of(today), -3 * back) for back in range(1, QUARTERS_KEPT + 1)]


def last_day_of(quarter: date) -> date:
    """The last day of the quarter that begins on a day."""
    return add_months(quarter, 3) - timedelta(days=1)


def as_it_was(history: PayerHistory, day: date, *, zone: str) -> PayerHistory | None:
    """What was known of a payer at the end of a past day; None when nothing had been invoiced yet.

    What was paid later was still open. Disputes, orders, the reasons given and an insolvency are left
    out: only how they stand today is known. `zone`: in which contacts have their day.
    """
    closed = [i for i in history.closed if i.closed_on <= day]
    since = [
        OpenInvoice(i.issued_on, i.due_on, _until(i.payments, day))
        for i in history.closed
        if i.issued_on <= day < i.closed_on
    ]
    still = [replace(i, payments=_until(i.payments, day)) for i in history.open if i.issued_on <= day]
    if not closed and not since and not still:
        return None
    return replace(
        history,
        closed=closed,
        open=[*since, *still],
        contacts=[contact for contact in history.contacts if local_date(contact.at, zone) <= day],
        reasons_given=(),
        orders_before_minor=None,
        orders_recently_minor=None,
        has_open_dispute=False,
        insolvency=False,
    )


def _until(payments: tuple[Payment, ...], day: date) -> tuple[Payment, ...]:
    return tuple(payment for payment in payments if payment[0] <= day)
