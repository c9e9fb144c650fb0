"""Customers' lines of a FEC as movements: who is meant, what is written, what is refused of them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.fec_lines import CACHE_TEXTS, Columns, Days, Move, Texts
from encours.books.interchange.formats.fec_rows import Lines
from encours.books.interchange.formats.fec_spool import Row
from encours.books.interchange.formats.issues import Code, Issue, issue


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
        self._people: dict[str, tuple[tuple[str, str], str]] = {}

    def texts(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Rows (number, amount, line as bytes, what its entry touches) with the line as a text.

        Decoded together: alone, each costs as much as all the rest that is done with it.
        """
        lines = b"\0".join([row[2] for row in rows]).decode(self._codec).split("\0")
        return ((row[0], row[1], row[3], line) for row, line in zip(rows, lines, strict=True))

    def cells(self, line: str) -> list[str]:
        """The cells of a line; in place −1, where a column is that the file has not, nothing."""
        row = line.split(self._mark)
        row += [""] * (self._columns.width + 1 - len(row))
        return row

    def move(self, number: int, minor: int, touches: int, line: str) -> Move | Issue:
        """The movement that a line of an account 411 tells, or why it is refused."""
        columns, row = self._columns, self.cells(line)
        day, piece = row[columns.day], row[columns.piece]
        if self._days[day] is None:
            value = day.strip() or "?"
            return issue(Code.DATE_UNREADABLE, line=number, field="EcritureDate", value=value)
        told = row[columns.customer_name], row[columns.account]
        known = self._people.get(row[columns.customer])
        customer = known[1] if known is not None and known[0] == told else self._meet(number, row, told)
        if len(customer) > limits.FIELD_CHARACTERS["customer_code"]:
            limit = limits.FIELD_CHARACTERS["customer_code"]
            return issue(Code.TEXT_TOO_LONG, line=number, field="CompAuxNum", limit=limit)
        letter, currency = row[columns.letter].strip(), row[columns.currency].strip()
        if letter:
            self.is_lettered = True
        if currency and currency.upper() != self._currency:
            self.foreign[currency.upper()] += 1
        return Move._make(
            (
                number,
                minor,
                touches,
                row[columns.journal],
                row[columns.entry].strip(),
                day,
                customer,
                piece if piece.isalnum() else " ".join(piece.split()),
                row[columns.piece_day],
                " ".join(row[columns.label].split()),
                letter if letter.isalnum() else " ".join(letter.split()),
                letter and row[columns.letter_day],
            )
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

    def _meet(self, number: int, row: list[str], told: tuple[str, str]) -> str:
        """The code of a customer as a line writes it; the latest name of each is its name."""
        if len(self._people) > CACHE_TEXTS:
            self._people.clear()
        code, account = row[self._columns.customer], row[self._columns.account].strip()
        customer = self._texts[code] or account
        self._people[code] = (told, customer)
        if len(customer) <= limits.FIELD_CHARACTERS["customer_code"]:
            self.names[customer] = self.name(row)
            self.first_lines.setdefault(customer, number)
            if customer == account:
                self.collective.add(customer)
        return customer
