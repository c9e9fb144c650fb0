"""Which customers a night is about: all of them, or the next few for a preview that must not take long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from encours.flows.review.gathered import Pair


@dataclass(frozen=True, slots=True)
class Part:
    """The `most` customers whose numbers come after one."""

    after: int = 0
    most: int = 100


@dataclass(frozen=True, slots=True)
class Scope:
    """Customers with a number above `after` and up to `until` (no end when None); so many stand behind it."""

    after: int = 0
    until: int | None = None
    left: int = 0

    def of(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Those that are looked at, in their order."""
        return [p for p in pairs if p[0] > self.after and (self.until is None or p[0] <= self.until)]


def scope_of(part: Part, *found: Sequence[Pair]) -> Scope:
    """The scope that holds a part of the customers who are found."""
    customers = sorted({customer for pairs in found for customer, _ in pairs if customer > part.after})
    until = customers[part.most - 1] if len(customers) > part.most else None
    return Scope(part.after, until, max(0, len(customers) - part.most))
