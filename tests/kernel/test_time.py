"""Days: business days by country, local days, the clock of a demonstration."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from encours.ground.kernel import business_days
from encours.ground.kernel.business_days import Period, UnknownRegion
from encours.ground.kernel.clock import FixedClock, InstallationClock, at, local_date


def test_an_evening_in_utc_is_already_tomorrow_in_paris() -> None:
    assert local_date(datetime(2026, 6, 10, 22, 30, tzinfo=UTC), "Europe/Paris") == date(2026, 6, 11)
    assert local_date(datetime(2026, 6, 10, 22, 30, tzinfo=UTC), "America/Montreal") == date(2026, 6, 10)


@pytest.mark.parametrize(
    ("day", "country", "region", "open_"),
    [
        (date(2026, 7, 14), "FR", "", False),
        (date(2026, 7, 14), "BE", "", True),
        (date(2026, 4, 3), "FR", "", True),
        (date(2026, 6, 13), "FR", "", False),
        (date(2028, 2, 29), "FR", "", True),
    ],
)
def test_business_days_depend_on_the_place(day: date, country: str, region: str, open_: bool) -> None:
    assert business_days.is_business_day(day, country, region) is open_


def test_alsace_rests_on_good_friday() -> None:
    assert not business_days.is_business_day(date(2026, 4, 3), "FR", "57")


def test_a_closed_week_is_passed_over() -> None:
    closed = (Period(date(2026, 8, 3), date(2026, 8, 21)),)
    assert business_days.next_business_day(date(2026, 8, 3), "FR", closed=closed) == date(2026, 8, 24)


def test_two_full_days_after_a_tuesday_end_on_friday() -> None:
    assert business_days.full_business_days_after(date(2026, 6, 9), 2, "FR") == date(2026, 6, 12)


def test_an_unknown_country_is_an_error_not_a_guess() -> None:
    assert not business_days.knows("XX")
    with pytest.raises(UnknownRegion):
        business_days.is_business_day(date(2026, 1, 5), "XX")


def test_the_clock_of_an_installation_can_be_fixed_moved_and_released(tmp_path: Path) -> None:
    clock = InstallationClock(tmp_path / "demo-clock")
    assert clock.fixed() is None
    clock.fix(at(date(2026, 3, 17), time(9), "Europe/Paris"))
    assert clock.now() == datetime(2026, 3, 17, 8, tzinfo=UTC)
    assert clock.today("Europe/Paris") == date(2026, 3, 17)
    clock.release()
    assert clock.fixed() is None


def test_an_hour_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(datetime(2026, 3, 17, 9))
