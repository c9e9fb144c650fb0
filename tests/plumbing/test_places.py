"""What one chooses a country, a currency and a time zone from."""

from zoneinfo import available_timezones

import pytest
from babel.core import get_global
from django.utils.translation import override

from encours.ground.kernel.text import search_key
from encours.ground.plumbing import places


def test_time_zones_are_towns_in_the_language_of_the_reader() -> None:
    with override("fr"):
        french = dict(places.zones())
    with override("en"):
        english = dict(places.zones())
    assert french["Europe/Brussels"] == "Bruxelles (Belgique)"
    assert english["Europe/Brussels"] == "Brussels (Belgium)"
    assert french["America/Argentina/Buenos_Aires"] == "Buenos Aires (Argentine)"
    assert french["Europe/Luxembourg"] == "Luxembourg"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_time_zone_offered_is_one_and_is_offered_once(language: str) -> None:
    with override(language):
        offered = places.zones()
    codes = [code for code, _name in offered]
    assert set(codes) <= available_timezones()
    assert len(set(codes)) == len(codes) == len({name for _code, name in offered})
    assert [code for code in codes if code.startswith("Etc/")] == ["Etc/UTC"]


def test_neighbours_come_first_then_the_alphabet() -> None:
    with override("fr"):
        countries, zones = places.countries(), places.zones()
    assert [name for _code, name in countries[:3]] == ["France", "Belgique", "Suisse"]
    assert [name for _code, name in zones[:2]] == ["Paris (France)", "Bruxelles (Belgique)"]
    rest = [search_key(name) for _code, name in countries[13:]]
    assert rest == sorted(rest)
    assert "Antarctique" not in [name for _code, name in countries]


def test_a_customer_is_called_by_the_clock_of_most_of_its_country() -> None:
    found = {code: places.zone_of(code) for code in ("FR", "PT", "CA", "US", "AU")}
    assert found == {
        "FR": "Europe/Paris",
        "PT": "Europe/Lisbon",
        "CA": "America/Toronto",
        "US": "America/New_York",
        "AU": "Australia/Sydney",
    }


def test_a_country_with_several_time_zones_has_a_main_one_among_them() -> None:
    zones = get_global("territory_zones")
    for code, _name in places.countries():
        assert len(zones[code]) == 1 or places.zone_of(code) in zones[code]
        assert len(zones[code]) == 1 or code in places._MAIN_ZONES
    assert {code for code, _name in places.zones()} >= {places.zone_of(c) for c, _name in places.countries()}
