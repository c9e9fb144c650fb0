"""What people download, fill in and bring back; tables that no spreadsheet runs."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from encours.books.interchange.formats.export import Habit, csv_bytes, harmless
from encours.books.interchange.formats.spreadsheet import FILE_NAMES, ready_spreadsheet
from tests.interchange.taking import asked, codes, read_bytes, warned
from tests.interchange.workbooks import xlsx


def filled(language: str, *rows: list[object], keep_examples: bool = False) -> bytes:
    """The ready spreadsheet as its owner filled it in, below or over the examples."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(ready_spreadsheet(language))).get_sheet_by_index(0)
    before = sheet.to_python()
    return xlsx([*(before if keep_examples else before[:1]), *rows])  # type: ignore[list-item]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheet_has_eight_columns_and_examples_that_are_left_out(language: str) -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(ready_spreadsheet(language))).get_sheet_by_index(0)
    assert len(sheet.to_python()[0]) == 8
    parsed = read_bytes(ready_spreadsheet(language), FILE_NAMES[language])
    assert parsed.layout in ("encours_template", "encours_template_en")
    assert (parsed.customers, parsed.invoices, parsed.rejected) == ((), (), ())
    assert warned(parsed) == {"example_row", "nothing_to_take"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_row_makes_a_customer_an_invoice_and_what_was_paid(language: str) -> None:
    row = [
        "Dupont SARL",
        "compta@dupont.fr",
        "01 99 00 12 34",
        "F-1",
        date(2026, 1, 15),
        date(2026, 2, 14),
        250,
        50.5,
    ]
    parsed = read_bytes(filled(language, row, keep_examples=True))
    (customer,), (invoice,), (payment,) = parsed.customers, parsed.invoices, parsed.payments
    assert (customer.name, customer.email, customer.phone) == (
        "Dupont SARL",
        "compta@dupont.fr",
        "+33199001234",
    )
    assert (invoice.number, invoice.due_on, invoice.total_minor) == ("F-1", date(2026, 2, 14), 25000)
    assert invoice.open_minor == 19950
    assert (payment.amount_minor, payment.invoice_numbers) == (5050, ("F-1",))
    assert parsed.rejected == ()


def test_the_sheet_asks_for_what_is_left_empty() -> None:
    row = ["Dupont", None, None, "F-1", date(2026, 1, 15), None, 250, None]
    parsed = read_bytes(filled("fr", row))
    assert asked(parsed) == {"due_dates_missing": 1, "emails_missing": 1}
    assert parsed.payments == ()


def test_a_wrong_row_of_the_sheet_is_refused_by_its_line() -> None:
    row = ["Dupont", None, None, "F-1", "bientôt", None, "beaucoup", None]
    assert codes(read_bytes(filled("fr", row))) == [(2, "date_unreadable"), (2, "amount_unreadable")]


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_of_a_csv_can_become_a_formula(text: str) -> None:
    data = csv_bytes(["Nom"], [[text]])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][0].startswith("'")


def test_figures_and_dates_are_written_in_both_habits() -> None:
    row = ["Dupont", Decimal("-1234.50"), date(2026, 3, 1), 3, None]
    titles = ["a", "b", "c", "d", "e"]
    french = csv_bytes(titles, [row]).decode("utf-8-sig")
    plain = csv_bytes(titles, [row], habit=Habit.PLAIN).decode("utf-8-sig")
    assert french.splitlines()[1] == "Dupont;-1234,50;01/03/2026;3;"
    assert plain.splitlines()[1] == "Dupont,-1234.50,2026-03-01,3,"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_what_we_write_we_read_again(name: str) -> None:
    words = " ".join(name.split())
    if not words or words.startswith(("'", "=", "@")):
        return
    data = csv_bytes(["Client", "E-mail"], [[words, "a@dupont.fr"]])
    parsed = read_bytes(data)
    if not parsed.rejected and parsed.customers:
        assert parsed.customers[0].name == words


def test_harmless_leaves_plain_texts_alone() -> None:
    assert harmless("Dupont & Fils") == "Dupont & Fils"
