"""Amounts, dates and months as letters write them, in French or in English."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from encours.ground.kernel.amounts import written
from encours.ground.kernel.money import Money

# English letters of a European business: day before month, no ambiguity for a reader elsewhere.
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_KEPT = 2048
"""A night writes the same days to everybody."""


def amount(money: Money, language: str) -> str:
    """An exact amount with its narrow and plain no-break spaces: «1 234,50 €», «€1,234.50»."""
    return written(money, _LOCALES[language])


@lru_cache(maxsize=_KEPT)
def long_date(day: date, language: str) -> str:
    """A date in full, as a letter states it: «17 mars 2026», «1er mars 2026», «17 March 2026»."""
    text = str(format_date(day, "d MMMM y", locale=_LOCALES[language]))
    return f"1er{text[1:]}" if language == "fr" and day.day == 1 else text


@lru_cache(maxsize=_KEPT)
def month(day: date, language: str) -> str:
    """A month and its year: «mars 2026», «March 2026»."""
    return str(format_date(day, "MMMM y", locale=_LOCALES[language]))


def enumeration(words: Sequence[str], language: str) -> str:
    """Words in a row as a sentence says them: «a, b et c»."""
    return str(format_list(list(words), locale=_LOCALES[language]))


def days(dates: Sequence[date], language: str) -> str:
    """Days in a row, for «nos messages du …»: «3 mars 2026 et du 10 mars 2026», «3 March 2026 and 10 March 2026»."""
    words = [long_date(day, language) for day in dates]
    return enumeration(
        [words[0], *(f"du {word}" if language == "fr" else word for word in words[1:])], language
    )


def size(byte_count: int, language: str) -> str:
    """The size of a file, as a person reads it: «84 Ko», «1,2 Mo», «84 KB»."""
    units = ("Ko", "Mo") if language == "fr" else ("KB", "MB")
    thousands = max(1, round(byte_count / 1000))
    if thousands < 1000:
        return f"{thousands}\u00a0{units[0]}"
    millions = format_decimal(byte_count / 1_000_000, "#,##0.0", locale=_LOCALES[language])
    return f"{millions}\u00a0{units[1]}"
