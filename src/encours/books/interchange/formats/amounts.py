"""Amounts as people and programs write them, in French, English, Swiss or Indian habit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from encours.books.interchange.formats.cells import Cell, cell_text
from encours.books.interchange.formats.issues import Code
from encours.ground.kernel.money import MoneyError, exponent_of

MOST_MINOR = 10**15
MOST_CHARACTERS = 40

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\t", " ") | {"’": "'", "−": "-", "–": "-"})
_WORDS = re.compile(r"[^\W\d_]+\.?|[€$£¥₹]")
_GROUPED = re.compile(r"\d{1,3}(?P<mark>[ '.,])\d{3}(?:(?P=mark)\d{3})*|\d{1,2}(?:,\d{2})+,\d{3}|\d+")
_SYMBOLS = {
    "€": "EUR",
    "e": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "fr": "CHF",
    "frs": "CHF",
    "us$": "USD",
    "$us": "USD",
    "ca$": "CAD",
    "$ca": "CAD",
    "c$": "CAD",
}
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})


@dataclass(frozen=True, slots=True)
class Amount:
    """Minor units of a currency; `note` says what was assumed or rounded in reading it."""

    minor: int
    currency: str
    note: Code | None = None


def decimal_mark(cells: Iterable[Cell]) -> str | None:
    """The decimal mark that a whole column proves, or None when it proves nothing or both."""
    proven = {mark for mark in map(_proof, cells) if mark}
    return proven.pop() if len(proven) == 1 else None


def read_amount(cell: Cell, *, currency: str, mark: str | None = None) -> Amount | Code:
    """The amount of a cell in its own currency if it names one, else in `currency`.

    `mark` is what the column proves. Without it a lone mark before exactly three digits counts
    thousands, since money has no thousandths (but where the currency has three decimals).
    More decimals than the currency has is a refusal, but a number computed by a workbook is rounded
    half up as its owner sees it there, with a note.
    """
    if isinstance(cell, int | float):
        return _rounded(Decimal(repr(cell)), currency)
    text = cell_text(cell).translate(_SPACES) if isinstance(cell, str) else ""
    if not any(character.isdecimal() for character in text):
        return Code.AMOUNT_UNREADABLE
    if len(text) > MOST_CHARACTERS:
        return Code.AMOUNT_TOO_BIG
    found = _currency(_WORDS.findall(text), currency)
    if isinstance(found, Code):
        return found
    digits, negative = _unsigned(_WORDS.sub(" ", text))
    number = _number(digits, mark, exponent_of(found))
    if number is None:
        return Code.AMOUNT_UNREADABLE
    credit = bool(re.search(r"\bCR\b", text, re.IGNORECASE))
    value, assumed = number
    note = Code.NUMBER_FORMAT_ASSUMED if assumed else None
    return _in_minor(-value if negative != credit else value, found, note)


def read_number(cell: Cell, *, mark: str | None = None) -> Decimal | Code:
    """A bare number (a quantity, a rate in percent), exact."""
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    text = cell_text(cell).translate(_SPACES).rstrip("% ") if isinstance(cell, str) else ""
    digits, negative = _unsigned(text)
    number = (
        _number(digits, mark or ("." if "." in digits else ","), 0) if len(text) <= MOST_CHARACTERS else None
    )
    if number is None:
        return Code.AMOUNT_UNREADABLE
    return -number[0] if negative else number[0]


def currency_code(text: str, default: str) -> str | Code:
    """The ISO code of a currency written as a code, a symbol or a word."""
    return _currency([text.strip()] if text.strip() else [], default)


def _proof(cell: Cell) -> str:
    if not isinstance(cell, str):
        return ""
    digits, _negative = _unsigned(_WORDS.sub(" ", cell_text(cell).translate(_SPACES)))
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return ""
    mark, after = digits[last], digits[last + 1 :]
    both = "," in digits and "." in digits
    certain = both or (digits.count(mark) == 1 and (len(after) != 3 or digits[:last] in ("", "0")))
    return mark if certain and after.isdecimal() and digits.count(mark) == 1 else ""


def _unsigned(text: str) -> tuple[str, bool]:
    """The figures without sign, and whether the sign was minus: -1, 1-, (1)."""
    bare = text.strip()
    if bare.startswith("(") and bare.endswith(")"):
        return bare[1:-1].strip(), True
    if bare.endswith("-") and not bare.startswith("-"):
        return bare[:-1].strip(), True
    return bare.lstrip("+-").strip(), bare.startswith("-")


def _currency(words: list[str], default: str) -> str | Code:
    named = "".join(word.rstrip(".") for word in words if word.upper().rstrip(".") not in ("CR", "DR", "DB"))
    if not named:
        return default
    if named == "$":
        return default if default in _DOLLARS else Code.CURRENCY_UNKNOWN
    code = _SYMBOLS.get(named.lower(), named.upper())
    try:
        exponent_of(code)
    except MoneyError:
        return Code.CURRENCY_UNKNOWN if len(code) == 3 and code.isalpha() else Code.AMOUNT_UNREADABLE
    return code


def _number(digits: str, mark: str | None, exponent: int) -> tuple[Decimal, bool] | None:
    """The value and whether a mark was assumed to count thousands; None when it is no number."""
    point = _decimal_position(digits, mark, exponent)
    whole, fraction = (digits, "") if point is None else (digits[:point], digits[point + 1 :])
    grouped = _GROUPED.fullmatch(whole) if whole else None
    if (whole and grouped is None) or not (fraction or whole) or (fraction and not fraction.isdecimal()):
        return None
    if point is not None and digits[point] in whole:
        return None
    assumed = mark is None and point is None and whole.count(",") + whole.count(".") == 1
    plain = re.sub(r"\D", "", whole) or "0"
    return Decimal(f"{plain}.{fraction or '0'}"), assumed


def _decimal_position(digits: str, mark: str | None, exponent: int) -> int | None:
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return None
    found = digits[last]
    if "," in digits and "." in digits:
        return last
    if digits.count(found) > 1 or (mark is not None and mark != found):
        return None
    before, after = digits[:last], digits[last + 1 :]
    thousands = mark is None and len(after) == 3 and exponent < 3 and re.fullmatch(r"[1-9]\d{0,2}", before)
    return None if thousands else last


def _rounded(value: Decimal, currency: str) -> Amount | Code:
    if not value.is_finite() or abs(value) > MOST_MINOR:
        return Code.AMOUNT_TOO_BIG
    minor = value.scaleb(exponent_of(currency))
    whole = minor.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    note = Code.ROUNDED if abs(whole - minor) > Decimal("0.001") else None
    return _in_minor(whole.scaleb(-exponent_of(currency)), currency, note)


def _in_minor(value: Decimal, currency: str, note: Code | None) -> Amount | Code:
    minor = value.scaleb(exponent_of(currency))
    if minor != minor.to_integral_value():
        return Code.TOO_MANY_DECIMALS
    return Amount(int(minor), currency, note) if abs(minor) <= MOST_MINOR else Code.AMOUNT_TOO_BIG
