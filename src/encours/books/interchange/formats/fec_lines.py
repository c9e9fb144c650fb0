"""The parts of a line of a FEC: places of columns, amounts, sides, dates, families of accounts."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntFlag, StrEnum
from typing import Protocol

from encours.books.interchange.formats.dates import read_date

CACHE_TEXTS = 100_000
LONGEST_AMOUNT = 17

_AMOUNT = re.compile(r"([+-]?)(\d*)(?:[.,](\d*))?")
_SIGNS = {"D": 1, "C": -1, "+1": 1, "1": 1, "+": 1, "-1": -1, "-": -1}


class Touches(IntFlag):
    """Which families of accounts an entry touches; `NOTED` are lines to keep something of."""

    NOTHING = 0
    SALES = 1
    CASH = 2
    EQUITY = 4
    NOTED = 8


# Plain integers: this is asked for every line, and the operators of an enum cost ten times more.
SALES, CASH, EQUITY, NOTED = 1, 2, 4, 8
SEEN = {touches: Touches(touches) for touches in range(16)}
FAMILIES = {
    "70": SALES,
    "51": CASH,
    "53": CASH,
    "58": CASH,
    "10": EQUITY,
    "12": EQUITY,
    "41": NOTED,
    "45": NOTED,
}


class Beside(StrEnum):
    """Accounts beside 411 that say something of a customer."""

    BILLS = "413"
    DOUBTFUL = "416"
    ADVANCES = "419"


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each column stands, -1 where the file has none; `width` without an empty last one."""

    width: int
    journal: int
    journal_name: int
    entry: int
    day: int
    account: int
    account_name: int
    customer: int
    customer_name: int
    piece: int
    piece_day: int
    label: int
    debit: int
    credit: int
    amount: int
    side: int
    letter: int
    letter_day: int
    currency: int


@dataclass(slots=True)
class Move:
    """A line of a customer's account; `minor` is positive for a debit."""

    line: int
    journal: str
    entry: str
    on: date
    customer: str
    piece: str
    piece_on: date | None
    label: str
    minor: int
    letter: str
    lettered_on: date | None
    touches: Touches = Touches.NOTHING


@dataclass(slots=True)
class Journal:
    """A journal: its name and what its entries on customers' accounts touch."""

    name: str
    moves: Counter[Touches] = field(default_factory=Counter)


class Numbered(Protocol):
    """Rows that know the line they end on, as a csv reader does."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


class Minor(dict[str, int | None]):
    """Amounts in minor units by their text: most come again and again. None for what is no amount."""

    def __init__(self, exponent: int) -> None:
        super().__init__()
        self.exponent = exponent

    def __missing__(self, text: str) -> int | None:
        if len(self) > CACHE_TEXTS:
            self.clear()
        whole, mark, fraction = text.partition(",")
        if (
            mark
            and text.isascii()
            and whole.isdigit()
            and len(fraction) == self.exponent
            and fraction.isdigit()
        ):
            value = int(whole + fraction) if len(text) <= LONGEST_AMOUNT else None
        else:
            value = self._read(text)
        self[text] = value
        return value

    def _read(self, text: str) -> int | None:
        """Any other writing: spaces, a sign, a point, more or fewer decimals."""
        bare = re.sub(r"[\s\u00a0\u202f]", "", text)
        found = _AMOUNT.fullmatch(bare)
        if found is None or len(bare) > LONGEST_AMOUNT:
            return None
        fraction = (found[3] or "").ljust(self.exponent, "0")
        if fraction[self.exponent :].strip("0"):
            return None
        return int((found[2] or "0") + fraction[: self.exponent]) * (-1 if found[1] == "-" else 1)


class Sides(dict[str, int | None]):
    """+1 for a debit, -1 for a credit, by what the column Sens says. None for anything else."""

    def __missing__(self, text: str) -> int | None:
        self[text] = value = _SIGNS.get(text.strip().upper())
        return value


class Days(dict[str, date | None]):
    """Dates by their text; None for an empty or impossible one."""

    def __missing__(self, text: str) -> date | None:
        if len(self) > CACHE_TEXTS:
            self.clear()
        found = read_date(text.strip() or None)
        value = found if isinstance(found, date) else None
        self[text] = value
        return value
