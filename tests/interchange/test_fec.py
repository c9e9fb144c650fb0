"""The FEC: every dialect says the same, and what is wrong in it is said."""

import io
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from encours.books.interchange.formats.fec import recognise
from encours.books.interchange.formats.reader import preview, read
from encours.books.interchange.formats.records import Basis, Kind, OtherKind, Parsed, Totals
from tests.interchange.fec_made import Dialect, Line, entry, without_letters, written, year
from tests.interchange.taking import asked, codes, read_bytes, warned
from tests.interchange.workbooks import xlsx


def taken(lines: list[Line], dialect: Dialect = Dialect(), **options: object) -> Parsed:  # noqa: B008
    return read_bytes(written(lines, dialect), "123456789FEC20251231.txt", **options)


def balances(parsed: Parsed) -> dict[str, int]:
    """What each customer owes after all records."""
    owed: Counter[str] = Counter()
    for invoice in parsed.invoices:
        owed[invoice.customer] += invoice.total_minor
    for note in parsed.credit_notes:
        owed[note.customer] -= note.total_minor
    for payment in parsed.payments:
        owed[payment.customer] -= payment.amount_minor
    for item in (*parsed.opening_items, *parsed.others):
        owed[item.customer] += item.amount_minor
    return dict(owed)


def test_a_year_becomes_records() -> None:
    parsed = taken(year())
    assert (parsed.kind, parsed.encoding, parsed.rejected) == (Kind.FEC, "utf-8", ())
    assert [(c.key, c.name) for c in parsed.customers] == [
        ("C1", "Épicerie Dupont"),
        ("C2", "Garage Martin"),
        ("C3", "Mairie de Sète"),
    ]
    assert [(i.number, i.issued_on, i.total_minor, i.due_on) for i in parsed.invoices] == [
        ("F-1", date(2025, 1, 10), 12000, None),
        ("F-2", date(2025, 1, 12), 6000, None),
        ("F-3", date(2025, 3, 1), 24000, None),
    ]
    assert [(c.number, c.total_minor) for c in parsed.credit_notes] == [("AV-1", 1200)]
    assert [(p.received_on, p.amount_minor, p.reference) for p in parsed.payments] == [
        (date(2025, 1, 15), 10000, "VIR 1"),
        (date(2025, 2, 1), 6000, "VIR 2"),
        (date(2025, 2, 5), 5300, "VIR 3"),
    ]
    assert [(o.customer, o.as_of, o.amount_minor, o.issued_on) for o in parsed.opening_items] == [
        ("C1", date(2025, 1, 1), 10000, None)
    ]
    assert [(o.kind, o.amount_minor) for o in parsed.others] == [(OtherKind.BANK_DEBIT, 500)]
    assert parsed.totals == {
        "EUR": Totals(opening=10000, invoiced=42000, credited=1200, paid=21300, other=500)
    }
    assert parsed.totals["EUR"].open == 30000
    assert balances(parsed) == {"C1": 6000, "C2": 0, "C3": 24000}
    assert parsed.cash_known_on == date(2025, 3, 31)


DIALECTS = {
    "pipe, latin 9": Dialect(mark="|", codec="iso8859-15"),
    "tab, windows": Dialect(codec="cp1252"),
    "semicolon": Dialect(mark=";"),
    "cp850, crcrlf": Dialect(codec="cp850", end="\r\r\n"),
    "utf-8 with mark, lf": Dialect(codec="utf-8-sig", end="\n"),
    "utf-16": Dialect(codec="utf-16"),
    "old mac": Dialect(end="\r"),
    "sides D C": Dialect(sides=("D", "C")),
    "sides +1 -1": Dialect(sides=("+1", "-1"), mark="|"),
    "22 columns": Dialect(extra=4),
    "last column empty": Dialect(mark="|", last_empty=True),
    "padded": Dialect(padded=True),
    "decimal point": Dialect(point=True),
    "quoted": Dialect(mark=";", quoted=True),
    "credits as negative debits": Dialect(signed=True),
}


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS.keys())
def test_every_dialect_says_the_same(dialect: Dialect) -> None:
    plain = taken(year())
    parsed = taken(year(), dialect)
    if dialect.end == "\r\r\n":
        parsed = replace(parsed, lines=plain.lines)
    assert replace(parsed, encoding="utf-8") == plain


def test_a_fec_saved_as_a_workbook_says_the_same() -> None:
    rows = [line.split("\t") for line in written(year()).decode().splitlines()]
    parsed = read_bytes(xlsx(rows), "fec.xlsx")
    assert replace(parsed, encoding="utf-8") == taken(year())


def test_letters_say_which_credit_pays_which_debit_oldest_first() -> None:
    parsed = taken(year())
    paid = [
        (a.credit_key.split(":")[0], a.debit_key, a.amount_minor, a.allocated_on) for a in parsed.allocations
    ]
    assert ("payment", "invoice:F-1", 6000, date(2025, 2, 1)) in paid
    assert ("credit_note", "invoice:F-2", 1200, date(2025, 1, 20)) in paid
    assert ("payment", "invoice:F-2", 4800, date(2025, 2, 5)) in paid
    of_refund = [a.amount_minor for a in parsed.allocations if a.debit_key == parsed.others[0].key]
    assert of_refund == [500]


def test_a_letter_without_its_debit_pays_what_was_brought_forward() -> None:
    parsed = taken(year())
    (found,) = [a for a in parsed.allocations if a.basis is Basis.BROUGHT_FORWARD]
    assert (found.debit_key, found.amount_minor) == (parsed.opening_items[0].key, 10000)
    assert warned(parsed) == {"lettering_unbalanced"}


def test_the_same_letter_at_another_customer_is_another_group() -> None:
    parsed = taken(year())
    keys = {p.key: p.customer for p in parsed.payments}
    assert all(keys.get(a.credit_key, a.customer) == a.customer for a in parsed.allocations)


def test_without_letters_nothing_is_allocated_and_it_is_asked() -> None:
    parsed = taken(without_letters(year()))
    assert parsed.allocations == ()
    assert asked(parsed)["lettering_missing"] == 3
    assert balances(parsed) == {"C1": 6000, "C2": 0, "C3": 24000}


def test_terms_make_due_dates_and_mark_them() -> None:
    parsed = taken(year(), term_days=30)
    first = parsed.invoices[0]
    assert (first.due_on, first.due_assumed) == (date(2025, 2, 9), True)
    assert (parsed.opening_items[0].due_on, parsed.opening_items[0].due_assumed) == (date(2025, 1, 31), True)
    assert "due_dates_missing" not in asked(parsed)
    assert asked(parsed)["opening_dates_missing"] == 1


def test_an_opening_line_with_an_earlier_date_of_its_own_has_a_true_date() -> None:
    lines = entry("AN", "1", "20250101", ("411000", 100, "C1", ""), ("101000", -100, "", ""), piece="F-9")
    data = written(lines).decode().replace("F-9\t20250101", "F-9\t20241015").encode()
    parsed = read_bytes(data)
    assert parsed.opening_items[0].issued_on == date(2024, 10, 15)
    assert "opening_dates_missing" not in asked(parsed)


def test_the_names_of_records_are_the_same_when_entries_are_numbered_anew() -> None:
    again = [replace(line, entry=f"N{line.entry}") for line in year()]
    assert [p.key for p in taken(again).payments] == [p.key for p in taken(year()).payments]
    assert [a.debit_key for a in taken(again).allocations] == [a.debit_key for a in taken(year()).allocations]


def test_an_entry_out_of_balance_is_refused_with_its_lines_and_the_rest_is_kept() -> None:
    wrong = entry("VE", "77", "20250401", ("411000", 1000, "C1", ""), ("706000", -999, "", ""), piece="F-77")
    parsed = taken([*year(), *wrong])
    assert codes(parsed) == [(len(year()) + 2, "unbalanced_entry")]
    assert "journal VE" in str(parsed.rejected[0].message)
    assert "F-77" not in {invoice.number for invoice in parsed.invoices}
    assert balances(parsed) == balances(taken(year()))


def test_lines_of_an_entry_need_not_stand_together() -> None:
    shuffled = sorted(year(), key=lambda line: line.account)
    parsed = taken(shuffled)
    assert parsed.rejected == ()
    assert balances(parsed) == balances(taken(year()))


def test_useless_entry_numbers_do_not_refuse_the_file() -> None:
    numbered = [replace(line, entry=str(rank)) for rank, line in enumerate(year())]
    parsed = taken(numbered)
    assert parsed.rejected == ()
    assert "entry_numbers_useless" in warned(parsed)
    assert balances(parsed) == balances(taken(year()))
    constant = taken([replace(line, entry="1") for line in year()])
    assert (constant.rejected, balances(constant)) == ((), balances(taken(year())))


def test_documents_without_a_number_of_their_own_take_the_entrys() -> None:
    sale = (("411000", 1000, "C1", ""), ("706000", -1000, "", ""))
    lines = [
        *entry("VE", "1", "20250401", *sale),
        *entry("VE", "2", "20250402", *sale, piece="P"),
        *entry("VE", "3", "20250403", *sale, piece="P"),
    ]
    parsed = taken(lines)
    assert [i.number for i in parsed.invoices] == ["VE-1", "P", "P/3"]
    assert "number_from_entry" in warned(parsed)


def test_a_sale_split_over_two_lines_is_one_invoice() -> None:
    lines = entry(
        "VE",
        "1",
        "20250401",
        ("411000", 600, "C1", ""),
        ("411000", 400, "C1", ""),
        ("706000", -1000, "", ""),
        piece="F-1",
    )
    parsed = taken(lines)
    assert [(i.number, i.total_minor) for i in parsed.invoices] == [("F-1", 1000)]


def test_an_adjustment_is_no_invoice_and_no_payment() -> None:
    lines = [
        *year(),
        *entry("OD", "90", "20250601", ("411000", -300, "C3", ""), ("706000", 300, "", ""), piece="OD 1"),
        *entry("OD", "91", "20250602", ("411000", 200, "C3", ""), ("768000", -200, "", ""), piece="OD 2"),
    ]
    parsed = taken(lines)
    assert [(o.kind, o.amount_minor) for o in parsed.others][1:] == [
        (OtherKind.MISC_CREDIT, -300),
        (OtherKind.MISC_DEBIT, 200),
    ]


def test_a_business_that_keeps_one_journal_still_has_its_invoices() -> None:
    lines = [replace(line, journal="OD") for line in year() if line.journal != "AN"]
    parsed = taken(lines)
    assert [i.number for i in parsed.invoices] == ["F-1", "F-2", "F-3"]
    assert len(parsed.payments) == 3


def test_accounts_beside_the_customers_are_noticed_and_asked_about() -> None:
    lines = [
        *year(),
        *entry(
            "OD",
            "50",
            "20250601",
            ("416000", 700, "C1", ""),
            ("413000", 300, "C2", ""),
            ("419100", -1000, "C3", ""),
        ),
        *entry("OD", "51", "20250601", ("451000", 100, "C3", ""), ("768000", -100, "", "")),
        *entry(
            "VE",
            "52",
            "20250601",
            ("411000", 100, "Client CB", ""),
            ("411900", 50, "", ""),
            ("706000", -150, "", ""),
        ),
    ]
    questions = asked(taken(lines))
    expected = {
        "doubtful_accounts": 1,
        "bills_receivable": 1,
        "advances": 1,
        "same_group": 1,
        "means_of_payment": 1,
    }
    assert {name: questions.get(name) for name in expected} == expected
    assert questions["collective_account"] == 1


def test_a_foreign_currency_is_noticed_and_the_books_amount_is_taken() -> None:
    parsed = taken([replace(line, currency="USD") for line in year()])
    assert "foreign_currency" in warned(parsed)
    assert set(parsed.totals) == {"EUR"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("\t120,00\t", "\tcent\t", {"amount_unreadable", "unbalanced_entry"}),
        ("\t120,00\t", "\t99999999999999999,00\t", {"amount_unreadable", "unbalanced_entry"}),
        ("\t20250110\t411000", "\t20250231\t411000", {"date_unreadable"}),
        ("\tC1\tÉpicerie Dupont\tF-1", "\t" + "C" * 50 + "\tx\tF-1", {"text_too_long"}),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_by_its_number(
    before: str, after: str, expected: set[str]
) -> None:
    text = written(year()).decode()
    assert before in text
    parsed = read_bytes(text.replace(before, after, 1).encode())
    assert {code for _line, code in codes(parsed)} >= expected
    assert parsed.rejected[0].line == 4
    assert "F-1" not in {invoice.number for invoice in parsed.invoices}


def test_a_truncated_file_says_so() -> None:
    data = written(year())
    assert "truncated" in {code for _line, code in codes(read_bytes(data[:-60]))}


def test_a_separator_inside_a_label_is_refused_not_shifted() -> None:
    text = written(year(), Dialect(mark="|")).decode().replace("Écriture F-3", "Écriture | F-3", 1)
    parsed = read_bytes(text.encode())
    assert "F-3" not in {invoice.number for invoice in parsed.invoices}
    assert {code for _line, code in codes(parsed)} == {"amount_unreadable", "unbalanced_entry"}


def test_missing_columns_are_named() -> None:
    text = written(year()).decode().replace("CompteLib", "Intitulé").replace("Debit", "Somme")
    parsed = read_bytes(text.encode())
    assert parsed.unreadable
    assert [str(r.message) for r in parsed.rejected] == [
        "Il manque la colonne «\u00a0CompteLib\u00a0».",
        "Il manque la colonne «\u00a0Debit / Credit\u00a0».",
    ]


@pytest.mark.parametrize("title", ["JournalCode", "EcritureNum", "EcritureDate", "CompteNum"])
def test_a_fec_without_one_of_its_signs_is_a_fec_that_lacks_a_column(title: str) -> None:
    parsed = read_bytes(written(year()).replace(title.encode(), b"Autre"))
    assert (parsed.kind, parsed.unreadable) == (Kind.FEC, True)
    assert [str(r.message) for r in parsed.rejected] == [f"Il manque la colonne «\u00a0{title}\u00a0»."]


def test_a_giant_line_is_refused_before_it_is_read() -> None:
    parsed = read_bytes(written(year()) + b"x" * 10_000_000)
    assert codes(parsed) == [(len(year()) + 2, "line_too_long")]


def test_a_fec_is_recognised_by_its_titles_and_not_by_its_name() -> None:
    assert recognise("journalcode|ecriturenum|ecrituredate|comptenum|debit|credit") is not None
    assert recognise("Client;Montant") is None
    assert preview(io.BytesIO(written(year())), "liste.csv").kind is Kind.FEC


def test_progress_is_told_along_the_way() -> None:
    sale = (("411000", 1000, "C1", ""), ("706000", -1000, "", ""))
    lines = [
        line for rank in range(20_000) for line in entry("VE", str(rank), "20250401", *sale, piece=str(rank))
    ]
    told: list[int] = []
    parsed = read(io.BytesIO(written(lines)), "f.txt", progress=told.append)
    assert len(parsed.invoices) == 20_000
    assert len(told) == 2
