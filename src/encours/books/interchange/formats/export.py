"""Tables written for people: CSV and XLSX in which no text can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

import xlsxwriter

Value = str | int | Decimal | date | None

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDEST = 60


class Habit(StrEnum):
    """How figures and separators are written: French (;  1234,56) or plain (,  1234.56)."""

    FRENCH = "french"
    PLAIN = "plain"


def csv_bytes(
    titles: Sequence[str], rows: Iterable[Sequence[Value]], *, habit: Habit = Habit.FRENCH
) -> bytes:
    """A CSV in UTF-8 with its mark, so that spreadsheets show accents; lines end in CRLF.

    A text that a spreadsheet would run as a formula gets an apostrophe in front, which our own
    importers take away again. Numbers keep their sign. Source: OWASP, CSV injection.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if habit is Habit.FRENCH else ",")
    writer.writerow([harmless(title) for title in titles])
    for row in rows:
        writer.writerow([_written(value, habit) for value in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(titles: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet: str = "Encours") -> bytes:
    """An XLSX of one sheet: texts as texts, amounts with two decimals, dates as dates."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(sheet[:31])
    bold, amount, day = (
        book.add_format(how)
        for how in ({"bold": True}, {"num_format": "#,##0.00"}, {"num_format": "yyyy-mm-dd"})
    )
    widths = [len(title) for title in titles]
    for column, title in enumerate(titles):
        page.write_string(0, column, title, bold)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            match value:
                case None:
                    continue
                case str():
                    page.write_string(line, column, value)
                case date():
                    page.write_datetime(line, column, value, day)
                case int():
                    page.write_number(line, column, value)
                case Decimal():
                    page.write_number(line, column, value, amount)
            widths[column] = max(widths[column], len(str(value)))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width, _WIDEST) + 2)
    page.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe in front of what would start a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _written(value: Value, habit: Habit) -> str:
    match value:
        case None:
            return ""
        case str():
            return harmless(value)
        case Decimal():
            plain = f"{value:f}"
            return plain.replace(".", ",") if habit is Habit.FRENCH else plain
        case date():
            return f"{value:%d/%m/%Y}" if habit is Habit.FRENCH else value.isoformat()
        case _:
            return str(value)
