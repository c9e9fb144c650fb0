"""Says which money agreements bring and when: one line a date, and the sum of each week."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from encours.ground.kernel.money import Money
from encours.method.agreements.rules.promise import Promise, covers, expected_by
from encours.method.agreements.rules.terms import DEFAULT_TERMS, PromiseTerms
from encours.method.agreements.rules.words import ON_TIME, AgreementState
from encours.method.cases.rules.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Expected:
    """Money that an agreement brings on a day. `is_written`: accepted in writing; else only said."""

    promise: Promise
    on: date
    amount: Money
    is_written: bool

    @property
    def week_on(self) -> date:
        """The Monday of its week."""
        return self.on - timedelta(days=self.on.weekday())


@dataclass(frozen=True, slots=True)
class Week:
    """The money of a week, by currency: what is agreed in writing, and what was only said."""

    first_on: date
    lines: tuple[Expected, ...]
    written: tuple[Money, ...]
    said: tuple[Money, ...]


def expected(
    promises: Iterable[Promise], *, calendar: Calendar, terms: PromiseTerms = DEFAULT_TERMS
) -> list[Expected]:
    """What promises, deferrals and instalments still bring, the nearest first; what came already is taken off.

    A date on which banks are closed is expected on the next business day, a transfer that was shown in three.
    """
    found = []
    for promise in promises:
        if promise.state in ON_TIME:
            amount, is_written = covers(promise), True
        elif promise.state is AgreementState.PROPOSED:
            amount, is_written = promise.amount - promise.received, False
        else:
            continue
        if amount.minor > 0:
            found.append(Expected(promise, expected_by(promise, calendar, terms), amount, is_written))
    return sorted(found, key=lambda one: (one.on, one.promise.id))


def by_week(lines: Iterable[Expected]) -> list[Week]:
    """The same week by week, with their sums."""
    weeks: dict[date, list[Expected]] = defaultdict(list)
    for line in lines:
        weeks[line.week_on].append(line)
    return [
        Week(
            first_on,
            tuple(found),
            _sums(line for line in found if line.is_written),
            _sums(line for line in found if not line.is_written),
        )
        for first_on, found in sorted(weeks.items())
    ]


def _sums(lines: Iterable[Expected]) -> tuple[Money, ...]:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.amount.currency] += line.amount.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
