"""Which credit pays which debit, by the letters the bookkeeper wrote; oldest first inside a group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from encours.books.interchange.formats.records import AllocationRecord, Basis


@dataclass(slots=True)
class Lettered:
    """A movement as lettering sees it: a debit is positive. `opening`: it was brought forward."""

    customer: str
    key: str
    on: date
    minor: int
    code: str
    lettered_on: date | None
    opening: bool


@dataclass(slots=True)
class _Part:
    """What is left of a movement."""

    item: Lettered
    left: int


def allocate(items: Sequence[Lettered], currency: str) -> tuple[tuple[AllocationRecord, ...], int]:
    """Allocations of all customers, and how many groups have a rest that nothing explains.

    A letter belongs to one customer: the same one elsewhere is another group. Credits that exceed
    the debits of their group were lettered against invoices of a former year: they pay the items
    that the same customer's opening balance brought forward.
    """
    groups: dict[tuple[str, str], list[_Part]] = {}
    openings: dict[str, list[_Part]] = {}
    for item in items:
        part = _Part(item, abs(item.minor))
        if item.code:
            groups.setdefault((item.customer, item.code), []).append(part)
        if item.opening and item.minor > 0:
            openings.setdefault(item.customer, []).append(part)
    found: list[AllocationRecord] = []
    for parts in groups.values():
        found += _match(parts, parts, currency, Basis.LETTERING)
    for (customer, _code), parts in _by_date(groups):
        if customer in openings:
            found += _match(parts, openings[customer], currency, Basis.BROUGHT_FORWARD)
    return tuple(found), sum(any(part.left for part in parts) for parts in groups.values())


def _by_date(
    groups: dict[tuple[str, str], list[_Part]],
) -> list[tuple[tuple[str, str], list[_Part]]]:
    return sorted(groups.items(), key=lambda group: min(part.item.on for part in group[1]))


def _match(
    credits: Iterable[_Part], debits: Iterable[_Part], currency: str, basis: Basis
) -> list[AllocationRecord]:
    """Pays debits by credits, oldest by oldest, until one side is used up."""
    giving = _oldest_first(part for part in credits if part.item.minor < 0 and part.left)
    owing = _oldest_first(part for part in debits if part.item.minor > 0 and part.left)
    found: list[AllocationRecord] = []
    while giving and owing:
        credit, debit = giving[-1], owing[-1]
        minor = min(credit.left, debit.left)
        credit.left -= minor
        debit.left -= minor
        found.append(_record(credit.item, debit.item, minor, currency, basis))
        if not credit.left:
            giving.pop()
        if not debit.left:
            owing.pop()
    return found


def _oldest_first(parts: Iterable[_Part]) -> list[_Part]:
    """In an order that is taken from the end: the oldest comes last."""
    return sorted(parts, key=lambda part: part.item.on, reverse=True)


def _record(credit: Lettered, debit: Lettered, minor: int, currency: str, basis: Basis) -> AllocationRecord:
    return AllocationRecord(
        customer=credit.customer,
        credit_key=credit.key,
        debit_key=debit.key,
        currency=currency,
        amount_minor=minor,
        allocated_on=max(credit.on, debit.on),
        basis=basis,
        lettered_on=credit.lettered_on or debit.lettered_on,
        code=credit.code,
    )
