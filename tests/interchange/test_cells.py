"""Amounts, dates and words of one cell."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.books.interchange.formats import values
from encours.books.interchange.formats.amounts import Amount, decimal_mark, read_amount, read_number
from encours.books.interchange.formats.dates import OrderFound, find_order, read_date
from encours.books.interchange.formats.issues import Code
from encours.books.interchange.formats.mapping import DateOrder
from encours.books.receivables.rules.party import ContactRole, CustomerKind, PaymentMethod
from encours.ground.kernel import identifiers

NARROW, NO_BREAK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1 234,56 €", 123456),
        (f"1{NARROW}234,56{NO_BREAK}€", 123456),
        ("1,234.56", 123456),
        ("1.234,56", 123456),
        ("1'234.50", 123450),
        ("1,28,500.00", 12850000),
        ("12.345.678,90", 1234567890),
        ("(12.00)", -1200),
        ("12,00-", -1200),
        ("-12,00", -1200),
        ("\u221212", -1200),
        ("€ -12", -1200),
        ("12.00 CR", -1200),
        ("EUR 1234", 123400),
        ("0,5", 50),
        (".5", 50),
        ("12,50000", 1250),
        (1234.56, 123456),
        (0.1 + 0.2, 30),
        (12, 1200),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str | float, minor: int) -> None:
    assert read_amount(text, currency="EUR") == Amount(minor, "EUR")


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_a_lone_mark_before_three_digits_counts_thousands_and_says_so(text: str) -> None:
    assert read_amount(text, currency="EUR") == Amount(123400, "EUR", Code.NUMBER_FORMAT_ASSUMED)


def test_the_column_decides_what_a_lone_mark_is() -> None:
    assert decimal_mark(["1,234", "5,50"]) == ","
    assert decimal_mark(["1,234", "1,234.50"]) == "."
    assert decimal_mark(["1,234", "5"]) is None
    assert decimal_mark(["5,50", "5.50"]) is None
    assert read_amount("1,234", currency="EUR", mark=".") == Amount(123400, "EUR")
    assert read_amount("1.234", currency="EUR", mark=".") is Code.TOO_MANY_DECIMALS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abc", Code.AMOUNT_UNREADABLE),
        ("12 34", Code.AMOUNT_UNREADABLE),
        ("12€50", Code.AMOUNT_UNREADABLE),
        ("1.2.3", Code.AMOUNT_UNREADABLE),
        ("1,234,56", Code.AMOUNT_UNREADABLE),
        ("12,345", Code.NUMBER_FORMAT_ASSUMED),
        ("12,3456", Code.TOO_MANY_DECIMALS),
        ("12 XYZ", Code.CURRENCY_UNKNOWN),
        ("$12", Code.CURRENCY_UNKNOWN),
        ("9" * 30, Code.AMOUNT_TOO_BIG),
        ("9" * 500, Code.AMOUNT_TOO_BIG),
        (1e300, Code.AMOUNT_TOO_BIG),
        (float("nan"), Code.AMOUNT_TOO_BIG),
        (date(2026, 1, 1), Code.AMOUNT_UNREADABLE),
    ],
)
def test_what_is_no_amount_is_said(text: str | float | date, code: Code) -> None:
    answer = read_amount(text, currency="EUR")
    assert code is (answer.note if isinstance(answer, Amount) else answer)


def test_an_amount_names_its_own_currency() -> None:
    assert read_amount("12,50 CHF", currency="EUR") == Amount(1250, "CHF")
    assert read_amount("£12.50", currency="EUR") == Amount(1250, "GBP")
    assert read_amount("$12.50", currency="CAD") == Amount(1250, "CAD")
    assert read_amount("1500", currency="JPY") == Amount(1500, "JPY")
    assert read_amount("1,234", currency="TND") == Amount(1234, "TND")


def test_a_computed_cell_is_rounded_as_its_owner_sees_it() -> None:
    assert read_amount(1234.005, currency="EUR") == Amount(123401, "EUR", Code.ROUNDED)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_french_amount_written_is_the_amount_read(minor: int) -> None:
    whole, cents = divmod(abs(minor), 100)
    text = f"{'-' if minor < 0 else ''}{whole:,}".replace(",", NARROW) + f",{cents:02d} €"
    assert read_amount(text, currency="EUR") == Amount(minor, "EUR")


@given(st.text(max_size=50))
def test_no_text_makes_reading_an_amount_fail(text: str) -> None:
    assert isinstance(read_amount(text, currency="EUR"), Amount | Code)


@given(st.text(max_size=50))
def test_no_text_makes_reading_a_date_fail(text: str) -> None:
    assert isinstance(read_date(text), date | Code)


def test_quantities_keep_their_decimals() -> None:
    assert read_number("2,125") == Decimal("2.125")
    assert read_number("10 %") == Decimal(10)
    assert read_number("x") is Code.AMOUNT_UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "31/12/2025", "2025-12-31", "31.12.25", "31-12-2025", "20251231", "31 décembre 2025", "31 déc. 2025",
        "Dec 31, 2025", "31-Dec-25", "2025-12-31 00:00:00", "2025-12-31T10:00:00Z", "31/12/2025 10:15", 46022,
        date(2025, 12, 31),
    ],
)  # fmt: skip
def test_the_last_day_of_2025_in_every_writing(text: str | int | date) -> None:
    assert read_date(text) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("30/02/2026", Code.DATE_IMPOSSIBLE),
        ("12/31/2025", Code.DATE_IMPOSSIBLE),
        ("2026-13-01", Code.DATE_IMPOSSIBLE),
        ("01/01/0026", Code.DATE_IMPLAUSIBLE),
        ("01/01/2326", Code.DATE_IMPLAUSIBLE),
        ("bientôt", Code.DATE_UNREADABLE),
        ("46022", Code.DATE_UNREADABLE),
        ("", Code.DATE_UNREADABLE),
        (12.5, Code.DATE_UNREADABLE),
    ],
)
def test_what_is_no_day_is_said(text: str | float, code: Code) -> None:
    assert read_date(text) is code


def test_day_or_month_first_is_proved_by_the_column() -> None:
    assert find_order(["03/04/2026", "13/04/2026"]) == OrderFound(DateOrder.DAY_FIRST)
    assert find_order(["03/04/2026", "04/13/2026"]) == OrderFound(DateOrder.MONTH_FIRST)
    assert find_order(["03/04/2026"]) == OrderFound(None, asked=True)
    assert find_order(["04/04/2026", "2026-04-03"]) == OrderFound(None)
    assert find_order(["13/04/2026", "04/13/2026"]) == OrderFound(None, asked=True)
    assert read_date("12/31/2025", order=DateOrder.MONTH_FIRST) == date(2025, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("x")',
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|x",
        "+SUM(A1)",
    ],
)
def test_a_formula_is_refused(text: str) -> None:
    assert values.read_text(text, limit=200) is Code.FORMULA


@pytest.mark.parametrize("text", ["+33 6 12 34 56 78", "@home", "- à voir", "Dupont & Fils (SARL)", "A=B"])
def test_a_text_that_only_looks_odd_is_kept(text: str) -> None:
    assert values.read_text(text, limit=200) == text


def test_the_apostrophe_of_our_own_exports_is_dropped() -> None:
    assert values.read_text("'+33 6", limit=200) == "+33 6"
    assert values.read_text("'s-Hertogenbosch", limit=200) == "'s-Hertogenbosch"


def test_words_of_both_languages_are_known() -> None:
    assert values.read_yes_no("Oui") is True
    assert values.read_yes_no("no") is False
    assert values.read_yes_no("peut-être") is Code.VALUE_UNKNOWN
    assert values.read_language("Français") == "fr"
    assert (
        values.read_country("Belgique")
        == values.read_country("Belgium")
        == values.read_country("BEL")
        == "BE"
    )
    assert values.read_customer_kind("Particulier") is CustomerKind.CONSUMER
    assert values.read_method("Chèque") is PaymentMethod.CHEQUE
    assert values.read_method("troc") is PaymentMethod.UNKNOWN
    assert values.read_role("Responsable comptabilité") is ContactRole.ACCOUNTING
    assert values.read_role("Gérante") is ContactRole.MANAGEMENT
    assert values.read_role("Accueil") is ContactRole.OTHER


def test_terms_with_two_readings_are_left_to_a_person() -> None:
    assert [values.read_term_days(t) for t in ("30", "30 jours", "Net 30", "à réception")] == [30, 30, 30, 0]
    assert values.read_term_days("30 jours fin de mois") is Code.TERMS_NOT_UNDERSTOOD


def test_identifiers_are_checked_by_their_own_key() -> None:
    assert values.read_identifier("732 829 320", identifiers.siren) == "732829320"
    assert values.read_identifier("732829321", identifiers.siren) is Code.IDENTIFIER_INVALID
    assert values.read_identifier("5580501", identifiers.siren) == "005580501"


def test_addresses_and_telephones_are_brought_to_one_form() -> None:
    assert values.read_email("Jean@Dupont.FR") == "Jean@dupont.fr"
    assert values.read_email("jean@dupont") is Code.EMAIL_INVALID
    assert values.read_phone("06 12 34 56 78", "FR") == "+33612345678"
    assert values.read_phone("poste 12", "FR") is Code.PHONE_UNREADABLE
