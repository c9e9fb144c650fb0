"""An amount is written as the locale data write it, to the character."""

from babel.numbers import format_currency
from hypothesis import example, given, settings
from hypothesis import strategies as st

from encours.ground.kernel.amounts import written
from encours.ground.kernel.money import Money

CURRENCIES = ["EUR", "USD", "GBP", "CHF", "JPY", "TND", "XOF", "CLF"]


@settings(max_examples=150, deadline=None)
@given(
    minor=st.integers(-(10**13), 10**13),
    currency=st.sampled_from(CURRENCIES),
    locale=st.sampled_from(["fr_FR", "en_GB", "es_ES", "de_CH"]),
)
@example(minor=-5, currency="EUR", locale="fr_FR")
@example(minor=123_456, currency="EUR", locale="es_ES")
@example(minor=99_999_999, currency="JPY", locale="en_GB")
def test_an_amount_is_written_as_babel_writes_it(minor: int, currency: str, locale: str) -> None:
    money = Money(minor, currency)
    assert written(money, locale) == format_currency(money.decimal, currency, locale=locale)
