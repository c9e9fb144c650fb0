"""Countries, currencies and time zones to choose from, named in the language of the reader."""

from datetime import date
from functools import lru_cache
from types import MappingProxyType

from babel.core import Locale, get_global
from babel.numbers import get_territory_currencies
from django.utils.translation import get_language

from encours.ground.kernel.business_days import knows
from encours.ground.kernel.text import search_key
from encours.ground.plumbing.formats import locale_of

Offered = list[tuple[str, str]]

UTC = "Etc/UTC"
_NEAR_COUNTRIES = ("FR", "BE", "CH", "LU", "DE", "ES", "IT", "NL", "GB", "IE", "PT", "CA", "US")
_NEAR_CURRENCIES = ("EUR", "CHF", "GBP", "USD", "CAD")
_WITHOUT_BUSINESS = frozenset({"AQ", "BV", "HM", "TF", "UM"})
"""Lands where nobody lives for good."""
_TODAYS = date(2026, 1, 1)
"""Currencies that were legal tender somewhere on this day are offered."""

# Of a country with several time zones, the one where most of its companies are.
_MAIN_ZONES = MappingProxyType({
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia", "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei", "GL": "America/Nuuk", "ID": "Asia/Jakarta", "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty", "MH": "Pacific/Majuro", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland", "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby", "PS": "Asia/Hebron", "PT": "Europe/Lisbon", "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv", "US": "America/New_York", "UZ": "Asia/Tashkent",
})  # fmt: skip


def countries() -> Offered:
    """Countries whose public holidays are known, neighbours first."""
    return list(_countries(locale_of(get_language() or "fr")))


def currencies() -> Offered:
    """Currencies in use, the usual ones first: «euro (EUR)»."""
    return list(_currencies(locale_of(get_language() or "fr")))


def zones() -> Offered:
    """Time zones by their town, those of the neighbours first: «Bruxelles (Belgique)»."""
    return list(_zones(locale_of(get_language() or "fr")))


def zone_of(country: str) -> str:
    """The time zone of a country, of several the one where most companies are; UTC when none is known."""
    known = get_global("territory_zones").get(country, [UTC])
    return _MAIN_ZONES.get(country) or str(known[0])


@lru_cache(maxsize=4)
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(locale).territories
    codes = {
        code for code in get_global("territory_zones") if len(code) == 2 and code in names and knows(code)
    }
    rest = sorted(
        codes.difference(_NEAR_COUNTRIES, _WITHOUT_BUSINESS), key=lambda code: search_key(names[code])
    )
    return tuple((code, names[code]) for code in (*_NEAR_COUNTRIES, *rest))


@lru_cache(maxsize=4)
def _currencies(locale: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(locale).currencies
    lands = get_global("territory_currencies")
    codes = {code for land in lands for code in get_territory_currencies(land, _TODAYS, _TODAYS)} & set(names)
    rest = sorted(codes.difference(_NEAR_CURRENCIES), key=lambda code: search_key(names[code]))
    return tuple((code, f"{names[code]} ({code})") for code in (*_NEAR_CURRENCIES, *rest))


@lru_cache(maxsize=4)
def _zones(locale: str) -> tuple[tuple[str, str], ...]:
    known = {zone for zones in get_global("territory_zones").values() for zone in zones}
    names = {zone: _town(zone, locale) for zone in known if not zone.startswith("Etc/")}
    near = [zone_of(code) for code in _NEAR_COUNTRIES]
    rest = sorted(names.keys() - set(near), key=lambda zone: search_key(names[zone]))
    return (*((zone, names[zone]) for zone in (*near, *rest)), (UTC, "UTC"))


def _town(zone: str, locale: str) -> str:
    """«Bruxelles (Belgique)»; the town alone where the country is called the same, or is none."""
    spoken = Locale.parse(locale)
    named = spoken.time_zones.get(zone, {}).get("city")
    town = str(named or zone.rpartition("/")[2].replace("_", " "))
    land = spoken.territories.get(get_global("zone_territories").get(zone, ""), town)
    return town if land == town or zone.startswith("Antarctica/") else f"{town} ({land})"
