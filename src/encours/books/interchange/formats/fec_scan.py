"""One pass over the lines of a FEC: checks each entry's balance and keeps customers' lines."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from operator import mul, sub

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.fec_lines import (
    CASH,
    EQUITY,
    FAMILIES,
    NOTED,
    SALES,
    SEEN,
    Beside,
    Columns,
    Days,
    Journal,
    Minor,
    Move,
    Numbered,
    Sides,
)
from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.ground.kernel.money import exponent_of
from encours.ground.kernel.text import company_key

PROGRESS_LINES = 16_384


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
        self.families: Counter[tuple[str, int]] = Counter()
        self.beside: dict[tuple[Beside, str], int] = {}
        self.group_names: set[str] = set()
        self.foreign: Counter[str] = Counter()
        self.rejected: list[Issue] = []
        self.cash_on: date | None = None
        self.unbalanced: dict[tuple[str, str], tuple[int, int]] = {}
        self._days = Days()
        self._pending: list[Move] = []

    def run(self, rows: Numbered, progress: Callable[[int], None] | None = None) -> None:
        """Reads every line once: checks balances, keeps customers' lines. Written to be fast."""
        amounts, second, combine = self._amounts()
        at_first, at_second = self._amount_places()
        (at_journal, at_entry, at_day, at_account), width = self._places(), self.columns.width
        journal = entry = day = ""
        touches = left = first = 0
        for row in rows:
            if len(row) != width and not self._fits(rows.line_num, row):
                continue
            if row[at_entry] != entry or row[at_day] != day or row[at_journal] != journal:
                self._close_entry((journal, entry, day), touches, left, first)
                journal, entry, day = row[at_journal], row[at_entry], row[at_day]
                touches = left = 0
                first = rows.line_num
                self._tell(progress, first)
            try:
                minor = combine(amounts[row[at_first]], second[row[at_second]])
            except TypeError:
                self._refuse_amount(rows.line_num, row)
                continue
            left += minor
            account = row[at_account].strip()
            family = FAMILIES.get(account[:2], 0)
            touches |= family
            if family == NOTED:
                self._note(rows.line_num, row, account, minor)
        self._close_entry((journal, entry, day), touches, left, first)
        self.lines = rows.line_num

    def _tell(self, progress: Callable[[int], None] | None, line: int) -> None:
        if progress is not None and line > self.lines + PROGRESS_LINES:
            self.lines = line
            progress(line)

    def _places(self) -> tuple[int, int, int, int]:
        columns = self.columns
        return columns.journal, columns.entry, columns.day, columns.account

    def _amounts(self) -> tuple[Minor, dict[str, int | None], Callable[[int | None, int | None], int]]:
        """How the two columns of the amount are read and put together: debit − credit, or amount × side."""
        minor = Minor(exponent_of(self.currency))
        return (minor, minor, sub) if self.columns.debit >= 0 else (minor, Sides(), mul)

    def _amount_places(self) -> tuple[int, int]:
        columns = self.columns
        return (columns.debit, columns.credit) if columns.debit >= 0 else (columns.amount, columns.side)

    def _fits(self, line: int, row: list[str]) -> bool:
        """Whether a row of another width can still be read: only empty cells more, or none needed less."""
        width = self.columns.width
        needed = max(*self._places(), *self._amount_places())
        if not any(cell.strip() for cell in row):
            return False
        fits = not any(cell.strip() for cell in row[width:]) if len(row) > width else len(row) > needed
        if not fits:
            self._refuse(issue(Code.SHORT_LINE, line=line, found=len(row), expected=width))
        return fits

    def _refuse(self, refusal: Issue) -> None:
        if len(self.rejected) < limits.ERRORS:
            self.rejected.append(refusal)

    def _refuse_amount(self, line: int, row: list[str]) -> None:
        value = " / ".join(row[place].strip() for place in self._amount_places())
        self._refuse(issue(Code.AMOUNT_UNREADABLE, line=line, field="Debit", value=value))

    def _close_entry(self, entry: tuple[str, str, str], touches: int, left: int, first: int) -> None:
        """Ends a run of lines of one entry: what is left of it is kept until the rest comes."""
        self.entries += 1
        journal, number, day_text = entry
        if left or (self.unbalanced and (journal, number) in self.unbalanced):
            before, line = self.unbalanced.pop((journal, number), (0, first))
            if before + left:
                self.unbalanced[journal, number] = (before + left, line)
        if touches & (SALES | CASH):
            self._note_family(journal, touches, day_text)
        if self._pending:
            seen = SEEN[touches & ~NOTED]
            for move in self._pending:
                move.touches = seen
            self.journals[journal].moves[SEEN[touches & ~(NOTED | EQUITY)]] += len(self._pending)
            self.moves += self._pending
            self._pending = []

    def _note_family(self, journal: str, touches: int, day_text: str) -> None:
        self.families[journal, touches & (SALES | CASH)] += 1
        day = self._days[day_text]
        if touches & CASH and day is not None and (self.cash_on is None or day > self.cash_on):
            self.cash_on = day

    def _note(self, line: int, row: list[str], account: str, minor: int) -> None:
        """Keeps what a line says of a customer or of the group."""
        if account.startswith("411"):
            self._note_customer(line, row, account, minor)
        elif account[:3] in (Beside.BILLS, Beside.DOUBTFUL, Beside.ADVANCES):
            key = (Beside(account[:3]), self._name(row, account))
            self.beside[key] = self.beside.get(key, 0) + minor
        elif account.startswith("45"):
            self.group_names.add(company_key(self._name(row, account)))

    def _note_customer(self, line: int, row: list[str], account: str, minor: int) -> None:
        columns = self.columns
        day = self._days[row[columns.day]]
        customer = self._text(row, columns.customer) or account
        if day is None:
            self._refuse(
                issue(Code.DATE_UNREADABLE, line=line, field="EcritureDate", value=row[columns.day] or "?")
            )
        elif len(customer) > limits.FIELD_CHARACTERS["customer_code"]:
            limit = limits.FIELD_CHARACTERS["customer_code"]
            self._refuse(issue(Code.TEXT_TOO_LONG, line=line, field="CompAuxNum", limit=limit))
        else:
            self._pending.append(self._move(line, row, customer, day, minor))
            self._remember(row, account, customer)

    def _remember(self, row: list[str], account: str, customer: str) -> None:
        journal = row[self.columns.journal]
        if journal not in self.journals:
            self.journals[journal] = Journal(self._text(row, self.columns.journal_name))
        if customer == account:
            self.collective.add(customer)
        self.names[customer] = self._name(row, account)
        at_currency = self.columns.currency
        if 0 <= at_currency < len(row) and row[at_currency] not in ("", self.currency):
            self._note_currency(row[at_currency].strip().upper())

    def _note_currency(self, currency: str) -> None:
        if currency not in ("", self.currency):
            self.foreign[currency] += 1

    def _move(self, line: int, row: list[str], customer: str, day: date, minor: int) -> Move:
        columns = self.columns
        return Move(
            line=line,
            journal=row[columns.journal],
            entry=row[columns.entry].strip(),
            on=day,
            customer=customer,
            piece=self._text(row, columns.piece),
            piece_on=self._day(row, columns.piece_day),
            label=self._text(row, columns.label),
            minor=minor,
            letter=self._text(row, columns.letter),
            lettered_on=self._day(row, columns.letter_day),
        )

    def _name(self, row: list[str], account: str) -> str:
        columns = self.columns
        own = self._text(row, columns.customer_name) or self._text(row, columns.customer)
        return (own or self._text(row, columns.account_name) or account)[
            : limits.FIELD_CHARACTERS["customer_name"]
        ]

    def _text(self, row: list[str], place: int) -> str:
        return " ".join(row[place].split()) if 0 <= place < len(row) else ""

    def _day(self, row: list[str], place: int) -> date | None:
        return self._days[row[place]] if 0 <= place < len(row) else None
