"""Writes an exact amount in the conventions of a locale, without reading them again for each amount."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency

from encours.ground.kernel.money import Money, exponent_of


@dataclass(frozen=True, slots=True)
class _Style:
    """What stands around and between the figures of an amount of a currency."""

    before: str
    group: str
    point: str
    after: str


def written(money: Money, locale: str) -> str:
    """An amount with its sign: «1 234,50 €», «-€1,234.50», the same as `babel` writes it."""
    return _written(money.minor, money.currency, locale)


@lru_cache(maxsize=1024)
def _written(minor: int, currency: str, locale: str) -> str:
    """Remembered: a message states an amount several times, and is checked against it."""
    places = exponent_of(currency)
    style = _style(currency, locale, is_negative=minor < 0)
    if style is None:
        return format_currency(Money(minor, currency).decimal, currency, locale=locale)
    units, parts = divmod(abs(minor), 10**places)
    whole = f"{units:,}".replace(",", style.group)
    return (
        f"{style.before}{whole}{style.point}{parts:0{places}d}{style.after}"
        if places
        else f"{style.before}{whole}{style.after}"
    )


@lru_cache(maxsize=256)
def _style(currency: str, locale: str, *, is_negative: bool) -> _Style | None:
    """Read off an amount that `babel` wrote; None where figures are not grouped by three from 1 000 on."""
    sign, places = -1 if is_negative else 1, exponent_of(currency)

    def sample(units: int) -> str:
        return format_currency(Decimal(sign * units), currency, locale=locale)

    text, figures = sample(2_345_678), ("2", "345", "678")
    start, middle, end = text.find("2"), text.find("345"), text.find("678")
    if min(start, middle, end) < 0:
        return None
    group, rest = text[start + 1 : middle], text[end + 3 :]
    zeros = "0" * places
    point, _zeros, after = rest.partition(zeros) if places else ("", "", rest)
    style = _Style(text[:start], group, point, after)
    made = style.before + group.join(figures) + point + zeros + after
    grouped = style.before + "2" + group + "345" + point + zeros + after
    return style if (made, grouped) == (text, sample(2_345)) else None
