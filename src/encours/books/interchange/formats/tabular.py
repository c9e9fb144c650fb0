"""Tables of a delimited text or of a workbook, whatever the file's name says."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from encours.books.interchange.formats import limits, workbook
from encours.books.interchange.formats.cells import Row, Table
from encours.books.interchange.formats.encoding import Encoding, detect
from encours.books.interchange.formats.issues import Code, Issue, issue

DELIMITERS = (";", "\t", ",", "|")
SAMPLE_LINES = 40

_END = "\x00end\x00"


def read_tables(stream: BinaryIO, *, declared: str | None = None) -> tuple[Table, ...] | Issue:
    """The tables of a CSV, XLSX or ODS file: one for a text, one for each sheet of a workbook.

    `declared` is the encoding a person chose for a text. Refuses what is empty, binary, truncated,
    protected or larger than `limits` allows.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size > limits.TABLE_BYTES:
        return issue(Code.TOO_BIG, limit=limits.TABLE_BYTES // 1_000_000)
    if workbook.is_workbook(stream):
        return workbook.read_sheets(stream)
    encoding = detect(stream, declared=declared)
    if isinstance(encoding, Issue):
        return encoding
    found = _read_text(stream.read().decode(encoding.name), encoding)
    return found if isinstance(found, Issue) else (found,)


def _read_text(text: str, encoding: Encoding) -> Table | Issue:
    lines = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    long = next((number for number, line in enumerate(lines, 1) if len(line) > limits.LINE_CHARACTERS), None)
    if long is not None:
        return issue(Code.LINE_TOO_LONG, line=long, limit=limits.LINE_CHARACTERS)
    announced = lines[0].strip() if lines[0].lower().startswith("sep=") else ""
    if announced:
        lines[0] = ""
    delimiter = announced[4:5] or find_delimiter(lines)
    rows = _read_rows(lines, delimiter)
    if isinstance(rows, Issue):
        return rows
    return Table(rows=tuple(rows), encoding=encoding.name, proven=encoding.proven, delimiter=delimiter)


def find_delimiter(lines: Sequence[str]) -> str:
    """The separator that cuts most of the first lines into the same number of cells."""
    sample = [line for line in lines[: SAMPLE_LINES * 2] if line.strip()][:SAMPLE_LINES]
    scores = {delimiter: _agreement(sample, delimiter) for delimiter in DELIMITERS}
    return max(scores, key=lambda delimiter: scores[delimiter])


def _agreement(sample: Sequence[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=delimiter) if len(cells) > 1)
    except csv.Error:
        return (0, 0)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _read_rows(lines: Sequence[str], delimiter: str) -> list[Row] | Issue:
    """All rows that hold something. A quote that never closes swallows the end mark: truncated."""
    rows: list[Row] = []
    reader = csv.reader((*(f"{line}\n" for line in lines), _END), delimiter=delimiter)
    line, last, cells = 1, 1, 0
    try:
        for found in reader:
            if found == [_END]:
                return rows or issue(Code.EMPTY)
            cells += len(found)
            if len(found) > limits.COLUMNS or cells > limits.CELLS:
                return issue(Code.TOO_MANY_CELLS, line=line, limit=limits.CELLS)
            if any(not cell.isspace() for cell in found if cell):
                rows.append(Row(line, tuple(cell or None for cell in found)))
            last, line = line, reader.line_num + 1
    except csv.Error:
        return issue(Code.LINE_TOO_LONG, line=line, limit=csv.field_size_limit())
    return issue(Code.TRUNCATED, line=last)


def too_big(stream: BinaryIO) -> Issue | None:
    """Refuses a text over the cap, or with a line of a million characters, before it is decoded."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size > limits.TEXT_BYTES:
        return issue(Code.TOO_BIG, limit=limits.TEXT_BYTES // 1_000_000)
    line = 1
    while chunk := stream.read(limits.LINE_BYTES):
        if len(chunk) == limits.LINE_BYTES and b"\n" not in chunk and b"\r" not in chunk:
            return issue(Code.LINE_TOO_LONG, line=line, limit=limits.LINE_CHARACTERS)
        line += chunk.count(b"\n")
    stream.seek(0)
    return None


def opened(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """A binary stream as text, cut at the ends its first lines show (LF, else CR)."""
    stream.seek(0)
    sample = stream.read(limits.LINE_CHARACTERS)
    stream.seek(0)
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    return io.TextIOWrapper(stream, encoding=encoding, newline="\n" if wide or b"\n" in sample else "\r")


def physical_lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines without their ends (LF, CRLF, CR, CR CR LF). One over the cap comes as it was cut."""
    cap = limits.LINE_CHARACTERS + 1
    while line := text.readline(cap):
        yield line.rstrip("\r\n")
