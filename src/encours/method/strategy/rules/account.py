"""The customer's account as dunning reads it: open items with what is disputed or promised set aside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from operator import attrgetter

from encours.books.receivables.rules.open_item import OpenItem as BookItem
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.method.strategy.rules.balance import OpenItem

_IN_ORDER = attrgetter("due_on", "number")


@quick_dataclass(frozen=True, slots=True)
class Covered:
    """What promises take out of the asking, in minor units.

    `on_time`: what agreements on time cover that name no invoice. `named`: for each agreement that names its
    invoices, what it covers and how much of each, by invoice id: it covers nothing else. `rests`: for each
    promise that was kept, its day and what it left open of its amount, two percent at most. `unallocated`:
    money in our hands, which counts before a rest is looked for.
    """

    on_time: int = 0
    named: Sequence[tuple[int, Mapping[int, int]]] = ()
    rests: Sequence[tuple[date, int]] = ()
    unallocated: int = 0


def account_items(
    items: Sequence[BookItem],
    *,
    disputed: Mapping[int, int],
    covered: Covered,
    mentioned: Collection[int],
    today: date,
) -> tuple[OpenItem, ...]:
    """Open items of one currency, oldest first.

    disputed: minor units contested, by invoice id, set against its earliest due dates; covered: what
    agreements on time cover, exactly that amount, set against the oldest overdue items first
    (ruling 11), and the rests of promises that were kept, which stay on account (ruling 8);
    mentioned: due dates that some message of ours has named.
    """
    contested = {i.invoice_id: minor for i in items if (minor := disputed.get(i.invoice_id))}
    promise, found = covered.on_time, []
    named = _Named(covered.named)
    rests, credit = list(covered.rests), covered.unallocated
    for item in sorted(items, key=_IN_ORDER):
        in_dispute = 0
        if left := contested.get(item.invoice_id, 0):
            in_dispute = min(left, item.open_minor)
            contested[item.invoice_id] = left - in_dispute
        free = item.open_minor - in_dispute if item.due_on < today else 0
        promised = _rest_of(item, free - min(credit, free), rests) if rests else 0
        if not promised:
            promised = named.take(item.invoice_id, free)
            rest = min(promise, free - promised)
            promise -= rest
            promised += rest
        if credit:
            credit -= min(credit, free - promised)
        found.append(
            OpenItem(
                number=item.number,
                due_on=item.due_on,
                open=Money(item.open_minor, item.currency),
                disputed=Money(in_dispute, item.currency) if in_dispute else None,
                promised=Money(promised, item.currency) if promised else None,
                mentioned=item.due_id in mentioned,
                due_id=item.due_id,
            )
        )
    return tuple(found)


class _Named:
    """What agreements that name their invoices still cover, used up item by item."""

    def __init__(self, named: Sequence[tuple[int, Mapping[int, int]]]) -> None:
        self._totals = [total for total, _parts in named]
        self._parts = [dict(parts) for _total, parts in named]

    def take(self, invoice_id: int, free: int) -> int:
        taken = 0
        for place, parts in enumerate(self._parts):
            part = min(self._totals[place], parts.get(invoice_id, 0), free - taken)
            if part > 0:
                self._totals[place] -= part
                parts[invoice_id] -= part
                taken += part
        return taken


def _rest_of(item: BookItem, missing: int, rests: list[tuple[date, int]]) -> int:
    """What is missing of an item, when it is no more than a promise made for it and kept has left."""
    for place, (promised_for, minor) in enumerate(rests):
        if 0 < missing <= minor and item.due_on <= promised_for:
            rests[place] = (promised_for, minor - missing)
            return missing
    return 0
