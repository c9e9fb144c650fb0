"""One pass over the lines of a FEC: checks each entry's balance and keeps customers' lines."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import IntFlag, StrEnum

from encours.books.interchange.formats.dates import read_date
from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.ground.kernel.money import exponent_of
from encours.ground.kernel.text import company_key

CACHE_TEXTS = 100_000

_AMOUNT = re.compile(r"([+-]?)(\d*)(?:[.,](\d*))?")
_SIDES = {"D": 1, "C": -1, "+1": 1, "1": 1, "+": 1, "-1": -1, "-": -1}


class Touches(IntFlag):
    """Which families of accounts an entry touches."""

    NOTHING = 0
    SALES = 1
    CASH = 2
    EQUITY = 4


_FAMILIES = {
    "70": Touches.SALES,
    "51": Touches.CASH,
    "53": Touches.CASH,
    "58": Touches.CASH,
    "10": Touches.EQUITY,
    "12": Touches.EQUITY,
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


class _Minor(dict[str, int | None]):
    """Amounts by their text: most come again and again. None for what is no amount."""

    def __init__(self, exponent: int) -> None:
        super().__init__()
        self.exponent = exponent

    def __missing__(self, text: str) -> int | None:
        if len(self) > CACHE_TEXTS:
            self.clear()
        bare = re.sub(r"[\s\u00a0\u202f]", "", text)
        found = _AMOUNT.fullmatch(bare)
        value = None
        if found is not None:
            fraction = (found[3] or "").ljust(self.exponent, "0")
            if not fraction[self.exponent :].strip("0"):
                value = int((found[2] or "0") + fraction[: self.exponent]) * (-1 if found[1] == "-" else 1)
        self[text] = value
        return value


class _Days(dict[str, date | None]):
    """Dates by their text; None for an empty or impossible one."""

    def __missing__(self, text: str) -> date | None:
        if len(self) > CACHE_TEXTS:
            self.clear()
        found = read_date(text.strip() or None)
        value = found if isinstance(found, date) else None
        self[text] = value
        return value


class Scan:
    """What one pass over a FEC keeps."""

    def __init__(self, columns: Columns, *, currency: str) -> None:
        self.columns = columns
        self.currency = currency
        self.lines = 0
        self.entries = 0
        self.moves: list[Move] = []
        self.names: dict[str, str] = {}
        self.collective: set[str] = set()
        self.journals: dict[str, Journal] = {}
        self.families: Counter[tuple[str, Touches]] = Counter()
        self.beside: dict[tuple[Beside, str], int] = {}
        self.group_names: set[str] = set()
        self.foreign: Counter[str] = Counter()
        self.rejected: list[Issue] = []
        self.first_on: date | None = None
        self.cash_on: date | None = None
        self.unbalanced: dict[tuple[str, str], tuple[int, int]] = {}
        self._minor = _Minor(exponent_of(currency))
        self._days = _Days()
        self._entry: tuple[str, str, str] | None = None
        self._touches = Touches.NOTHING
        self._pending: list[Move] = []
        self._needed = max(
            columns.journal,
            columns.entry,
            columns.day,
            columns.account,
            columns.debit,
            columns.credit,
            columns.amount,
            columns.side,
        )

    def take(self, line: int, row: list[str]) -> None:
        """One line of the file."""
        columns = self.columns
        self.lines += 1
        if len(row) != columns.width and not self._fits(line, row):
            return
        minor = self._amount(row)
        day = self._days[row[columns.day]]
        if minor is None or day is None:
            self._refuse(line, row, minor)
            return
        journal, number = row[columns.journal], row[columns.entry]
        if (journal, number, row[columns.day]) != self._entry:
            self._close_entry((journal, number, row[columns.day]))
        left, first = self.unbalanced.get((journal, number), (0, line))
        if left + minor:
            self.unbalanced[journal, number] = (left + minor, first)
        else:
            self.unbalanced.pop((journal, number), None)
        account = row[columns.account].strip()
        family = _FAMILIES.get(account[:2])
        if family is not None:
            self._touches |= family
            self.families[journal, family] += 1
        if account[:2] in ("41", "45", "51", "53"):
            self._note(line, row, account, minor, day)

    def finish(self) -> None:
        """Closes the last entry."""
        self._close_entry(None)

    def _amount(self, row: list[str]) -> int | None:
        columns = self.columns
        if columns.debit >= 0 and columns.credit >= 0:
            debit, credit = self._minor[row[columns.debit]], self._minor[row[columns.credit]]
            return None if debit is None or credit is None else debit - credit
        amount, side = self._minor[row[columns.amount]], _SIDES.get(row[columns.side].strip().upper())
        return None if amount is None or side is None else amount * side

    def _fits(self, line: int, row: list[str]) -> bool:
        """Whether a row of another width can still be read: only empty cells more, or less."""
        if len(row) > self.columns.width:
            fits = not any(cell.strip() for cell in row[self.columns.width :])
        else:
            fits = len(row) > self._needed
        if not fits:
            self.rejected.append(
                issue(Code.SHORT_LINE, line=line, found=len(row), expected=self.columns.width)
            )
        return fits

    def _refuse(self, line: int, row: list[str], minor: int | None) -> None:
        if minor is None:
            columns = self.columns
            places = [
                place for place in (columns.debit, columns.credit, columns.amount, columns.side) if place >= 0
            ]
            value = " / ".join(row[place].strip() for place in places)
            self.rejected.append(issue(Code.AMOUNT_UNREADABLE, line=line, field="Debit", value=value))
        else:
            value = row[self.columns.day]
            self.rejected.append(issue(Code.DATE_UNREADABLE, line=line, field="EcritureDate", value=value))

    def _close_entry(self, entry: tuple[str, str, str] | None) -> None:
        for move in self._pending:
            move.touches = self._touches
            self.journals[move.journal].moves[self._touches & ~Touches.EQUITY] += 1
        self.moves += self._pending
        self._pending = []
        self._entry = entry
        self._touches = Touches.NOTHING
        self.entries += 1

    def _note(self, line: int, row: list[str], account: str, minor: int, day: date) -> None:
        """Keeps what a line says of a customer, of the bank or of the group."""
        if account.startswith("411"):
            self._pending.append(self._move(line, row, account, minor, day))
        elif account[:3] in (Beside.BILLS, Beside.DOUBTFUL, Beside.ADVANCES):
            key = (Beside(account[:3]), self._name(row, account))
            self.beside[key] = self.beside.get(key, 0) + minor
        elif account.startswith("45"):
            self.group_names.add(company_key(self._name(row, account)))
        elif account.startswith(("51", "53")) and (self.cash_on is None or day > self.cash_on):
            self.cash_on = day

    def _move(self, line: int, row: list[str], account: str, minor: int, day: date) -> Move:
        columns = self.columns
        journal = row[columns.journal]
        if journal not in self.journals:
            self.journals[journal] = Journal(self._text(row, columns.journal_name))
        customer = self._text(row, columns.customer) or account
        if customer == account:
            self.collective.add(customer)
        self.names[customer] = self._name(row, account)
        if self.first_on is None or day < self.first_on:
            self.first_on = day
        currency = self._text(row, columns.currency).upper()
        if currency not in ("", self.currency):
            self.foreign[currency] += 1
        return Move(
            line,
            journal,
            row[columns.entry].strip(),
            day,
            customer,
            self._text(row, columns.piece),
            self._day(row, columns.piece_day),
            self._text(row, columns.label),
            minor,
            self._text(row, columns.letter),
            self._day(row, columns.letter_day),
        )

    def _name(self, row: list[str], account: str) -> str:
        columns = self.columns
        own = self._text(row, columns.customer_name) or self._text(row, columns.customer)
        return own or self._text(row, columns.account_name) or account

    def _text(self, row: list[str], place: int) -> str:
        return " ".join(row[place].split()) if 0 <= place < len(row) else ""

    def _day(self, row: list[str], place: int) -> date | None:
        return self._days[row[place]] if 0 <= place < len(row) else None
