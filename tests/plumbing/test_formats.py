"""Amounts, dates and ages are written as people of each language write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from encours.ground.kernel.money import Money
from encours.ground.plumbing import formats

TODAY = date(2026, 3, 17)
NARROW, NO_BREAK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("money", "french", "english"),
    [
        (Money(123450, "EUR"), f"1{NARROW}234,50{NO_BREAK}€", "€1,234.50"),
        (Money(-7913, "EUR"), f"−79,13{NO_BREAK}€", "−€79.13"),
        (Money(0, "EUR"), f"0,00{NO_BREAK}€", "€0.00"),
        (Money(1234, "JPY"), f"1{NARROW}234{NO_BREAK}JPY", "JP¥1,234"),
        (Money(1234500, "TND"), f"1{NARROW}234,500{NO_BREAK}TND", "TND1,234.500"),
    ],
)
def test_an_amount_is_exact_and_follows_the_language(money: Money, french: str, english: str) -> None:
    assert formats.amount_text(money, language="fr") == french
    assert formats.amount_text(money, language="en").replace(NO_BREAK, "") == english


def test_a_rounded_amount_has_no_cents_and_rounds_half_up() -> None:
    assert formats.amount_rounded(Money(123450, "EUR"), language="fr") == f"1{NARROW}235{NO_BREAK}€"
    assert formats.amount_rounded(Money(123449, "EUR"), language="en") == "€1,234"


def test_a_coded_amount_carries_the_iso_code() -> None:
    assert formats.amount_coded(Money(123450, "CHF"), language="fr") == f"1{NARROW}234,50{NO_BREAK}CHF"
    assert formats.amount_coded(Money(5, "JPY"), language="fr") == f"5{NO_BREAK}JPY"


def test_a_day_shows_its_year_only_when_it_is_not_this_one() -> None:
    assert formats.day_text(date(2026, 3, 17), language="fr", today=TODAY) == "mar. 17 mars"
    assert formats.day_text(date(2025, 3, 17), language="fr", today=TODAY) == "lun. 17 mars 2025"
    assert formats.day_text(date(2026, 3, 17), language="fr") == "mar. 17 mars 2026"
    assert formats.day_text(date(2026, 3, 17), language="en", today=TODAY) == "Tue 17 Mar"


def test_the_first_of_the_month_is_said_as_in_french() -> None:
    assert formats.day_text(date(2026, 9, 1), language="fr", today=TODAY) == "mar. 1er sept."
    assert formats.day_in_sentence(date(2026, 3, 1), language="fr", today=TODAY) == "1er mars"
    assert formats.day_full(date(2026, 5, 1), language="fr") == "vendredi 1er mai 2026"
    assert formats.day_full(date(2026, 5, 1), language="en") == "Friday 1 May 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "french", "english"),
    [(9, 0, "9 h", "9:00"), (9, 5, "9 h 05", "9:05"), (14, 30, "14 h 30", "14:30")],
)
def test_an_hour_is_said_as_people_say_it(hour: int, minute: int, french: str, english: str) -> None:
    moment = datetime(2026, 3, 17, hour, minute, tzinfo=UTC)
    assert formats.hour_text(moment, language="fr") == french.replace(" ", NO_BREAK)
    assert formats.hour_text(moment, language="en") == english


def test_a_year_is_not_cut_by_a_space_but_a_large_number_is() -> None:
    assert formats.number_text(2017, language="fr") == "2017"
    assert formats.number_text(12500, language="fr") == f"12{NARROW}500"
    assert formats.number_text(Decimal("12.5"), language="fr") == "12,5"
    assert formats.number_text(-3, language="fr") == "−3"


def test_a_fraction_is_shown_as_a_percentage() -> None:
    assert formats.share_text(Decimal("0.125"), language="fr") == f"12,5{NO_BREAK}%"
    assert formats.share_text(Decimal("0.5"), language="en") == "50%"


@pytest.mark.parametrize(("minutes", "text"), [(4, "4 min"), (60, "1 h"), (70, "1 h 10"), (125, "2 h 05")])
def test_a_length_of_work_is_shown_in_hours(minutes: int, text: str) -> None:
    assert formats.duration_text(minutes) == text


def test_an_age_is_short() -> None:
    assert formats.age_text(24) == "24 j"


def test_words_in_a_row_are_joined_as_in_a_sentence() -> None:
    assert formats.list_text(["a", "b", "c"], language="fr") == "a, b et c"
