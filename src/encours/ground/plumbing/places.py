"""Countries, currencies and time zones to choose from, named in the language of the reader."""

from datetime import date
from functools import lru_cache

from babel.core import Locale, get_global
from babel.numbers import get_territory_currencies
from django.utils.translation import get_language

from encours.ground.kernel.business_days import knows
from encours.ground.kernel.text import search_key
from encours.ground.plumbing.formats import locale_of

Offered = list[tuple[str, str]]

_NEAR_COUNTRIES = ("FR", "BE", "CH", "LU", "DE", "ES", "IT", "NL", "GB", "IE", "PT")
_NEAR_CURRENCIES = ("EUR", "CHF", "GBP", "USD", "CAD")
_TODAYS = date(2026, 1, 1)
"""Currencies that were legal tender somewhere on this day are offered."""


def countries() -> Offered:
    """Countries whose public holidays are known, neighbours first."""
    return list(_countries(locale_of(get_language() or "fr")))


def currencies() -> Offered:
    """Currencies in use, the usual ones first: «euro (EUR)»."""
    return list(_currencies(locale_of(get_language() or "fr")))


def zones() -> Offered:
    """Time zones by name, those of Europe first."""
    return list(_zones())


def zone_of(country: str) -> str:
    """The time zone of a country, or the first of several."""
    return str(get_global("territory_zones").get(country, ["UTC"])[0])


def currency_of(country: str) -> str:
    """The currency of a country."""
    found = get_territory_currencies(country, _TODAYS, _TODAYS)
    return str(found[0]) if found else "EUR"


@lru_cache(maxsize=4)
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(locale).territories
    codes = [
        code for code in get_global("territory_zones") if len(code) == 2 and code in names and knows(code)
    ]
    rest = sorted(
        (code for code in codes if code not in _NEAR_COUNTRIES), key=lambda code: search_key(names[code])
    )
    return tuple((code, names[code]) for code in (*_NEAR_COUNTRIES, *rest))


@lru_cache(maxsize=4)
def _currencies(locale: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(locale).currencies
    lands = get_global("territory_currencies")
    codes = {code for land in lands for code in get_territory_currencies(land, _TODAYS, _TODAYS)} & set(names)
    rest = sorted(codes.difference(_NEAR_CURRENCIES), key=lambda code: search_key(names[code]))
    return tuple((code, f"{names[code]} ({code})") for code in (*_NEAR_CURRENCIES, *rest))


@lru_cache(maxsize=1)
def _zones() -> tuple[tuple[str, str], ...]:
    known = {zone for zones in get_global("territory_zones").values() for zone in zones}
    ordered = sorted(known, key=lambda zone: (not zone.startswith("Europe/"), zone))
    return tuple((zone, zone.replace("_", " ")) for zone in ordered)
