"""Reads what people type into a form: amounts in French or English writing, days in figures."""

import re
from datetime import date
from decimal import Decimal

from encours.ground.kernel.money import Money, MoneyError, exponent_of
from encours.ground.kernel.reason import N_, Reason

_SPACES = re.compile(r"[\s'’]")
_WORDS = re.compile(r"[^\W\d_]+\.?|[€$£¥]")
_SYMBOLS = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "¥": "JPY", "$": "USD", "FS": "CHF"}
_MOST_CHARACTERS = 40
MOST_MINOR = 10**15
"""The largest amount that is taken in, in minor units: sums of many still fit in the database."""
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_YEARS = range(1970, 2100)


class Unreadable(ValueError):
    """What was typed cannot be read; the reason says how to write it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


_AMOUNT = Reason(N_("Montant illisible. Écrivez par exemple 1 234,50."))
_DAY = Reason(N_("Date illisible. Écrivez par exemple 17/03/2026."))


def read_amount(text: str, currency: str) -> Money:
    """An amount in the currency it names («120 USD», «£80»), else in `currency`.

    A lone mark before exactly three figures counts thousands («1,234»), since money has no
    thousandths, but where the currency has three decimals. Raises Unreadable.
    """
    if len(text) > _MOST_CHARACTERS:
        raise Unreadable(_AMOUNT)
    named = _currency("".join(_WORDS.findall(text)).rstrip(".").upper(), currency)
    try:
        found = Money.from_decimal(read_decimal(_WORDS.sub("", text), exponent=exponent_of(named)), named)
    except MoneyError:
        raise Unreadable(
            Reason(N_("Trop de décimales pour un montant en {currency}."), currency=named)
        ) from None
    if abs(found.minor) > MOST_MINOR:
        raise Unreadable(Reason(N_("Ce montant est trop grand.")))
    return found


def read_decimal(text: str, *, exponent: int = 2) -> Decimal:
    """A bare number with its marks; `exponent` is how many decimals are usual. Raises Unreadable."""
    figures = _SPACES.sub("", text).replace("−", "-")
    sign, figures = (-1, figures[1:]) if figures.startswith("-") else (1, figures.removeprefix("+"))
    point = _decimal_position(figures, exponent)
    whole, fraction = (figures, "") if point is None else (figures[:point], figures[point + 1 :])
    if not re.fullmatch(r"\d+|\d{1,3}([.,]\d{3})(\1|[.,]\d{3})*", whole or "0") or not re.fullmatch(
        r"\d*", fraction
    ):
        raise Unreadable(_AMOUNT)
    if not (whole or fraction):
        raise Unreadable(_AMOUNT)
    return sign * Decimal(f"{re.sub(r'[.,]', '', whole) or '0'}.{fraction or '0'}")


def read_day(text: str) -> date:
    """A day written 17/03/2026, 17.03.26 or 2026-03-17. Raises Unreadable."""
    bare = text.strip()
    if parts := _YEAR_FIRST.fullmatch(bare):
        year, month, day = int(parts[1]), int(parts[2]), int(parts[3])
    elif parts := _YEAR_LAST.fullmatch(bare):
        year, month, day = int(parts[3]) + (2000 if len(parts[3]) == 2 else 0), int(parts[2]), int(parts[1])
    else:
        raise Unreadable(_DAY)
    try:
        found = date(year, month, day)
    except ValueError:
        raise Unreadable(Reason(N_("Cette date n'existe pas."))) from None
    if found.year not in _YEARS:
        raise Unreadable(Reason(N_("Cette année n'est pas plausible.")))
    return found


def _currency(named: str, default: str) -> str:
    code = _SYMBOLS.get(named, named) or default
    if named == "$" and default.endswith("D"):
        return default  # a dollar of where the creditor is
    try:
        exponent_of(code)
    except MoneyError:
        raise Unreadable(_AMOUNT) from None
    return code


def _decimal_position(figures: str, exponent: int) -> int | None:
    last = max(figures.rfind(","), figures.rfind("."))
    if last < 0:
        return None
    mark, before, after = figures[last], figures[:last], figures[last + 1 :]
    if "," in before or "." in before:
        return last if mark not in before else None
    is_thousands = len(after) == 3 and exponent < 3 and re.fullmatch(r"[1-9]\d{0,2}", before)
    return None if is_thousands else last
