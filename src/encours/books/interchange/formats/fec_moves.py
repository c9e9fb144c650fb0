"""Customers' lines of a FEC as movements: who is meant, what is written, what is refused of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.fec_lines import CACHE_TEXTS, Columns, Days, Move, Texts
from encours.books.interchange.formats.fec_rows import Lines
from encours.books.interchange.formats.fec_spool import Row
from encours.books.interchange.formats.issues import Code, Issue, issue

_LONGEST = limits.FIELD_CHARACTERS["customer_code"]


class Movements:
    """Makes movements of lines, in the order of the file; what it notes is by customer, not by line.

    `names` are the latest of each customer, `first_lines` where each comes first, `collective` those
    that are no more than an account, `foreign` the lines in each other currency.
    """

    def __init__(self, columns: Columns, lines: Lines, *, currency: str) -> None:
        self._columns = columns
        self._mark = lines.mark.decode()
        self._codec = lines.codec
        self._currency = currency
        self.names: dict[str, str] = {}
        self.first_lines: dict[str, int] = {}
        self.collective: set[str] = set()
        self.foreign: Counter[str] = Counter()
        self.is_lettered = False
        self._days = Days()
        self._texts = Texts()
        self._people: dict[str, tuple[str, str, str]] = {}

    def cells(self, line: str) -> list[str]:
        """The cells of a line; in place −1, where a column is that the file has not, nothing."""
        row = line.split(self._mark)
        row += [""] * (self._columns.width + 1 - len(row))
        return row

    def moves(self, pieces: Iterable[Row], refuse: Callable[[Issue], None]) -> Iterator[Move]:
        """The movements that lines of accounts 411 tell, in the order of the file; lines that tell none are refused.

        `pieces` are columns of rows (`fec_scan`): their lines are decoded together, since alone each
        costs as much as all the rest that is done with it. Written to be fast.
        """
        mark, width, pick = self._mark, self._columns.width, _picked(self._columns)
        days, people = self._days, self._people
        for numbers, amounts, touches, lines in pieces:
            texts = lines.decode(self._codec).split("\0")
            for number, minor, touched, line in zip(numbers, amounts, touches, texts, strict=True):
                row = line.split(mark)
                if len(row) <= width:
                    row += [""] * (width + 1 - len(row))
                (
                    journal,
                    entry,
                    day,
                    code,
                    name,
                    account,
                    piece,
                    piece_day,
                    label,
                    letter,
                    letter_day,
                    currency,
                ) = pick(row)
                if days[day] is None:
                    refuse(_no_day(number, day))
                    continue
                known = people.get(code)
                if known is not None and known[1] == name and known[2] == account:
                    customer = known[0]
                else:
                    customer = self._meet(number, row)
                if len(customer) > _LONGEST:
                    refuse(_too_long(number))
                    continue
                if letter := letter if letter.isalnum() else " ".join(letter.split()):
                    self.is_lettered = True
                if currency and (currency := currency.strip().upper()) and currency != self._currency:
                    self.foreign[currency] += 1
                yield (
                    number,
                    minor,
                    touched,
                    journal,
                    entry.strip(),
                    day,
                    customer,
                    piece if piece.isalnum() else " ".join(piece.split()),
                    piece_day,
                    " ".join(label.split()),
                    letter,
                    letter and letter_day,
                )

    def name(self, row: list[str]) -> str:
        """Whose account a line is on."""
        columns, texts = self._columns, self._texts
        own = texts[row[columns.customer_name]] or texts[row[columns.customer]]
        return (own or texts[row[columns.account_name]] or row[columns.account].strip())[
            : limits.FIELD_CHARACTERS["customer_name"]
        ]

    def journal_name(self, line: str) -> str:
        """What the journal of a line is called."""
        return self._texts[self.cells(line)[self._columns.journal_name]]

    def said(self, text: bytes) -> str:
        """Bytes of the file as text."""
        return text.decode(self._codec)

    def _meet(self, number: int, row: list[str]) -> str:
        """The code of a customer as a line writes it; the latest name of each is its name."""
        if len(self._people) > CACHE_TEXTS:
            self._people.clear()
        code, written = row[self._columns.customer], row[self._columns.account]
        account = written.strip()
        customer = self._texts[code] or account
        self._people[code] = (customer, row[self._columns.customer_name], written)
        if len(customer) <= _LONGEST:
            self.names[customer] = self.name(row)
            self.first_lines.setdefault(customer, number)
            if customer == account:
                self.collective.add(customer)
        return customer


def _picked(columns: Columns) -> Callable[[list[str]], tuple[str, ...]]:
    """Takes what a movement says out of a row, at once."""
    return itemgetter(
        columns.journal,
        columns.entry,
        columns.day,
        columns.customer,
        columns.customer_name,
        columns.account,
        columns.piece,
        columns.piece_day,
        columns.label,
        columns.letter,
        columns.letter_day,
        columns.currency,
    )


def _no_day(line: int, day: str) -> Issue:
    return issue(Code.DATE_UNREADABLE, line=line, field="EcritureDate", value=day.strip() or "?")


def _too_long(line: int) -> Issue:
    return issue(Code.TEXT_TOO_LONG, line=line, field="CompAuxNum", limit=_LONGEST)
