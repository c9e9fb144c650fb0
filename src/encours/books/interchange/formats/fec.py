"""The French file of accounting entries (FEC), in the dialects that programs write.

Source: Livre des procédures fiscales, art. A47 A-1, VII and VIII.

| column | becomes |
|---|---|
| 1 JournalCode, 2 JournalLib | what the movement is: opening, sales, bank, other (`fec_book`) |
| 3 EcritureNum | with the journal, the entry that must balance; a number where the document has none |
| 4 EcritureDate | date of a payment; day up to which the bank is known |
| 5 CompteNum, 6 CompteLib | 411 customers; 413, 416, 419 noticed; 70, 51, 53 say what the entry is |
| 7 CompAuxNum, 8 CompAuxLib | code and name of the customer (else columns 5 and 6) |
| 9 PieceRef, 10 PieceDate | number and date of the invoice; reference of the payment |
| 11 EcritureLib | label |
| 12 Debit, 13 Credit, or Montant and Sens | amount, in the currency of the books |
| 14 EcritureLet, 15 DateLet | which credit pays which debit (`fec_lettering`) |
| 16 ValidDate | left out |
| 17 Montantdevise, 18 Idevise | noticed where the currency is not that of the books |
| 19–22 DateRglt, ModeRglt, NatOp, IdClient | left out (cash-basis professions) |
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.cells import Table
from encours.books.interchange.formats.collector import collector_held
from encours.books.interchange.formats.encoding import detect
from encours.books.interchange.formats.fec_book import book
from encours.books.interchange.formats.fec_lines import Columns
from encours.books.interchange.formats.fec_rows import (
    Lines,
    lines_of_quoted_text,
    lines_of_sheet,
    lines_of_text,
)
from encours.books.interchange.formats.fec_scan import Scan
from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.books.interchange.formats.reading import Options
from encours.books.interchange.formats.records import Kind, Parsed, refused
from encours.books.interchange.formats.tabular import opened, physical_lines, too_big
from encours.ground.kernel.text import search_key

DELIMITERS = ("\t", "|", ";", ",")
HEAD_BYTES = 8_192

_NEEDED = ("JournalCode", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "PieceRef", "EcritureLib")
_SIGNS = frozenset(name.lower() for name in _NEEDED[:4])

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one file writes: separator, quotes or none, place of each column."""

    delimiter: str
    quoted: bool
    titles: tuple[str, ...]

    def place(self, *names: str) -> int | None:
        """Where the first of these columns stands."""
        return next((self.titles.index(name) for name in names if name in self.titles), None)


def recognise(first_line: str) -> Dialect | None:
    """The dialect that a first line of titles shows; None when it is no FEC."""
    for delimiter in DELIMITERS:
        titles = tuple(_title(part) for part in first_line.split(delimiter))
        if _is_of_fec(titles):
            return Dialect(delimiter=delimiter, quoted='"' in first_line, titles=titles)
    return None


def is_fec(stream: BinaryIO) -> bool:
    """Whether the first line of a text file has the titles of a FEC; leaves it at its start."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode()
    first = head.lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r", b"\n").split(b"\n", 1)[0]
    return recognise(first.decode("latin-1")) is not None


def read_fec(stream: BinaryIO, options: Options, *, progress: Progress | None = None) -> Parsed:
    """Customers, invoices, credit notes, payments, opening items and lettering of a FEC, in parts.

    Streams: memory follows the number of customers and the largest of them, not the number of lines.
    `progress` is called with the number of lines read. Amounts are in `options.currency`, the
    currency of the books.
    """
    if size_refusal := too_big(stream):
        return refused(size_refusal, kind=Kind.FEC)
    encoding = detect(stream, declared=options.encoding)
    if isinstance(encoding, Issue):
        return refused(encoding, kind=Kind.FEC)
    try:
        parsed = _read_text(stream, encoding.name, options, progress)
    except csv.Error:
        parsed = refused(issue(Code.LINE_TOO_LONG, limit=csv.field_size_limit()), kind=Kind.FEC)
    return replace(parsed, encoding=encoding.name)


def read_fec_table(table: Table, options: Options) -> Parsed:
    """The same for a FEC that somebody saved as a workbook."""
    titles, *body = table.rows
    dialect = Dialect(
        delimiter="\t", quoted=False, titles=tuple(_title(titles.text(i)) for i in range(len(titles.cells)))
    )
    return _read_lines(lines_of_sheet(body), dialect, options, progress=None)


def is_fec_table(table: Table) -> bool:
    """Whether the first row of a sheet has the titles of a FEC."""
    first = table.rows[0]
    return _is_of_fec([_title(first.text(place)) for place in range(len(first.cells))])


def _is_of_fec(titles: Sequence[str]) -> bool:
    """Whether titles are those of a FEC; with one of its signs missing it is one that lacks a column."""
    return len(_SIGNS & set(titles)) >= len(_SIGNS) - 1


def _read_text(stream: BinaryIO, encoding: str, options: Options, progress: Progress | None) -> Parsed:
    before, first = _first_line(stream, encoding)
    dialect = recognise(first.lstrip("\ufeff"))
    if dialect is None:
        return refused(issue(Code.NO_HEADER, line=before or None), kind=Kind.FEC)
    lines_of = lines_of_quoted_text if dialect.quoted else lines_of_text
    lines = lines_of(stream, encoding, dialect.delimiter, before=before)
    return _read_lines(lines, dialect, options, progress=progress)


def _first_line(stream: BinaryIO, encoding: str) -> tuple[int, str]:
    """The first line that says something, and its number; 0 when there is none."""
    text = opened(stream, encoding)
    try:
        numbered = enumerate(physical_lines(text), start=1)
        return next(((number, line) for number, line in numbered if line.strip()), (0, ""))
    finally:
        text.detach()


def _read_lines(lines: Lines, dialect: Dialect, options: Options, *, progress: Progress | None) -> Parsed:
    missing = _missing_columns(dialect)
    if missing:
        issues = tuple(issue(Code.COLUMN_MISSING, column=name) for name in missing)
        return Parsed(kind=Kind.FEC, unreadable=True, rejected=issues)
    with collector_held():
        scan = Scan(_columns(dialect), lines, currency=options.currency, progress=progress)
        return _book(scan, options)


def _book(scan: Scan, options: Options) -> Parsed:
    scan.run()
    last = scan.rejected[-1] if scan.rejected else None
    if last is not None and (last.code, last.line) == (Code.SHORT_LINE, scan.lines):
        scan.rejected[-1] = issue(Code.TRUNCATED, line=last.line)
    if len(scan.rejected) >= limits.ERRORS:
        scan.rejected.append(issue(Code.TOO_MANY_ERRORS, line=scan.lines, limit=limits.ERRORS))
    return book(scan, options)


def _missing_columns(dialect: Dialect) -> list[str]:
    missing = [name for name in _NEEDED if name.lower() not in dialect.titles]
    amounts = {"debit", "credit"} <= set(dialect.titles) or {"montant", "sens"} <= set(dialect.titles)
    return missing if amounts else [*missing, "Debit / Credit"]


def _columns(dialect: Dialect) -> Columns:
    def place(*names: str) -> int:
        found = dialect.place(*names)
        return -1 if found is None else found

    trailing = len(dialect.titles) - (1 if not dialect.titles[-1] else 0)
    return Columns(
        width=trailing,
        journal=place("journalcode"),
        journal_name=place("journallib"),
        entry=place("ecriturenum"),
        day=place("ecrituredate"),
        account=place("comptenum"),
        account_name=place("comptelib"),
        customer=place("compauxnum"),
        customer_name=place("compauxlib"),
        piece=place("pieceref"),
        piece_day=place("piecedate"),
        label=place("ecriturelib"),
        debit=place("debit"),
        credit=place("credit"),
        amount=place("montant"),
        side=place("sens"),
        letter=place("ecriturelet"),
        letter_day=place("datelet"),
        currency=place("idevise"),
    )


def _title(text: str) -> str:
    return search_key(text.strip().strip('"')).replace(" ", "").replace("_", "")
