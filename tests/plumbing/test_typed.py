"""What people type is read as they meant it, or refused with the way to write it."""

from datetime import date

import pytest

from encours.ground.kernel.money import Money
from encours.ground.plumbing import checks
from encours.ground.plumbing.typed import Unreadable, read_amount, read_day


@pytest.mark.parametrize(
    ("typed", "minor", "currency"),
    [
        ("1234,5", 123450, "EUR"),
        ("1 234,50", 123450, "EUR"),
        ("1\u202f234,50\u00a0€", 123450, "EUR"),
        ("1,234.50", 123450, "EUR"),
        ("1.234,50", 123450, "EUR"),
        ("1'234.50 CHF", 123450, "CHF"),
        ("1,234", 123400, "EUR"),
        ("1.234.567", 123456700, "EUR"),
        ("0,5", 50, "EUR"),
        (",5", 50, "EUR"),
        ("12", 1200, "EUR"),
        ("£80", 8000, "GBP"),
        ("120 USD", 12000, "USD"),
        ("-12,00", -1200, "EUR"),
    ],
)
def test_amounts_are_read_in_french_and_english_writing(typed: str, minor: int, currency: str) -> None:
    assert read_amount(typed, "EUR") == Money(minor, currency)


def test_a_currency_with_three_decimals_keeps_them() -> None:
    assert read_amount("1,234", "TND") == Money(1234, "TND")


@pytest.mark.parametrize(
    "typed",
    ["douze", "", "1,2,3", "12,345.6.7", "1 2 E", "12,345,6", "1e5", "--1", "9" * 50, "9" * 20, "12.,5"],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_amount(typed, "EUR")


def test_too_many_decimals_are_said_not_rounded() -> None:
    with pytest.raises(Unreadable, match="Trop de décimales"):
        read_amount("12,3456", "EUR")


@pytest.mark.parametrize("typed", ["17/03/2026", "17.03.26", "2026-03-17", " 17-3-2026 "])
def test_days_are_read_day_first(typed: str) -> None:
    assert read_day(typed) == date(2026, 3, 17)


@pytest.mark.parametrize("typed", ["31/02/2026", "17/03", "demain", "17/03/0026", "2026/03/17"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_day(typed)


def test_an_address_needs_no_network_but_its_form() -> None:
    assert checks.email("Anne@Dupont.Test") == "Anne@dupont.test"
    for wrong in ("anne@dupont", "anne", "anne@ dupont.fr", "a@localhost"):
        with pytest.raises(Unreadable):
            checks.email(wrong)


def test_a_phone_number_is_kept_in_its_international_writing() -> None:
    french = checks.phone_in("FR")
    assert french("01 99 00 12 34") == "+33 1 99 00 12 34"
    assert french("+32 2 555 12 12") == "+32 2 555 12 12"
    with pytest.raises(Unreadable):
        french("12")


def test_identifiers_hold_their_keys() -> None:
    assert checks.siren("552 100 554") == "552100554"
    assert checks.iban("FR76 3000 6000 0112 3456 7890 189") == "FR7630006000011234567890189"
    for check, wrong in ((checks.siren, "552 100 555"), (checks.iban, "FR76 3000"), (checks.bic, "ABC")):
        with pytest.raises(Unreadable):
            check(wrong)
