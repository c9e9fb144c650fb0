"""The first pass over the lines of a FEC: checks each entry's balance and lays customers' lines aside."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.fec_lines import (
    CASH,
    CUSTOMER,
    EQUITY,
    LONGEST_AMOUNT,
    NOTED,
    SALES,
    Amounts,
    Beside,
    Columns,
    Days,
    Families,
    Journal,
)
from encours.books.interchange.formats.fec_moves import Movements
from encours.books.interchange.formats.fec_rows import Lines
from encours.books.interchange.formats.fec_spool import Spool
from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.ground.kernel.money import exponent_of
from encours.ground.kernel.text import company_key

PROGRESS_LINES = 16_384
AT_ONCE = 1_024

Entry = tuple[bytes, bytes, bytes]
"""Journal, number and day of an entry, as written."""


class Scan:
    """What one pass over a FEC keeps: lines of accounts 411 on disk, of the others some sums and names.

    `kept` are pieces of rows, column by column: numbers of lines, amounts, what their entries touch, and
    their bytes joined by `\0`, which no text holds: they are decoded and cut all at once.
    """

    def __init__(
        self, columns: Columns, lines: Lines, *, currency: str, progress: Callable[[int], None] | None = None
    ) -> None:
        self.columns = columns
        self.currency = currency
        self.movements = Movements(columns, lines, currency=currency)
        self.lines = 0
        self.entries = 0
        self.kept = Spool()
        self.kept_count = 0
        self.journals: dict[str, Journal] = {}
        self.families: Counter[tuple[str, int]] = Counter()
        self.beside: dict[tuple[Beside, str], int] = {}
        self.group_names: set[str] = set()
        self.rejected: list[Issue] = []
        self.cash_on: date | None = None
        self.unbalanced: dict[tuple[str, str], tuple[int, int]] = {}
        self.is_beyond_entries = False
        self.left = 0
        self._lines = lines
        self._progress = progress or _say_nothing
        self._cash_days: set[bytes] = set()
        self._group: set[str] = set()
        self._open: dict[tuple[bytes, bytes], tuple[int, int]] = {}
        self._touched: Counter[tuple[bytes, int]] = Counter()
        self._names: dict[bytes, str] = {}
        self._seen: Counter[tuple[bytes, int]] = Counter()
        self._pending: list[tuple[int, int, bytes]] = []
        self._kept: list[tuple[int, int, bytes]] = []
        self._touches: list[int] = []

    def run(self) -> None:
        """Reads every line once. Written to be fast: a plain amount is read here, any other by `Amounts`."""
        columns, width, mark = self.columns, self.columns.width, self._lines.mark
        amounts, families = Amounts(columns, exponent_of(self.currency), self._lines.codec), Families()
        at_journal, at_entry, at_day, at_account = columns.needed
        at_debit, at_credit, comma, whole, cents, nothing = amounts.plain
        entry: Entry = (b"", b"", b"")
        touches = left = first = number = 0
        for number, line in self._lines.numbered:
            row = line.split(mark)
            if len(row) != width and not self._fits(number, row, amounts):
                continue
            if row[at_entry] != entry[1] or row[at_day] != entry[2] or row[at_journal] != entry[0]:
                self._close_entry(entry, touches, left, first)
                entry, touches, left, first = (row[at_journal], row[at_entry], row[at_day]), 0, 0, number
            debit, credit = row[at_debit], row[at_credit]
            if (
                credit == nothing
                and debit[comma] == b","
                and (figures := debit[whole] + debit[cents]).isdigit()
            ):
                minor = int(figures) if len(figures) < LONGEST_AMOUNT else self._odd(number, row, amounts)
            elif (
                debit == nothing
                and credit[comma] == b","
                and (figures := credit[whole] + credit[cents]).isdigit()
            ):
                minor = -int(figures) if len(figures) < LONGEST_AMOUNT else self._odd(number, row, amounts)
            else:
                minor, nothing = self._odd(number, row, amounts), amounts.nothing
            if minor is not None:
                left += minor
                family = families[row[at_account]]
                touches |= family
                if family == CUSTOMER:
                    self._keep(number, line, minor, row[at_journal])
                elif family == NOTED:
                    self._note(line, minor, row)
        self._finish(entry, touches, left, first)
        self.lines = number

    def refuse(self, refusal: Issue) -> None:
        """Notes a refused line, as long as there are not too many."""
        if len(self.rejected) < limits.ERRORS:
            self.rejected.append(refusal)

    def _finish(self, entry: Entry, touches: int, left: int, first: int) -> None:
        """Ends the pass: what was kept as bytes becomes texts."""
        self._close_entry(entry, touches, left, first)
        self._lay_aside()
        said = self.movements.said
        days = [day for text in self._cash_days if (day := Days()[said(text)]) is not None]
        self.cash_on = max(days, default=None)
        self.unbalanced = {(said(code), said(entry)): found for (code, entry), found in self._open.items()}
        self.journals = {said(code): Journal(name) for code, name in self._names.items()}
        for (code, family), count in self._touched.items():
            self.families[said(code), family] += count
        for (code, seen), count in self._seen.items():
            self.journals[said(code)].moves[seen] += count

    def _fits(self, line: int, row: list[bytes], amounts: Amounts) -> bool:
        """Whether a row of another width can still be read: only empty cells more, or none needed less."""
        width = self.columns.width
        needed = max(*self.columns.needed, amounts.first, amounts.second)
        if not any(cell.strip() for cell in row):
            return False
        fits = not any(cell.strip() for cell in row[width:]) if len(row) > width else len(row) > needed
        if not fits:
            self.refuse(issue(Code.SHORT_LINE, line=line, found=len(row), expected=width))
        return fits

    def _odd(self, line: int, row: list[bytes], amounts: Amounts) -> int | None:
        """An amount that is not written plainly; None, and the line refused, when it is none."""
        minor = amounts.of(row)
        if minor is None:
            said = self.movements.said
            value = " / ".join(said(row[place]).strip() for place in (amounts.first, amounts.second))
            self.refuse(issue(Code.AMOUNT_UNREADABLE, line=line, field="Debit", value=value))
        return minor

    def _close_entry(self, entry: Entry, touches: int, left: int, first: int) -> None:
        """Ends a run of lines of one entry: what is left of it is kept until the rest comes."""
        self.entries += 1
        if first > self.lines + PROGRESS_LINES:
            self.lines = first
            self._progress(first)
        if left or self._open:
            self._balance(entry[:2], left, first)
        if touches & (SALES | CASH):
            self._touched[entry[0], touches & (SALES | CASH)] += 1
            if touches & CASH:
                self._cash_days.add(entry[2])
        if self._pending:
            seen = touches & ~(NOTED | CUSTOMER)
            self._seen[entry[0], seen & ~EQUITY] += len(self._pending)
            self._kept += self._pending
            self._touches += [seen] * len(self._pending)
            self._pending.clear()
            if len(self._kept) >= AT_ONCE:
                self._lay_aside()

    def _balance(self, entry: tuple[bytes, bytes], left: int, first: int) -> None:
        """Notes what an entry lacks to be balanced. Beyond a number of them, only the file is checked."""
        self.left += left
        before, line = self._open.pop(entry, (0, first))
        if before + left and not self.is_beyond_entries:
            self._open[entry] = (before + left, line)
            if len(self._open) > limits.OPEN_ENTRIES:
                self.is_beyond_entries = True
                self._open.clear()

    def _lay_aside(self) -> None:
        if self._kept:
            self.kept_count += len(self._kept)
            numbers, amounts, lines = zip(*self._kept, strict=True)
            self.kept.write((numbers, amounts, self._touches, b"\0".join(lines)))
            self._kept.clear()
            self._touches.clear()

    def _keep(self, number: int, line: bytes, minor: int, journal: bytes) -> None:
        """Keeps a line of a customer's account until its entry ends."""
        self._pending.append((number, minor, line))
        if journal not in self._names:
            self._names[journal] = self.movements.journal_name(self.movements.said(line))

    def _note(self, line: bytes, minor: int, row: list[bytes]) -> None:
        """Keeps what a line says beside a customer's account, or of the group."""
        account = row[self.columns.account].strip()
        name = self.movements.name(self.movements.cells(self.movements.said(line)))
        if account[:3] in _BESIDE:
            key = (_BESIDE[account[:3]], name)
            self.beside[key] = self.beside.get(key, 0) + minor
        elif account.startswith(b"45") and name not in self._group:
            self._group.add(name)
            self.group_names.add(company_key(name))


_BESIDE = {account.encode(): account for account in Beside}


def _say_nothing(_line: int) -> None:
    """What is done along the way when nobody watches."""
