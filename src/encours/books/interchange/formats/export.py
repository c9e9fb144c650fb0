"""Tables written for people: CSV and XLSX in which no text can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = str | int | Decimal | date | None

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


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
