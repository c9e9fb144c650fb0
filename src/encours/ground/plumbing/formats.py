"""Amounts, dates, hours and ages as people read them, in the language of the reader.

Every function takes `language` («fr» or «en»); what is not French is shown the English way of Europe.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.timezone import get_current_timezone_name, is_aware
from django.utils.translation import gettext

from encours.ground.kernel.amounts import written
from encours.ground.kernel.clock import local_time
from encours.ground.kernel.money import Money

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_NO_BREAK = "\u00a0"
_MINUS = "\u2212"
_GROUPED_FROM = 10_000
_MINUTES = 60


def locale_of(language: str) -> str:
    """The conventions used for a language; European English for any other than French."""
    return _LOCALES.get(language.lower()[:2], "en_GB")


def amount_text(money: Money, *, language: str) -> str:
    """The exact amount: «1 234,50 €», «€1,234.50»."""
    return _with_true_minus(written(money, locale_of(language)))


def amount_rounded(money: Money, *, language: str) -> str:
    """The amount to the nearest whole unit, half up, for a glance: «1 235 €»."""
    locale = locale_of(language)
    whole = money.decimal.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    text = format_currency(
        whole, money.currency, format=_whole_pattern(locale), locale=locale, currency_digits=False
    )
    return _with_true_minus(text)


def amount_coded(money: Money, *, language: str) -> str:
    """The exact amount with its ISO code: «1 234,50 EUR»."""
    pattern = f"#,##0.00{_NO_BREAK}\u00a4\u00a4"
    text = format_currency(money.decimal, money.currency, format=pattern, locale=locale_of(language))
    return _with_true_minus(text)


def number_text(number: int | Decimal, *, language: str) -> str:
    """A count or a measure; four figures stay together, so that a year can be shown."""
    if isinstance(number, int) and abs(number) < _GROUPED_FROM:
        return _with_true_minus(str(number))
    return _with_true_minus(format_decimal(number, locale=locale_of(language)))


def decimal_text(number: Decimal, *, language: str) -> str:
    """A number with all its decimals, as a reader would type it: «1 234,50»."""
    places = max(0, -int(number.as_tuple().exponent))
    pattern = f"#,##0.{'0' * places}" if places else "#,##0"
    return format_decimal(number, format=pattern, locale=locale_of(language))


def share_text(fraction: Decimal, *, language: str) -> str:
    """A fraction as a percentage with at most one decimal: 0.125 is «12,5 %»."""
    pattern = f"#,##0.#{_NO_BREAK}%" if locale_of(language) == "fr_FR" else "#,##0.#%"
    return format_percent(fraction, format=pattern, locale=locale_of(language))


def day_text(day: date, *, language: str, today: date | None = None) -> str:
    """The short day, «mar. 17 mars»; with its year unless it is the year of `today`."""
    return _dated(day, "EEE d MMM", language=language, today=today)


def day_in_sentence(day: date, *, language: str, today: date | None = None) -> str:
    """The day inside a sentence, «17 mars»; with its year unless it is the year of `today`."""
    return _dated(day, "d MMMM", language=language, today=today)


def day_full(day: date, *, language: str) -> str:
    """The whole day, «mardi 17 mars 2026»."""
    return _dated(day, "EEEE d MMMM", language=language, today=None)


def month_text(day: date, *, language: str) -> str:
    """The month of a day, «mars 2026»."""
    return _day_as(day, "LLLL y", locale_of(language))


def day_spoken(day: date, *, language: str) -> str:
    """The day as one says it of this week, «mardi 17 mars», without a year."""
    return _dated(day, "EEEE d MMMM", language=language, today=day)


def on_the_wall(moment: datetime) -> datetime:
    """A moment as the clock shows it in the current time zone, which the caller has activated."""
    return local_time(moment, get_current_timezone_name()) if is_aware(moment) else moment


def hour_text(moment: datetime, *, language: str) -> str:
    """The hour on the wall of the moment's own zone: «9 h 05», «9 h», «9:05»."""
    if locale_of(language) != "fr_FR":
        return f"{moment.hour}:{moment.minute:02d}"
    minutes = f"{_NO_BREAK}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{_NO_BREAK}h{minutes}"


def age_text(days: int) -> str:
    """A number of days, short: «24 j»."""
    return gettext("{days} j").format(days=_with_true_minus(str(days)))


def duration_text(minutes: int) -> str:
    """A length of work: «45 min», «1 h 10», «2 h»."""
    hours, rest = divmod(minutes, _MINUTES)
    if not hours:
        return gettext("{minutes} min").format(minutes=rest)
    if not rest:
        return gettext("{hours} h").format(hours=hours)
    return gettext("{hours} h {minutes}").format(hours=hours, minutes=f"{rest:02d}")


def list_text(words: Sequence[str], *, language: str) -> str:
    """Words in a row as a sentence says them: «a, b et c»."""
    return format_list(list(words), locale=locale_of(language))


def _dated(day: date, pattern: str, *, language: str, today: date | None) -> str:
    shown = pattern if today is not None and today.year == day.year else f"{pattern} y"
    text = _day_as(day, shown, locale_of(language))
    if day.day == 1 and locale_of(language) == "fr_FR":
        return " ".join("1er" if word == "1" else word for word in text.split(" "))
    return text


@lru_cache(maxsize=2048)
def _day_as(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


def _with_true_minus(text: str) -> str:
    return text.replace("-", _MINUS, 1) if text.startswith("-") else text


@lru_cache(maxsize=8)
def _whole_pattern(locale: str) -> str:
    return str(Locale.parse(locale).currency_formats["standard"].pattern).replace(".00", "")
