"""Workbooks made for tests: XLSX through our writer's library, ODS and traps by hand."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)

Value = str | int | float | date | Decimal | None


def xlsx(*sheets: Sequence[Sequence[Value]]) -> bytes:
    """A workbook with these rows on each sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for rows in sheets:
        page = book.add_worksheet()
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(line, column, value, day)
                elif value is not None:
                    page.write(line, column, value)
    book.close()
    return target.getvalue()


def xlsx_with_far_cell(row: int, column: int) -> bytes:
    """A small workbook whose second cell stands far away."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet()
    page.write(0, 0, "x")
    page.write(row, column, "y")
    book.close()
    return target.getvalue()


def ods(body: str, *, before: str = "") -> bytes:
    """An ODS whose one table holds this XML."""
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content {_NAMES}><office:body><office:spreadsheet>'
        f'<table:table table:name="Feuille1">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/></manifest:manifest>'
    )
    return packed({"mimetype": _ODS, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_row(*cells: str, repeated: int = 1) -> str:
    """A row of an ODS from its cells."""
    again = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{again}>{''.join(cells)}</table:table-row>"


def ods_text(text: str, *, repeated: int = 1) -> str:
    """A text cell."""
    again = f'table:number-columns-repeated="{repeated}" ' if repeated > 1 else ""
    return f'<table:table-cell {again}office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods_number(value: float) -> str:
    """A number cell."""
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
        "</table:table-cell>"
    )


def ods_day(day: date) -> str:
    """A date cell."""
    return (
        f'<table:table-cell office:value-type="date" office:date-value="{day}"><text:p>{day}</text:p>'
        "</table:table-cell>"
    )


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()
