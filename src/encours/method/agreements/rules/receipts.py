"""Decides which money came for which promise, so that no payment keeps two promises."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.money import Money
from encours.method.agreements.rules.promise import Promise, Received, expected_by
from encours.method.agreements.rules.terms import DEFAULT_TERMS, PromiseTerms
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.calendar import Calendar

_SETTLED = frozenset({AgreementState.KEPT, AgreementState.PARTLY_KEPT, AgreementState.BROKEN_THEN_PAID})
_WITHOUT_MONEY = frozenset({AgreementState.CANCELLED, AgreementState.UNCONFIRMED})


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came from a customer on a day."""

    customer_id: int
    received_on: date
    amount: Money


@dataclass(slots=True)
class _Purse:
    on: date
    left_minor: int


def share(
    promises: Iterable[Promise],
    receipts: Iterable[Receipt],
    *,
    calendar: Calendar,
    terms: PromiseTerms = DEFAULT_TERMS,
) -> dict[int, Received]:
    """What came for each promise, by its id.

    Money that comes between the day a promise is noted and its last day on time is for it, the
    earliest promise first; what is left after every date is for promises already broken. A promise
    that is settled keeps what it was settled with. Nothing crosses customers or currencies.
    """
    purses: dict[tuple[int, str], list[_Purse]] = defaultdict(list)
    for receipt in sorted(receipts, key=lambda r: r.received_on):
        key = (receipt.customer_id, receipt.amount.currency)
        purses[key].append(_Purse(receipt.received_on, receipt.amount.minor))
    in_order = sorted(
        (p for p in promises if p.state not in _WITHOUT_MONEY), key=lambda p: (p.promised_for, p.id)
    )
    until = {p.id: _last_day(p, calendar, terms) for p in in_order}
    on_time = {p.id: _take(purses[_key(p)], p.proposed_on, until[p.id], _due(p)) for p in in_order}
    late: dict[int, int] = {}
    for promise in in_order:
        if promise.state not in _SETTLED:
            rest = promise.amount.minor - on_time[promise.id]
            late[promise.id] = _take_after(purses[_key(promise)], until[promise.id], rest)
    return {p.id: Received(on_time[p.id], late.get(p.id, 0)) for p in in_order}


def _key(promise: Promise) -> tuple[int, str]:
    return promise.customer_id, promise.amount.currency


def _due(promise: Promise) -> int:
    return promise.received.minor if promise.state in _SETTLED else promise.amount.minor


def _last_day(promise: Promise, calendar: Calendar, terms: PromiseTerms) -> date:
    """A promise that is judged takes nothing that came after it was judged."""
    last_day = expected_by(promise, calendar, terms)
    is_over = promise.state in _SETTLED or promise.state is AgreementState.BROKEN
    return min(last_day, promise.judged_on) if is_over and promise.judged_on else last_day


def _take(purses: Sequence[_Purse], first_on: date, last_on: date, wanted: int) -> int:
    return _draw((p for p in purses if first_on <= p.on <= last_on), wanted)


def _take_after(purses: Sequence[_Purse], day: date, wanted: int) -> int:
    return _draw((p for p in purses if p.on > day), wanted)


def _draw(purses: Iterable[_Purse], wanted: int) -> int:
    taken = 0
    for purse in purses:
        part = min(purse.left_minor, wanted - taken)
        purse.left_minor -= part
        taken += part
    return taken
