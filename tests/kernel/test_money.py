"""Money: integer minor units, no float, no mixture."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.ground.kernel.money import Money, MoneyError, exponent_of, total


@pytest.mark.parametrize(("currency", "places"), [("EUR", 2), ("JPY", 0), ("TND", 3), ("CHF", 2)])
def test_each_currency_has_its_own_number_of_places(currency: str, places: int) -> None:
    assert exponent_of(currency) == places


def test_text_is_read_exactly() -> None:
    assert Money.from_text("1234.50", "EUR") == Money(123450, "EUR")
    assert Money.from_text("1234", "JPY") == Money(1234, "JPY")


@pytest.mark.parametrize("text", ["", "abc", "1,5", "1.005", "NaN", "Infinity", "1e999"])
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(MoneyError):
        Money.from_text(text, "EUR")


@pytest.mark.parametrize("wrong", [1.5, True, "12"])
def test_only_whole_minor_units_make_money(wrong: object) -> None:
    with pytest.raises(MoneyError):
        Money(wrong, "EUR")  # type: ignore[arg-type]


def test_two_currencies_do_not_add_up() -> None:
    with pytest.raises(MoneyError):
        Money(1, "EUR") + Money(1, "CHF")


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(MoneyError):
        Money(1, "XXQ")


def test_a_factor_rounds_once_half_up() -> None:
    assert Money(105, "EUR").times(Decimal("0.5")) == Money(53, "EUR")
    with pytest.raises(MoneyError):
        Money(100, "EUR").times(0.5)  # type: ignore[arg-type]


def test_the_last_part_takes_the_rounding() -> None:
    assert Money(100000, "EUR").split(3) == (Money(33333, "EUR"), Money(33333, "EUR"), Money(33334, "EUR"))


@given(st.integers(-(10**9), 10**9), st.integers(1, 40))
def test_parts_always_add_up(minor: int, parts: int) -> None:
    assert total(Money(minor, "EUR").split(parts), "EUR") == Money(minor, "EUR")
