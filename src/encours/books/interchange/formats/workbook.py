"""Sheets of an XLSX or ODS workbook, opened only after its true size is known.

The archive is unpacked here under a cap, measured, and handed to calamine as measured: a cell at
the far corner of a sheet, or an archive that lies about its size, would otherwise exhaust memory.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import BinaryIO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.cells import Cell, Row, Table
from encours.books.interchange.formats.issues import Code, Issue, issue

# All that a damaged or hostile archive makes the standard library raise (found by mutation).
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class _Refused(Exception):
    """A part that must not be opened; carries why."""

    def __init__(self, code: Code, *, limit: int = 0) -> None:
        super().__init__(code)
        self.issue = issue(code, limit=limit)


def is_workbook(stream: BinaryIO) -> bool:
    """Whether the bytes begin like an archive or an old Office file."""
    stream.seek(0)
    head = stream.read(4)
    stream.seek(0)
    return head in (_ZIP, _OLE)


def read_sheets(stream: BinaryIO) -> tuple[Table, ...] | Issue:
    """The visible sheets that hold something, in order.

    Refuses what is protected, of an old format, incomplete, not a workbook or too large.
    """
    data = stream.read()
    if data.startswith(_OLE):
        return issue(Code.PASSWORD if _ENCRYPTED in data else Code.OLD_WORKBOOK)
    try:
        sheets = _sheets(_measured(data))
    except _Refused as refusal:
        return refusal.issue
    except (*ARCHIVE_ERRORS, expat.ExpatError, CalamineError, LookupError):
        return issue(Code.WORKBOOK_UNREADABLE)
    return sheets or issue(Code.EMPTY)


def _measured(data: bytes) -> io.BytesIO:
    """The workbook packed anew from parts that were unpacked and measured."""
    copy = io.BytesIO()
    left = limits.UNPACKED_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as packed:
        names = dict.fromkeys(archive.namelist())
        if not {"xl/workbook.xml", "content.xml"} & set(names):
            raise _Refused(Code.BINARY)
        if sum(part.file_size for part in archive.infolist()) > left:
            raise _Refused(Code.ZIP_BOMB)
        for name in names:
            if not (name == "mimetype" or name.endswith((".xml", ".rels"))):
                continue
            part = _unpacked(archive, name, left)
            left -= len(part)
            if name != "mimetype":
                _measure(part)
            packed.writestr(name, part)
    copy.seek(0)
    return copy


def _unpacked(archive: zipfile.ZipFile, name: str, left: int) -> bytes:
    if archive.getinfo(name).flag_bits & 1:
        raise _Refused(Code.PASSWORD)
    with archive.open(name) as part:
        data = part.read(left + 1)
    if len(data) > left:
        raise _Refused(Code.ZIP_BOMB)
    return data


def _measure(part: bytes) -> None:
    """Raises _Refused for a document type, or for a sheet whose used rectangle is too large."""
    area = _Area()
    parser = expat.ParserCreate()
    parser.StartElementHandler = area.start
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.Parse(part, True)  # noqa: FBT003 (expat takes it by position)
    if area.cells > limits.CELLS:
        raise _Refused(Code.TOO_MANY_CELLS, limit=limits.CELLS)


def _no_document_type(*_declaration: object) -> None:
    raise _Refused(Code.ZIP_BOMB)


class _Area:
    """The used rectangle of a sheet, in either format."""

    def __init__(self) -> None:
        self.top = self.bottom = self.right = 0
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._handlers: dict[str, Callable[[Mapping[str, str]], None]] = {
            "row": self._xlsx_row,
            "c": self._xlsx_cell,
            "table": self._ods_table,
            "table-row": self._ods_row,
            "table-cell": self._ods_cell,
            "covered-table-cell": self._ods_cell,
            "p": self._ods_text,
        }

    @property
    def cells(self) -> int:
        """Cells of the rectangle, which is what opening the sheet costs."""
        return (self.bottom - self.top + 1) * self.right if self.right else 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        handler = self._handlers.get(name.rpartition(":")[2])
        if handler is not None:
            handler(attributes)

    def _used(self, row: int, column: int) -> None:
        self.top = min(self.top or row, row)
        self.bottom = max(self.bottom, row)
        self.right = max(self.right, column)
        if self.cells > limits.CELLS:
            raise _Refused(Code.TOO_MANY_CELLS, limit=limits.CELLS)

    def _xlsx_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._column = 0

    def _xlsx_cell(self, attributes: Mapping[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        if place is None:
            self._column += 1
        else:
            self._row = int(place[2])
            self._column = 0
            for letter in place[1]:
                self._column = self._column * 26 + ord(letter) - 64
        self._used(max(self._row, 1), self._column)

    def _ods_table(self, _attributes: Mapping[str, str]) -> None:
        self._row = 0
        self._rows = 1

    def _ods_row(self, attributes: Mapping[str, str]) -> None:
        self._rows = _repeated(attributes, "number-rows-repeated")
        self._row += self._rows
        self._column = 0

    def _ods_cell(self, attributes: Mapping[str, str]) -> None:
        self._columns = _repeated(attributes, "number-columns-repeated")
        self._column += self._columns
        if any(name.endswith(":value-type") for name in attributes):
            self._ods_text(attributes)

    def _ods_text(self, _attributes: Mapping[str, str]) -> None:
        if self._column:
            self._used(max(self._row - self._rows + 1, 1), self._column)
            self._used(self._row, self._column)


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    found = next((value for key, value in attributes.items() if key.endswith(name)), "1")
    return max(int(found), 1) if found.isdecimal() and len(found) < 9 else 1


def _sheets(measured: io.BytesIO) -> tuple[Table, ...]:
    tables = []
    with CalamineWorkbook.from_filelike(measured) as book:
        for position, about in enumerate(book.sheets_metadata):
            if about.visible is not SheetVisibleEnum.Visible:
                continue
            rows = _rows(book.get_sheet_by_index(position))
            if rows:
                tables.append(Table(rows=rows, sheet=about.name))
    return tuple(tables)


def _rows(sheet: CalamineSheet) -> tuple[Row, ...]:
    if sheet.total_width > limits.COLUMNS:
        raise _Refused(Code.TOO_MANY_CELLS, limit=limits.CELLS)
    every = (
        Row(line, tuple(map(_cell, cells)))
        for line, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1)
    )
    return tuple(row for row in every if any(cell is not None for cell in row.cells))


def _cell(value: object) -> Cell:
    match value:
        case bool():
            return "oui" if value else "non"
        case str():
            return value if value.strip() else None
        case datetime():
            return date(value.year, value.month, value.day)
        case int() | float() | date():
            return value
        case _:
            return str(value)
