"""What may be asked for today: overdue, less what is disputed, promised or already in our hands."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter

from encours.ground.kernel.clock import days_between
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money

_IN_ORDER = attrgetter("due_on", "number")


@quick_dataclass(frozen=True, slots=True)
class OpenItem:
    """One open debit of a customer. `disputed` and `promised` are parts of `open`.

    `promised` is what an agreement on time covers. `mentioned`: some message of ours named it.
    `due_id` finds the item in the books again; 0 where the facts come from elsewhere.
    """

    number: str
    due_on: date
    open: Money
    disputed: Money | None = None
    promised: Money | None = None
    mentioned: bool = False
    time_barred: bool = False
    due_id: int = 0

    def free_minor(self) -> int:
        """What nothing stands in the way of, in minor units."""
        if self.time_barred:
            return 0
        disputed = self.disputed.minor if self.disputed else 0
        promised = self.promised.minor if self.promised else 0
        return max(0, self.open.minor - disputed - promised)


@quick_dataclass(frozen=True, slots=True)
class Asked:
    """One overdue item and the part of it, in minor units, that may be asked for."""

    item: OpenItem
    minor: int


@quick_dataclass(frozen=True, slots=True)
class Balance:
    """The account on a day. `oldest` is the oldest item of which something may be asked for.

    `overdue` and `actionable` are net of unallocated credits, which are set against the oldest
    items first; `disputed` and `promised` are the overdue parts. `asked`: what `asked_of` says.
    """

    overdue: Money
    actionable: Money
    disputed: Money
    promised: Money
    time_barred: Money
    credits: Money
    oldest: OpenItem | None
    days_past_due: int
    asked: tuple[Asked, ...] = ()


def balance_on(today: date, items: Sequence[OpenItem], unallocated: Money) -> Balance:
    """The account as it stands for dunning on a day.

    Money not yet allocated counts first, so that nobody is reminded of what it covers.
    Source: method 0 (actionable amount), peers, clock mistake 5.
    """
    currency = unallocated.currency
    late = _late(today, items)
    credit = max(0, unallocated.minor)
    asked = _net(late, credit)
    oldest = asked[0].item if asked else None
    return Balance(
        overdue=Money(max(0, sum([i.open.minor for i in late]) - credit), currency),
        actionable=Money(sum([a.minor for a in asked]), currency),
        disputed=Money(sum([i.disputed.minor for i in late if i.disputed]), currency),
        promised=Money(sum([i.promised.minor for i in late if i.promised]), currency),
        time_barred=Money(sum([i.open.minor for i in late if i.time_barred]), currency),
        credits=Money(credit, currency),
        oldest=oldest,
        days_past_due=days_between(oldest.due_on, today) if oldest else 0,
        asked=asked,
    )


def asked_of(today: date, items: Sequence[OpenItem], unallocated: Money) -> tuple[Asked, ...]:
    """What may be asked for, item by item, oldest first: the lines that a message names.

    Money not yet allocated is set against what is free of the oldest items first.
    """
    return _net(_late(today, items), max(0, unallocated.minor))


def coming_of(today: date, items: Sequence[OpenItem], unallocated: Money) -> tuple[Asked, ...]:
    """What is not overdue yet, item by item, the soonest due first, each with what will be missing of it.

    Money not yet allocated is set against what is overdue first, then against what comes.
    """
    credit = max(0, unallocated.minor) - sum(i.free_minor() for i in _late(today, items))
    coming = sorted([i for i in items if i.due_on >= today], key=_IN_ORDER)
    return _net(coming, max(0, credit))


def _net(items: Sequence[OpenItem], credit: int) -> tuple[Asked, ...]:
    """What is free of each item once a credit is set against them in their order."""
    asked = []
    for item in items:
        free = item.free_minor()
        used = min(credit, free)
        credit -= used
        if free > used:
            asked.append(Asked(item, free - used))
    return tuple(asked)


def _late(today: date, items: Sequence[OpenItem]) -> list[OpenItem]:
    late = [i for i in items if i.due_on < today and i.open.minor > 0]
    return sorted(late, key=_IN_ORDER) if len(late) > 1 else late
