"""Rows out of CSV, XLSX and ODS, and every bad file refused before it can do harm."""

import io
from datetime import date

import pytest

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.cells import Table
from encours.books.interchange.formats.issues import Code, Issue
from encours.books.interchange.formats.tabular import read_tables
from tests.interchange.workbooks import (
    ods,
    ods_day,
    ods_number,
    ods_row,
    ods_text,
    packed,
    xlsx,
    xlsx_with_far_cell,
)


def table(data: bytes) -> Table:
    found = read_tables(io.BytesIO(data))
    assert isinstance(found, tuple), found
    return found[0]


def refusal(data: bytes) -> Issue:
    found = read_tables(io.BytesIO(data))
    assert isinstance(found, Issue), found
    return found


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_separators_and_line_ends_are_found(mark: str, end: str) -> None:
    text = (
        end.join(mark.join(row) for row in (["Client", "Montant"], ["Dupont", "12"], ["Martin", "15"])) + end
    )
    found = table(text.encode())
    assert found.delimiter == mark
    assert [(row.line, row.cells) for row in found.rows] == [
        (1, ("Client", "Montant")),
        (2, ("Dupont", "12")),
        (3, ("Martin", "15")),
    ]


def test_decimal_commas_do_not_pass_for_separators() -> None:
    found = table(b"Client;HT;TTC\nDupont;1,50;1,80\nMartin;2,50;3,00\n")
    assert found.delimiter == ";"


def test_a_quoted_cell_may_span_lines_and_lines_are_still_counted() -> None:
    found = table(b'Client;Adresse\n"Dupont";"1 rue\nde la Paix"\nMartin;x\n')
    assert [row.line for row in found.rows] == [1, 2, 4]
    assert found.rows[1].text(1) == "1 rue de la Paix"


def test_the_separator_that_a_spreadsheet_announces_is_taken() -> None:
    found = table(b"sep=|\nClient|Montant\nDupont|1;2\n")
    assert (found.delimiter, found.rows[0].line) == ("|", 2)


def test_a_quote_that_never_closes_is_a_truncated_file() -> None:
    answer = refusal(b'Client;Adresse\nDupont;"1 rue de la')
    assert (answer.code, answer.line) == (Code.TRUNCATED, 2)


def test_a_line_of_ten_megabytes_is_refused_by_its_number() -> None:
    answer = refusal(b"Client;Montant\nDupont;12\n" + b"x" * 10_000_000 + b"\n")
    assert (answer.code, answer.line) == (Code.LINE_TOO_LONG, 3)


def test_too_large_a_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TABLE_BYTES", 10)
    assert refusal(b"Client;Montant\nDupont;12\n").code is Code.TOO_BIG


def test_an_xlsx_gives_texts_numbers_and_dates() -> None:
    found = table(xlsx([["Client", "Date", "Montant", "N°"], ["Dupont", date(2026, 3, 1), 12.5, "007"]]))
    assert found.rows[1].cells == ("Dupont", date(2026, 3, 1), 12.5, "007")
    assert found.rows[1].line == 2


def test_each_sheet_that_holds_something_is_a_table() -> None:
    found = read_tables(io.BytesIO(xlsx([], [["Client"]], [["Facture"]])))
    assert isinstance(found, tuple)
    assert [sheet.rows[0].cells for sheet in found] == [("Client",), ("Facture",)]


def test_an_ods_gives_texts_numbers_and_dates() -> None:
    body = (
        ods_row(ods_text("Client"), ods_text("Date"), ods_text("Montant"))
        + ods_row(ods_text("Dupont"), ods_day(date(2026, 3, 1)), ods_number(12.5))
        + ods_row('<table:table-cell table:number-columns-repeated="16384"/>', repeated=1048574)
    )
    found = table(ods(body))
    assert [row.cells for row in found.rows][1] == ("Dupont", date(2026, 3, 1), 12.5)
    assert len(found.rows) == 2


def test_a_cell_at_the_end_of_the_sheet_does_not_exhaust_memory() -> None:
    assert refusal(xlsx_with_far_cell(1_048_575, 16_383)).code is Code.TOO_MANY_CELLS


def test_repeated_cells_of_an_ods_do_not_exhaust_memory() -> None:
    body = ods_row(ods_text("x", repeated=10_000), repeated=100_000)
    assert refusal(ods(body)).code is Code.TOO_MANY_CELLS


def test_a_zip_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 1_000_000)
    assert refusal(packed({"xl/workbook.xml": b" " * 5_000_000})).code is Code.ZIP_BOMB


def test_an_xml_bomb_is_not_opened() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    assert refusal(ods(ods_row(ods_text("&b;")), before=bomb)).code is Code.ZIP_BOMB


@pytest.mark.parametrize("part", [0.2, 0.6, 0.95])
def test_a_truncated_workbook_says_so(part: float) -> None:
    whole = xlsx([["Client", "Montant"], ["Dupont", 12]])
    assert refusal(whole[: int(len(whole) * part)]).code is Code.WORKBOOK_UNREADABLE


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    assert refusal(packed({"facture.pdf": b"%PDF-1.7"})).code is Code.BINARY


def test_old_and_protected_workbooks_say_what_to_do() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refusal(ole).code is Code.OLD_WORKBOOK
    assert refusal(ole + "EncryptedPackage".encode("utf-16-le")).code is Code.PASSWORD


def test_an_empty_workbook_is_empty() -> None:
    assert refusal(xlsx([])).code is Code.EMPTY
