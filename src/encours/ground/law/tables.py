"""A table of rates by period: the rate of a day, or that it is not known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Standing
from encours.ground.law.unknown import LawUnknown


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate, in percent a year, from its first day to its last (none: as far as is known)."""

    id: str
    in_force_on: date
    until: date | None
    percent: Decimal
    standing: Standing
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the rate is the one of a day."""
        return self.in_force_on <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Derived:
    """How the rates of a table come from those of another one; checked by a test, never computed with."""

    table: str
    times: Decimal
    plus: Decimal
    round_up_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates of one kind, without a default: a day that no row holds has no rate."""

    id: str
    title: str
    unit: str
    known_through: date
    rows: tuple[RateRow, ...]
    derived: Derived | None = None
    note: str = ""

    def at(self, day: date) -> RateRow:
        """The row of a day. Raises LawUnknown: a rate is never carried on from another period."""
        for row in reversed(self.rows):
            if row.holds_on(day):
                return row
        text = N_(
            "Taux inconnu au {day} (table {table}) : indiquez-le, il ne se déduit pas d'une autre période"
        )
        raise LawUnknown("rate_unknown", Reason(text, day=day, table=self.id))
