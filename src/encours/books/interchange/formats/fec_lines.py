"""The parts of a line of a FEC: places of columns, amounts, sides, dates, texts, families of accounts."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import IntFlag, StrEnum

from encours.books.interchange.formats.dates import read_date

CACHE_TEXTS = 20_000
LONGEST_AMOUNT = 40
"""So many characters an amount may be written in: some programs fill it up with zeros on the left."""
TOO_MUCH = 10**16
"""No amount of a line comes to so many minor units."""

_AMOUNT = re.compile(r"([+-]?)(\d*)(?:[.,](\d*))?")
_SIGNS = {"D": 1, "C": -1, "+1": 1, "1": 1, "+": 1, "-1": -1, "-": -1}


class Touches(IntFlag):
    """Which families of accounts an entry touches; of `NOTED` lines something is kept, of `CUSTOMER` lines all."""

    NOTHING = 0
    SALES = 1
    CASH = 2
    EQUITY = 4
    NOTED = 8
    CUSTOMER = 16


# Plain integers: this is asked for every line, and the operators of an enum cost ten times more.
SALES, CASH, EQUITY, NOTED, CUSTOMER = 1, 2, 4, 8, 16
FAMILIES = {
    b"70": SALES,
    b"51": CASH,
    b"53": CASH,
    b"58": CASH,
    b"10": EQUITY,
    b"12": EQUITY,
    b"41": NOTED,
    b"45": NOTED,
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

    @property
    def needed(self) -> tuple[int, int, int, int]:
        """Without these nothing is said of a line: journal, entry, day, account."""
        return self.journal, self.entry, self.day, self.account

    @property
    def told(self) -> tuple[int, ...]:
        """What is kept of a line of a customer's account: the name of its journal, and the rest for `fec_moves`."""
        return (
            self.journal_name,
            self.journal,
            self.entry,
            self.day,
            self.customer,
            self.customer_name,
            self.account,
            self.account_name,
            self.piece,
            self.piece_day,
            self.label,
            self.letter,
            self.letter_day,
            self.currency,
        )


@dataclass(slots=True)
class Journal:
    """A journal: its name and what its entries on customers' accounts touch."""

    name: str
    moves: Counter[int] = field(default_factory=Counter)


class Minor(dict[str, int | None]):
    """Amounts in minor units by their text, in any writing; nothings are remembered. None for no amount."""

    def __init__(self, exponent: int) -> None:
        super().__init__()
        self.exponent = exponent

    def __missing__(self, text: str) -> int | None:
        bare = re.sub(r"[\s\u00a0\u202f]", "", text)
        found = _AMOUNT.fullmatch(bare)
        if found is None or len(bare) > LONGEST_AMOUNT:
            return None
        fraction = (found[3] or "").ljust(self.exponent, "0")
        if fraction[self.exponent :].strip("0"):
            return None
        value = int((found[2] or "0") + fraction[: self.exponent]) * (-1 if found[1] == "-" else 1)
        if abs(value) >= TOO_MUCH:
            return None
        if not value and len(self) < CACHE_TEXTS:
            self[text] = 0
        return value


class Sides(dict[str, int | None]):
    """+1 for a debit, -1 for a credit, by what the column Sens says. None for anything else."""

    def __missing__(self, text: str) -> int | None:
        self[text] = value = _SIGNS.get(text.strip().upper())
        return value


class Amounts:
    """The amount of a line in minor units, positive for a debit: debit − credit, or amount × side.

    `nothing` is how the file writes zero, `point` what it writes before cents; `mark`, `whole` and `fraction`
    are the parts of a plain amount («1234,56»): who reads a million lines looks at these itself, and asks
    for the others.
    """

    def __init__(self, columns: Columns, exponent: int, codec: str) -> None:
        self.nothing, self.point = b"0,00", b","
        self.mark, self.whole = slice(-exponent - 1, -exponent), slice(-exponent - 1)
        self.fraction = slice(-exponent, None)
        self.is_sided = columns.debit < 0
        debit_credit, amount_side = (columns.debit, columns.credit), (columns.amount, columns.side)
        self.first, self.second = amount_side if self.is_sided else debit_credit
        self._codec = codec
        self._minor, self._sides = Minor(exponent), Sides()

    @property
    def cells(self) -> tuple[int, int]:
        """Where the two cells of an amount stand."""
        return self.first, self.second

    @property
    def plain(self) -> tuple[slice, slice, slice]:
        """The parts of a plain amount."""
        return self.mark, self.whole, self.fraction

    def of(self, row: list[bytes]) -> int | None:
        """The amount of a line in any writing; None when it is none."""
        first, second = row[self.first].decode(self._codec), row[self.second].decode(self._codec)
        minor, other = self._minor[first], (self._sides if self.is_sided else self._minor)[second]
        if minor is None or other is None:
            return None
        if self.is_sided:
            return minor * other
        self.nothing = row[self.first] if not minor else row[self.second] if not other else self.nothing
        if (point := (row[self.first] if minor else row[self.second])[self.mark]) in (b",", b"."):
            self.point = point
        return minor - other


class Days(dict[str, date | None]):
    """Dates by their text; None for an empty or impossible one."""

    def __missing__(self, text: str) -> date | None:
        if len(self) > CACHE_TEXTS:
            self.clear()
        found = read_date(text.strip() or None)
        value = found if isinstance(found, date) else None
        self[text] = value
        return value


class Texts(dict[str, str]):
    """Texts that come again and again, with single spaces."""

    def __missing__(self, text: str) -> str:
        if len(self) > CACHE_TEXTS:
            self.clear()
        self[text] = value = " ".join(text.split())
        return value


class Families(dict[bytes, int]):
    """The family of an account by how it is written."""

    def __missing__(self, text: bytes) -> int:
        if len(self) > CACHE_TEXTS:
            self.clear()
        account = text.strip()
        self[text] = value = CUSTOMER if account.startswith(b"411") else FAMILIES.get(account[:2], 0)
        return value
