"""Which credit pays which debit, by the letters the bookkeeper wrote; oldest first inside a group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from encours.books.interchange.formats.records import AllocationRecord, Basis


@dataclass(slots=True)
class Lettered:
    """A movement as lettering sees it: a debit is positive. `opening`: it was brought forward.

    `left` is what is left of it, without a sign.
    """

    customer: str
    key: str
    on: date
    minor: int
    code: str
    lettered_on: date | None
    opening: bool
    left: int


def allocate(items: Iterable[Lettered], currency: str) -> tuple[tuple[AllocationRecord, ...], int]:
    """Allocations of all customers, and how many groups have a rest that nothing explains.

    A letter belongs to one customer: the same one elsewhere is another group. Credits that exceed
    the debits of their group were lettered against invoices of a former year: they pay the items
    that the same customer's opening balance brought forward.
    """
    groups: dict[tuple[str, str], list[Lettered]] = {}
    openings: dict[str, list[Lettered]] = {}
    for item in items:
        if item.code:
            same = (item.customer, item.code)
            if same in groups:
                groups[same].append(item)
            else:
                groups[same] = [item]
        if item.opening and item.minor > 0:
            openings.setdefault(item.customer, []).append(item)
    found: list[AllocationRecord] = []
    uneven: list[tuple[str, list[Lettered]]] = []
    for (customer, _code), group in groups.items():
        if len(group) > 1:
            found += _match_group(group, currency)
        if _has_rest(group):
            uneven.append((customer, group))
    for customer, group in sorted(uneven, key=lambda other: min(item.on for item in other[1])):
        if customer in openings:
            found += _match(group, openings[customer], currency, Basis.BROUGHT_FORWARD)
    return tuple(found), sum(_has_rest(group) for _customer, group in uneven)


def _match_group(group: list[Lettered], currency: str) -> list[AllocationRecord]:
    """What a letter holds together; one debit and the credit of its amount, as most are, without a search."""
    if len(group) > 2 or group[0].minor != -group[1].minor:
        return _match(group, group, currency, Basis.LETTERING)
    debit, credit = group if group[0].minor > 0 else reversed(group)
    credit.left = debit.left = 0
    return [_record(credit, debit, debit.minor, currency, Basis.LETTERING)]


def _has_rest(group: Iterable[Lettered]) -> bool:
    return any(item.left for item in group)


def _match(
    credits: Sequence[Lettered], debits: Sequence[Lettered], currency: str, basis: Basis
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


def _oldest_first(items: list[Lettered]) -> list[Lettered]:
    """In an order that is taken from the end: the oldest comes last."""
    return sorted(items, key=lambda item: item.on, reverse=True) if len(items) > 1 else items


def _record(credit: Lettered, debit: Lettered, minor: int, currency: str, basis: Basis) -> AllocationRecord:
    on, lettered_on = max(credit.on, debit.on), credit.lettered_on or debit.lettered_on
    return AllocationRecord(
        credit.customer, credit.key, debit.key, currency, minor, on, basis, lettered_on, credit.code
    )
