"""What a part payment settles: interest, the fixed sum and principal, in the order of the law, oldest debt first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import assert_never

from encours.ground.kernel.money import Money
from encours.ground.law.regimes import Part
from encours.ground.law.rules.late_interest import Segment
from encours.ground.law.rules.rounding import exact, rounded


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """Money received on a day; `number` is the invoice the debtor named, `first` what both said it settles first."""

    on: date
    amount: Money
    number: str = ""
    first: Part | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What a payment settled of one invoice."""

    on: date
    number: str
    interest: Money
    compensation: Money
    principal: Money


@dataclass(slots=True)
class Line:
    """One invoice as it stands on the way through its payments. `interest` is exact and not yet settled."""

    number: str
    due_on: date
    principal: Money
    runs_from: date | None
    interest: Fraction = Fraction(0)
    interest_paid: Money = field(init=False)
    compensation: Money = field(init=False)
    compensation_paid: Money = field(init=False)
    is_assessed: bool = False
    segments: list[Segment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.interest_paid = self.compensation = self.compensation_paid = Money.zero(self.principal.currency)

    def take(self, part: Part, paid: Money) -> Money:
        """Settles one part as far as the money goes; gives what it took."""
        match part:
            case Part.INTEREST:
                owed = rounded(self.interest, paid.currency)
                taken = min(paid, owed)
                # A line of interest that is settled whole is closed: only here is it rounded before the end.
                self.interest = Fraction(0) if taken == owed else self.interest - exact(taken)
                self.interest_paid += taken
            case Part.COMPENSATION:
                taken = min(paid, self.compensation)
                self.compensation -= taken
                self.compensation_paid += taken
            case Part.PRINCIPAL:
                taken = min(paid, self.principal)
                self.principal -= taken
            case _:
                assert_never(part)
        return taken


def allocate(
    payment: PaymentMade, lines: Iterable[Line], order: tuple[Part, ...]
) -> tuple[tuple[Settled, ...], Money]:
    """Spreads a payment over the lines, and gives what is left of it.

    The invoice that the debtor named first, then what is due, the oldest first, then the rest.
    Source: the facts of the pack's allocation (in France C. civ., art. 1342-10 and 1343-1).
    """
    found, left = [], payment.amount
    for line in sorted(lines, key=lambda line: _rank(line, payment)):
        if not left:
            break
        taken = {part: Money.zero(left.currency) for part in Part}
        for part in _said_first(payment, order):
            taken[part] = line.take(part, left)
            left -= taken[part]
        if any(taken.values()):
            parts = (taken[Part.INTEREST], taken[Part.COMPENSATION], taken[Part.PRINCIPAL])
            found.append(Settled(payment.on, line.number, *parts))
    return tuple(found), left


def _said_first(payment: PaymentMade, order: tuple[Part, ...]) -> tuple[Part, ...]:
    """The order of the law, with what was said and accepted of this payment in front."""
    if payment.first is None:
        return order
    return payment.first, *(part for part in order if part is not payment.first)


def _rank(line: Line, payment: PaymentMade) -> tuple[bool, bool, date]:
    is_named = bool(payment.number) and line.number == payment.number
    return not is_named, line.due_on > payment.on, line.due_on
