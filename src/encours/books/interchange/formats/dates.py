"""Dates as people and programs write them; which of day and month stands first is proved, not guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from encours.books.interchange.formats.cells import Cell, cell_text
from encours.books.interchange.formats.issues import Code
from encours.books.interchange.formats.mapping import DateOrder
from encours.ground.kernel.text import search_key

FIRST_YEAR, LAST_YEAR = 1970, 2099
EXCEL_DAYS = range(20_000, 80_000)

_TIME = r"(?:[T ]\d{1,2}:\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.]?)(\d{{2}})\2(\d{{2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_DAY_WORD = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+) (\d{4}|\d{2})")
_WORD_DAY = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
_MONTHS = (
    ("jan", "janv", "janvier", "january"),
    ("feb", "fev", "fevr", "fevrier", "february"),
    ("mar", "mars", "march"),
    ("apr", "avr", "avril", "april"),
    ("mai", "may"),
    ("jun", "juin", "june"),
    ("jul", "juil", "juillet", "july"),
    ("aug", "aou", "aout", "august"),
    ("sep", "sept", "septembre", "september"),
    ("oct", "octobre", "october"),
    ("nov", "novembre", "november"),
    ("dec", "decembre", "december"),
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}


@dataclass(frozen=True, slots=True)
class OrderFound:
    """What columns of dates prove. `asked` when some could be read both ways and none decides."""

    order: DateOrder | None
    asked: bool = False


def find_order(cells: Iterable[Cell]) -> OrderFound:
    """Day or month first, from every date of the file: a part above 12 is a day.

    Where both are proved the more frequent wins, and the other dates will be refused line by line.
    """
    days_first = months_first = open_ones = 0
    for cell in cells:
        parts = _YEAR_LAST.fullmatch(cell_text(cell)) if isinstance(cell, str) else None
        if parts is None:
            continue
        first, second = int(parts[1]), int(parts[3])
        days_first += first > 12 >= second
        months_first += second > 12 >= first
        open_ones += first <= 12 and second <= 12 and first != second
    if days_first == months_first:
        return OrderFound(None, asked=bool(open_ones or days_first))
    return OrderFound(DateOrder.DAY_FIRST if days_first > months_first else DateOrder.MONTH_FIRST)


def read_date(cell: Cell, *, order: DateOrder = DateOrder.DAY_FIRST) -> date | Code:
    """The day of a cell; `order` says how to read 03/04/2026. Two-digit years are 1980–2079."""
    match cell:
        case date():
            return _plausible(cell)
        case int() | float():
            return (
                _plausible(date(1899, 12, 30) + timedelta(int(cell)))
                if int(cell) in EXCEL_DAYS
                else Code.DATE_UNREADABLE
            )
        case None:
            return Code.DATE_UNREADABLE
        case str():
            return _read_text(cell_text(cell), order)


def _read_text(text: str, order: DateOrder) -> date | Code:
    if parts := _YEAR_FIRST.fullmatch(text):
        return _day(int(parts[1]), int(parts[3]), int(parts[4]))
    if parts := _YEAR_LAST.fullmatch(text):
        first, second = int(parts[1]), int(parts[3])
        month, day = (second, first) if order is DateOrder.DAY_FIRST else (first, second)
        return _day(_year(parts[4]), month, day)
    words = search_key(text)
    if (parts := _DAY_WORD.fullmatch(words)) and parts[2] in _MONTH_OF:
        return _day(_year(parts[3]), _MONTH_OF[parts[2]], int(parts[1]))
    if (parts := _WORD_DAY.fullmatch(words)) and parts[1] in _MONTH_OF:
        return _day(_year(parts[3]), _MONTH_OF[parts[1]], int(parts[2]))
    return Code.DATE_UNREADABLE


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 80 else 1900)


def _day(year: int, month: int, day: int) -> date | Code:
    try:
        return _plausible(date(year, month, day))
    except ValueError:
        return Code.DATE_IMPOSSIBLE


def _plausible(day: date) -> date | Code:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else Code.DATE_IMPLAUSIBLE
