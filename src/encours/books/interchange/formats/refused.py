"""The refused lines of a file as a table: what stood there, and why it was refused."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from encours.books.interchange.formats.cells import Row
from encours.books.interchange.formats.fec import recognise
from encours.books.interchange.formats.headers import find_header
from encours.books.interchange.formats.issues import Issue
from encours.books.interchange.formats.records import Kind, Parsed
from encours.books.interchange.formats.tabular import opened, physical_lines, read_tables


@dataclass(frozen=True, slots=True)
class Lines:
    """The titles of a file and some of its lines by number, as texts."""

    titles: tuple[str, ...] = ()
    by_number: dict[int, tuple[str, ...]] | None = None

    def line(self, number: int | None) -> tuple[str, ...]:
        """One line, as wide as the titles; empty cells for a remark on the whole file."""
        found = (self.by_number or {}).get(number or 0, ())
        return (*found, *("" for _ in range(len(self.titles) - len(found))))[: len(self.titles)]


def lines_of(stream: BinaryIO, parsed: Parsed, refused: Sequence[Issue]) -> Lines:
    """The lines that these refusals are about, with the titles above them; none where nothing is readable."""
    wanted = {found.line for found in refused if found.line is not None}
    if parsed.unreadable or not wanted:
        return Lines()
    if parsed.kind is Kind.FEC and parsed.encoding is not None:
        return _of_text(stream, parsed.encoding, wanted)
    tables = read_tables(stream, declared=parsed.encoding)
    if isinstance(tables, Issue):
        return Lines()
    for table in tables:
        header = 0 if parsed.mapping is None else find_header(table, parsed.mapping)
        if header is not None:
            titles = table.rows[header]
            width = len(titles.cells)
            return Lines(
                _texts(titles, width),
                {row.line: _texts(row, width) for row in table.rows if row.line in wanted},
            )
    return Lines()


def _of_text(stream: BinaryIO, encoding: str, wanted: set[int]) -> Lines:
    text = opened(stream, encoding)
    titles: tuple[str, ...] = ()
    found: dict[int, tuple[str, ...]] = {}
    delimiter = "\t"
    for number, line in enumerate(physical_lines(text), start=1):
        if not titles and (dialect := recognise(line.lstrip("\ufeff"))):
            delimiter = dialect.delimiter
            titles = tuple(next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter)))
        elif number in wanted:
            found[number] = tuple(line.split(delimiter))
    text.detach()
    return Lines(titles, found)


def _texts(row: Row, width: int) -> tuple[str, ...]:
    return tuple(row.text(place) for place in range(width))
