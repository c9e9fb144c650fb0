"""Which credit pays which debit, by the letters the bookkeeper wrote; oldest first inside a group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from encours.books.interchange.formats.records import AllocationRecord, Basis

_made = partial(tuple.__new__, AllocationRecord)


@dataclass(frozen=True, slots=True)
class Lettered:
    """Movements as lettering sees them, column by column: a debit is positive.

    `openings` stands where a movement was brought forward; a movement without a letter has an empty code.
    """

    customers: Sequence[str]
    keys: Sequence[str]
    days: Sequence[date]
    minors: Sequence[int]
    codes: Sequence[str]
    lettered_on: Sequence[date | None]
    openings: Sequence[int]


@dataclass(slots=True)
class _Item:
    """One of them; `left` is what is left of it, without a sign."""

    customer: str
    key: str
    on: date
    minor: int
    code: str
    lettered_on: date | None
    left: int


class _Items(dict[int, _Item]):
    """Movements that need a closer look, by their place."""

    def __init__(self, told: Lettered) -> None:
        super().__init__()
        self._told = told

    def __missing__(self, place: int) -> _Item:
        told, minor = self._told, self._told.minors[place]
        self[place] = item = _Item(
            told.customers[place],
            told.keys[place],
            told.days[place],
            minor,
            told.codes[place],
            told.lettered_on[place] if told.codes[place] else None,
            abs(minor),
        )
        return item


def allocate(told: Lettered, currency: str) -> tuple[tuple[AllocationRecord, ...], int]:
    """Allocations of all customers, and how many groups have a rest that nothing explains.

    A letter belongs to one customer: the same one elsewhere is another group. Credits that exceed
    the debits of their group were lettered against invoices of a former year: they pay the items
    that the same customer's opening balance brought forward.
    """
    items = _Items(told)
    openings: dict[str, list[_Item]] = {}
    for place, is_opening in enumerate(told.openings) if any(told.openings) else ():
        if is_opening and told.minors[place] > 0:
            openings.setdefault(told.customers[place], []).append(items[place])
    found, others = _pairs(told, items, currency)
    uneven: list[tuple[str, list[_Item]]] = []
    for group in others:
        members = [items[place] for place in group]
        if len(group) > 1:
            found += _match(members, members, currency, Basis.LETTERING)
        if _has_rest(members):
            uneven.append((members[0].customer, members))
    for customer, members in sorted(uneven, key=lambda other: min(item.on for item in other[1])):
        if customer in openings:
            found += _match(members, openings[customer], currency, Basis.BROUGHT_FORWARD)
    return tuple(found), sum(_has_rest(members) for _customer, members in uneven)


def _pairs(
    told: Lettered, items: dict[int, _Item], currency: str
) -> tuple[list[AllocationRecord], list[list[int]]]:
    """Allocations of letters that hold one credit and the debit of its amount, as most do; the other letters' places.

    Written to be fast: there is one for every second line of a file of sales and receipts.
    """
    customers, keys, days, minors, codes = told.customers, told.keys, told.days, told.minors, told.codes
    lettered_on, basis = told.lettered_on, Basis.LETTERING
    rows: list[tuple[object, ...]] = []
    others: list[list[int]] = []
    for group in _groups(told):
        if len(group) != 2 or minors[group[0]] != -minors[group[1]]:
            others.append(group)
            continue
        credit, debit = group
        if minors[credit] > 0:
            debit, credit = group
        row = (
            customers[credit],
            keys[credit],
            keys[debit],
            currency,
            minors[debit],
            max(days[credit], days[debit]),
            basis,
            lettered_on[credit] or lettered_on[debit],
            codes[credit],
        )
        rows.append(row)
        for place in group if items else ():
            if place in items:
                items[place].left = 0
    return list(map(_made, rows)), others


def _groups(told: Lettered) -> Iterable[list[int]]:
    """The places of what each letter of each customer holds together."""
    groups: dict[tuple[str, str], list[int]] = {}
    known = groups.get
    for place, same in enumerate(zip(told.customers, told.codes, strict=True)):
        if same[1]:
            group = known(same)
            if group is None:
                groups[same] = [place]
            else:
                group.append(place)
    return groups.values()


def _has_rest(group: Iterable[_Item]) -> bool:
    return any(item.left for item in group)


def _match(
    credits: Sequence[_Item], debits: Sequence[_Item], currency: str, basis: Basis
) -> list[AllocationRecord]:
    """Pays debits by credits, oldest by oldest, until one side is used up."""
    giving = _oldest_first([item for item in credits if item.minor < 0 and item.left])
    owing = _oldest_first([item for item in debits if item.minor > 0 and item.left])
    found: list[AllocationRecord] = []
    while giving and owing:
        credit, debit = giving[-1], owing[-1]
        minor = min(credit.left, debit.left)
        credit.left -= minor
        debit.left -= minor
        found.append(_record(credit, debit, minor, currency, basis))
        if not credit.left:
            giving.pop()
        if not debit.left:
            owing.pop()
    return found


def _oldest_first(items: list[_Item]) -> list[_Item]:
    """In an order that is taken from the end: the oldest comes last."""
    return sorted(items, key=lambda item: item.on, reverse=True) if len(items) > 1 else items


def _record(credit: _Item, debit: _Item, minor: int, currency: str, basis: Basis) -> AllocationRecord:
    on, lettered_on = max(credit.on, debit.on), credit.lettered_on or debit.lettered_on
    return AllocationRecord(
        credit.customer, credit.key, debit.key, currency, minor, on, basis, lettered_on, credit.code
    )
