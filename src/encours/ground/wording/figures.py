"""Finds the amounts, dates and invoice numbers that a text states, however a person wrote them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.core import get_global
from babel.dates import get_month_names
from babel.numbers import get_currency_symbol

from encours.ground.kernel.money import Money
from encours.ground.wording.addresses import without_addresses

_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = rf"\d{{1,3}}(?:(?:{_SPACE}|[.,'’])\d{{3}})+(?:[.,]\d{{1,3}})?|\d+(?:[.,]\d{{1,3}})?"
# Whatever a currency may look like on either side of a number; `_signs` says whether it is one.
_AMOUNT = re.compile(
    rf"(?:(?<!\w)(?P<before>[A-Z]{{0,3}}[€£$¥]|[A-Z]{{3}}|F\u202fCFA){_SPACE}?|(?<![\w.,/-]))"
    rf"(?P<number>{_NUMBER})(?!\d)"
    rf"(?:{_SPACE}?(?P<after>[^\s\d.,;:!?()\[\]\x00]{{1,12}}(?:\u202fCFA)?))?"
)
_IN_WORDS = {"pound": "GBP", "pounds": "GBP", "dollar": "", "dollars": "", "francs": ""}
_A_WEIGHT = re.compile(r"pounds? (?:of|per|weight|each)\b", re.IGNORECASE)
_LOCALES = ("fr_FR", "en_GB")
_SHAPE_DIGITS = 5
_SHORTEST_NAME = 4
_MASK = "\x00"
_FIGURES = re.compile(r"\d+")
_BEFORE = frozenset({"", " ", "\n", "\u00a0", "\u202f", "("})
_AFTER = re.compile("[ \u00a0\n.,;:!?)]|$")
_WORD_AFTER = re.compile(rf"{_SPACE}([^\s\d.,;:!?()\[\]\x00]{{1,12}})")
"""What stands beside a figure of ours, and a word that might be a second currency of it."""
_LONGEST_SIGN = 6
"""A sign of a currency before its number, with the space between."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Words of a text that state a figure, where they stand, and what they state as far as it is known.

    An amount has `amount` and, when a currency is named, `currency`; a date has its parts, the
    year 0 when it is left out. A figure that cannot exist («31 février», «1.234.5 €») states nothing.
    """

    words: str
    start: int
    end: int
    amount: Decimal | None = None
    currency: str = ""
    day: tuple[int, int, int] | None = None

    def is_amount(self, money: Money) -> bool:
        """Whether this is that amount, in that currency when one is named."""
        return self.amount == money.decimal and self.currency in {"", money.currency}

    def is_day(self, day: date) -> bool:
        """Whether this is that day; without a year, any year will do."""
        return self.day in {(day.year, day.month, day.day), (0, day.month, day.day)}


def masked(text: str, names: Iterable[str]) -> str:
    """The text with some names and addresses of pages blanked, at the same length; only figures in them matter."""
    text = without_addresses(text, _MASK)
    with_figures = {name.strip() for name in names if _FIGURES.search(name)}
    for name in sorted(with_figures, key=len, reverse=True):
        if len(name) >= _SHORTEST_NAME:
            text = text.replace(name, _MASK * len(name))
    return text


def blanked(text: str, figures: Iterable[Figure]) -> str:
    """The text with some figures blanked, at the same length."""
    for figure in figures:
        text = text[: figure.start] + _MASK * (figure.end - figure.start) + text[figure.end :]
    return text


def without_numbers(text: str, numbers: Iterable[str]) -> str:
    """The text with known invoice numbers blanked, but for short ones that any figure may look like."""
    return _without(text, [number for number in numbers if _has_a_shape(number)])


def has_figures(text: str) -> bool:
    """Whether any figure stands in a text."""
    return _FIGURES.search(text) is not None


def without_written(text: str, words: str) -> tuple[str, bool]:
    """The text with an amount or a date, as we write it, blanked wherever it stands alone; and whether it does.

    Where something beside it might make it another figure (a letter, a figure, a second currency), it is left.
    """
    found, start = False, text.find(words)
    while start >= 0:
        end = start + len(words)
        if text[start - 1 : start] in _BEFORE and _AFTER.match(text, end) and not _is_sign_after(text, end):
            text, found = text[:start] + _MASK * len(words) + text[end:], True
        start = text.find(words, end)
    return text, found


def is_named(number: str, text: str) -> bool:
    """Whether an invoice number stands in a text as a word of its own."""
    return next(_places(number, text), None) is not None


def amounts_in(text: str, language: str) -> tuple[Figure, ...]:
    """Every number that stands beside a currency, after it or before it; one that cannot be read states no amount."""
    found = []
    for match in _at_figures(_AMOUNT, text, before=_LONGEST_SIGN):
        number, start, end = match["number"], match.start("number"), match.end("number")
        after, before = _sign(match["after"]), _sign(match["before"])
        if after and _A_WEIGHT.match(text, match.start("after")):
            continue
        if after:
            end = match.start("after") + len(after)
        elif before:
            start = match.start()
        else:
            continue
        currency = _signs()[after or before]
        found.append(
            Figure(text[start:end], start, end, amount=_decimal(number, language), currency=currency)
        )
    return tuple(found)


def dates_in(text: str, language: str) -> tuple[Figure, ...]:
    """Every calendar day: «17 mars 2026», «17 mars», «17/03/2026», «2026-03-17», «March 17, 2026»."""
    found: dict[int, Figure] = {}
    for pattern, months, begins_with_figure in _date_patterns(language):
        for match in _at_figures(pattern, text) if begins_with_figure else pattern.finditer(text):
            if not any(other.start <= match.start() < other.end for other in found.values()):
                found[match.start()] = Figure(match[0], match.start(), match.end(), day=_day(match, months))
    return tuple(found[start] for start in sorted(found))


def numbers_in(text: str, known: Iterable[str]) -> tuple[Figure, ...]:
    """Invoice numbers that are none of the known ones; other figures must be blanked before.

    A word with figures after «facture», «invoice» or «n°», or one built like a known number.
    """
    numbers = list(known)
    plain = _without(text, numbers)
    if _FIGURES.search(plain) is None and all(map(_FIGURES.search, numbers)):
        return ()  # every pattern asks for a figure
    found = {match.start("number"): match["number"] for match in _AFTER_WORD.finditer(plain)}
    for shape in {_shape(number) for number in numbers if _has_a_shape(number)}:
        found |= {match.start(): match[0] for match in re.finditer(shape, plain)}
    return tuple(Figure(words, start, start + len(words)) for start, words in sorted(found.items()))


def _at_figures(pattern: re.Pattern[str], text: str, *, before: int = 0) -> Iterator[re.Match[str]]:
    """What `finditer` gives of a pattern whose first figure begins a run of figures, after `before` signs at most.

    Looked for at those places alone: measured on a night, a message is read in a third of the time.
    """
    free = 0
    for run in _FIGURES.finditer(text):
        place = run.start()
        if place < free:
            continue
        for start in range(max(free, place - before), place + 1):
            if match := pattern.match(text, start):
                free = match.end()
                yield match
                break


def _without(text: str, numbers: list[str]) -> str:
    for number in sorted(numbers, key=len, reverse=True):
        for start in list(_places(number, text)):
            text = text[:start] + _MASK * len(number) + text[start + len(number) :]
    return text


def _places(word: str, text: str) -> Iterator[int]:
    """Where a word stands by itself. Searched as it is: a pattern would be compiled for each message."""
    start = text.find(word) if word else -1
    while start >= 0:
        end = start + len(word)
        if not (_is_in_word(text[start - 1 : start]) or _is_in_word(text[end : end + 1])):
            yield start
            start = text.find(word, end)
        else:
            start = text.find(word, start + 1)


def _is_in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_AFTER_WORD = re.compile(
    r"(?:\b(?:factures?|invoices?)\s+(?:n°\s*|no\.\s*)?|n°\s*)(?P<number>[A-Za-z]{0,6}[-/._]?\d[\w/._-]*\w|\d)(?!\w)",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def _has_a_shape(number: str) -> bool:
    return any(c.isalpha() for c in number) or sum(c.isdigit() for c in number) >= _SHAPE_DIGITS


def _shape(number: str) -> str:
    """A pattern of what is built like a number: as many letters, any count of figures after them."""
    kinds = (r"\d" if c.isdigit() else "[A-Za-z]" if c.isalpha() else re.escape(c) for c in number)
    shape = "".join(kinds)
    if any(c.isalpha() for c in number):
        shape = re.sub(r"(?:\\d)+", r"\\d+", shape)
    return rf"(?<![\w/-]){shape}(?![\w/-])"


@lru_cache(maxsize=1)
def _signs() -> dict[str, str]:
    """Every way a currency is written, and its code; empty when the sign alone does not tell."""
    signs = {"€": "EUR", "euro": "EUR", "euros": "EUR", "$": "", "¥": "", "£": "GBP"} | _IN_WORDS
    for code in get_global("all_currencies"):
        signs[code] = code
        for locale in _LOCALES:
            sign = get_currency_symbol(code, locale)
            if len(sign) > 2 or not sign.isalnum():  # «F» or «L» alone are letters first
                signs[sign] = code if signs.get(sign, code) == code else ""
    return signs


def _is_sign_after(text: str, end: int) -> bool:
    match = _WORD_AFTER.match(text, end)
    return match is not None and bool(_sign(match[1]))


def _sign(word: str | None) -> str:
    """The currency a word is, or begins with («€/mois»); empty for any other word."""
    if not word:
        return ""
    return next((sign for sign in (word, word[:1]) if sign in _signs()), "")


_BETWEEN_DIGITS = re.compile(rf"{_SPACE}|['’]")


def _decimal(number: str, language: str) -> Decimal | None:
    """What a number says; None where its points and commas cannot be those of one («1.234.5»).

    Read by the habit of the language, else by the other one («1234.50 €» in French, «1,234.50 €» too).
    """
    plain = _BETWEEN_DIGITS.sub("", number)
    for group, point in ((".", ","), (",", ".")) if language == "fr" else ((",", "."), (".", ",")):
        if _HABIT[group].fullmatch(plain):
            return Decimal(plain.replace(group, "").replace(point, "."))
    return None


_HABIT = {
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    ",": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
}
"""How a number is written where this sign parts the thousands: always three figures after it."""


@lru_cache(maxsize=4)
def _date_patterns(language: str) -> tuple[tuple[re.Pattern[str], dict[str, int], bool], ...]:
    """Patterns, the names of the months in them, and whether they begin with a figure."""
    months = {name.lower(): number for number, name in get_month_names("wide", locale=language).items()}
    names = "|".join(months)
    day, year = r"(?<!\d)(?P<day>\d{1,2})(?:er|st|nd|rd|th)?", r"(?P<year>\d{4})"
    written = re.compile(rf"{day}{_SPACE}(?P<name>{names})(?:{_SPACE}{year})?\b", re.IGNORECASE)
    american = re.compile(rf"\b(?P<name>{names}){_SPACE}{day},?(?:{_SPACE}{year})\b", re.IGNORECASE)
    iso = re.compile(rf"(?<!\d){year}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)")
    numeric = re.compile(
        r"(?<![\d/.])(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2})(?![\d/.]\d)"
    )
    named = [(written, months, True)]
    if language != "fr":
        named.append((american, months, False))
    return (*named, (iso, {}, True), (numeric, {}, True))


def _day(match: re.Match[str], months: dict[str, int]) -> tuple[int, int, int] | None:
    parts = match.groupdict()
    year = int(parts["year"] or 0)
    month = months[parts["name"].lower()] if months else int(parts["month"])
    day = (year + 2000 if 0 < year < 100 else year, month, int(parts["day"]))
    try:
        date(day[0] or 2000, day[1], day[2])
    except ValueError:
        return None
    return day
