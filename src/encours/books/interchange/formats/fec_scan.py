"""The first pass over the lines of a FEC: checks each entry's balance and lays customers' lines aside."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import compress
from operator import itemgetter, mul, sub

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.fec_lines import (
    CASH,
    CUSTOMER,
    EQUITY,
    LONGEST_AMOUNT,
    NOTED,
    SALES,
    TOO_MUCH,
    Amounts,
    Beside,
    Columns,
    Days,
    Families,
    Journal,
)
from encours.books.interchange.formats.fec_moves import Movements
from encours.books.interchange.formats.fec_rows import Lines
from encours.books.interchange.formats.fec_spool import Spool, packed
from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.ground.kernel.money import exponent_of
from encours.ground.kernel.text import company_key

PROGRESS_LINES = 16_384
RUNS_AT_ONCE = 256
AT_ONCE = 256

Run = tuple[bytes, bytes, bytes, int, int, int, int]
"""Lines of one entry that stand together: journal, number and day as written, what they touch, what is left
of them, the first one's number, and how many lines of customers are kept with the last one."""

_SEEN = [bytes((touches & ~(NOTED | CUSTOMER),)) for touches in range(32)]


class Scan:
    """What one pass over a FEC keeps: lines of accounts 411 on disk, of the others some sums and names.

    `kept` are pieces of rows, column by column: numbers of lines, amounts, what their entries touch, and the
    texts of `Columns.told`, those of a column joined by `\0`, which no text holds: they are decoded and cut at once.
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
        self._amounts = Amounts(columns, exponent_of(currency), lines.codec)
        self._progress = progress or _say_nothing
        self._cash_days: set[bytes] = set()
        self._group: set[str] = set()
        self._open: dict[tuple[bytes, bytes], tuple[int, int]] = {}
        self._names: dict[bytes, str] = {}
        self._seen: Counter[tuple[bytes, int, int]] = Counter()
        self._runs: list[Run] = []
        self._kept: list[tuple[int, int, tuple[bytes, ...]]] = []
        self._touches = bytearray()

    def run(self) -> None:
        """Reads every line once."""
        self._runs.append(self._read())
        self._close()
        self._lay_aside()
        self._finish()

    def _read(self) -> Run:
        """Goes through the lines; gives the run of the last ones.

        Written to be fast: a plain amount is read here, any other by `Amounts`.
        """
        width, mark, amounts, families = self.columns.width, self._lines.mark, self._amounts, Families()
        runs, kept, pick = self._runs, self._kept, _picked(self.columns)
        at_journal, at_entry, at_day, at_account, at_debit, at_credit = *self.columns.needed, *amounts.cells
        (at_point, whole, cents), point, nothing = amounts.plain, amounts.point, amounts.nothing
        journal, entry, day, touches, left, first, number = b"", b"", b"", 0, 0, 0, 0
        for number, line in self._lines.numbered:
            row = line.split(mark)
            if len(row) != width and not self._fits(number, row):
                continue
            if row[at_entry] != entry or row[at_day] != day or row[at_journal] != journal:
                runs.append((journal, entry, day, touches, left, first, len(kept)))
                if len(runs) >= RUNS_AT_ONCE:
                    self._close()
                journal, entry, day, touches, left, first = (
                    row[at_journal],
                    row[at_entry],
                    row[at_day],
                    0,
                    0,
                    number,
                )
            debit, credit = row[at_debit], row[at_credit]
            if (
                credit == nothing
                and debit[at_point] == point
                and (figures := debit[whole] + debit[cents]).isdigit()
                and len(figures) < LONGEST_AMOUNT
                and (value := int(figures)) < TOO_MUCH
            ):
                minor: int | None = value
            elif (
                debit == nothing
                and credit[at_point] == point
                and (figures := credit[whole] + credit[cents]).isdigit()
                and len(figures) < LONGEST_AMOUNT
                and (value := int(figures)) < TOO_MUCH
            ):
                minor = -value
            else:
                minor, nothing, point = self._odd(number, row), amounts.nothing, amounts.point
            if minor is not None:
                left += minor
                family = families[row[at_account]]
                touches |= family
                if family == CUSTOMER:
                    kept.append((number, minor, pick(row)))
                elif family == NOTED:
                    self._note(minor, row)
        self.lines = number
        return journal, entry, day, touches, left, first, len(kept)

    def refuse(self, refusal: Issue) -> None:
        """Notes a refused line, as long as there are not too many."""
        if len(self.rejected) < limits.ERRORS:
            self.rejected.append(refusal)

    def _finish(self) -> None:
        """Ends the pass: what was kept as bytes becomes texts."""
        said = self.movements.said
        days = [day for text in self._cash_days if (day := Days()[said(text)]) is not None]
        self.cash_on = max(days, default=None)
        self.unbalanced = {(said(code), said(entry)): found for (code, entry), found in self._open.items()}
        self.journals = {said(code): Journal(name) for code, name in self._names.items()}
        for (code, touches, lines), count in self._seen.items():
            if family := touches & (SALES | CASH):
                self.families[said(code), family] += count
            if lines:
                self.journals[said(code)].moves[touches & ~(NOTED | CUSTOMER | EQUITY)] += count * lines

    def _fits(self, line: int, row: list[bytes]) -> bool:
        """Whether a row of another width can still be read: only empty cells more, or none needed less."""
        width = self.columns.width
        needed = max(*self.columns.needed, self._amounts.first, self._amounts.second)
        if not any(cell.strip() for cell in row):
            return False
        fits = not any(cell.strip() for cell in row[width:]) if len(row) > width else len(row) > needed
        if not fits:
            self.refuse(issue(Code.SHORT_LINE, line=line, found=len(row), expected=width))
        row += [b""] * (width - len(row))
        return fits

    def _odd(self, line: int, row: list[bytes]) -> int | None:
        """An amount that is not written plainly; None, and the line refused, when it is none."""
        amounts = self._amounts
        minor = amounts.of(row)
        if minor is None:
            said = self.movements.said
            value = " / ".join(said(row[place]).strip() for place in (amounts.first, amounts.second))
            self.refuse(issue(Code.AMOUNT_UNREADABLE, line=line, field="Debit", value=value))
        return minor

    def _close(self) -> None:
        """Ends some runs of lines of one entry each: what is left of an entry is kept until the rest comes."""
        journals, entries, days, touches, lefts, firsts, ends = zip(*self._runs, strict=True)
        self.entries += len(journals)
        if firsts[-1] > self.lines + PROGRESS_LINES:
            self.lines = firsts[-1]
            self._progress(self.lines)
        if self._open or any(lefts):
            for code, entry, left, first in zip(journals, entries, lefts, firsts, strict=True):
                if left or self._open:
                    self._balance((code, entry), left, first)
        counts = list(map(sub, ends, (len(self._touches), *ends)))
        self._seen.update(zip(journals, touches, counts, strict=True))
        self._cash_days.update(compress(days, map(CASH.__and__, touches)))
        self._touches += b"".join(map(mul, map(_SEEN.__getitem__, touches), counts))
        self._runs.clear()
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
        """Writes customers' lines whose entries have ended, in pieces that stay small while they are worked on."""
        self.kept_count += len(self._kept)
        for start in range(0, len(self._kept), 2 * AT_ONCE):
            numbers, amounts, rows = zip(*self._kept[start : start + 2 * AT_ONCE], strict=True)
            touches = bytes(self._touches[start : start + 2 * AT_ONCE])
            names, *columns = zip(*rows, strict=True)
            for journal in set(columns[0]) - self._names.keys():
                self._names[journal] = self.movements.tidy(names[columns[0].index(journal)])
            texts = map(b"\0".join, columns)
            self.kept.write((packed(numbers), packed(amounts), touches, *texts))
        self._kept.clear()
        self._touches.clear()

    def _note(self, minor: int, row: list[bytes]) -> None:
        """Keeps what a line says beside a customer's account, or of the group."""
        row.append(b"")
        account = row[self.columns.account].strip()
        name = self.movements.name(row)
        if account[:3] in _BESIDE:
            key = (_BESIDE[account[:3]], name)
            self.beside[key] = self.beside.get(key, 0) + minor
        elif account.startswith(b"45") and name not in self._group:
            self._group.add(name)
            self.group_names.add(company_key(name))


def _picked(columns: Columns) -> Callable[[list[bytes]], tuple[bytes, ...]]:
    """Takes what is kept out of a line; a column that the file has not (−1) is empty."""
    pick = itemgetter(*columns.told)
    return pick if -1 not in columns.told else lambda row: pick([*row, b""])


_BESIDE = {account.encode(): account for account in Beside}


def _say_nothing(_line: int) -> None:
    """What is done along the way when nobody watches."""
