"""Files written by others, where ENCOURS_SAMPLES names the folder that holds them."""

import io
import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from encours.books.interchange.formats.cells import Row, Table
from encours.books.interchange.formats.headers import propose
from encours.books.interchange.formats.pdf_zip import PdfFile, read_pdfs
from encours.books.interchange.formats.reader import preview, read
from encours.books.interchange.formats.records import Kind, OtherKind, Parsed, Totals
from tests.interchange.taking import codes, warned
from tests.interchange.test_fec import balances

FECS = [
    "fec/0000000001FEC20220831.txt",
    "fec/derived/A_pipe_latin9_crlf_debit_credit.txt",
    "fec/derived/B_tab_latin9_montant_sens_DC.txt",
]


def sample(samples: Path, name: str) -> Parsed:
    file = samples / name
    with file.open("rb") as stream:
        return read(stream, file.name)


def documented(samples: Path) -> dict[str, dict[str, object]]:
    file = samples / "exports/documented_headers.json"
    return json.loads(file.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", FECS)
def test_the_reference_fec_gives_its_figures(samples: Path, name: str) -> None:
    parsed = sample(samples, name)
    assert (len(parsed.invoices), len(parsed.credit_notes), len(parsed.opening_items)) == (391, 8, 7)
    assert len(parsed.payments) == 129
    assert Counter(other.kind for other in parsed.others) == {
        OtherKind.BANK_DEBIT: 2,
        OtherKind.MISC_CREDIT: 1,
    }
    assert sum(o.amount_minor for o in parsed.others if o.kind is OtherKind.BANK_DEBIT) == 37506
    assert [o.amount_minor for o in parsed.others if o.kind is OtherKind.MISC_CREDIT] == [-9495]
    assert parsed.totals == {
        "EUR": Totals(opening=5914690, invoiced=112601308, credited=1841041, paid=111451244, other=28011)
    }
    assert parsed.totals["EUR"].open == 5251724
    owed = {code: minor for code, minor in balances(parsed).items() if minor}
    assert owed == {
        "C00006": 2712329, "C00005": 1807004, "C00002": 666127, "C00008": 43888, "C00015": 30289, "C00017": -7913,
    }  # fmt: skip
    assert (len(parsed.customers), parsed.lines, parsed.rejected) == (17, 5423, ())


def test_the_twins_of_the_reference_fec_are_identical(samples: Path) -> None:
    first, *twins = [replace(sample(samples, name), encoding=None) for name in FECS]
    assert all(twin == first for twin in twins)


def test_the_lettering_of_the_reference_fec_gives_its_delays(samples: Path) -> None:
    """Invoices of balanced groups were paid 31.4 days after their date on the mean, 98 at most."""
    parsed = sample(samples, FECS[0])
    issued = {invoice.key: invoice.issued_on for invoice in parsed.invoices}
    received = {payment.key: payment.received_on for payment in parsed.payments}
    last: dict[str, int] = {}
    for found in parsed.allocations:
        day = received.get(found.credit_key)
        if found.debit_key in issued and day is not None:
            late = (day - issued[found.debit_key]) // timedelta(days=1)
            last[found.debit_key] = max(late, last.get(found.debit_key, late))
    assert 340 <= len(last) <= 391
    assert max(last.values()) <= 98
    assert 28 <= sum(last.values()) / len(last) <= 34


def test_every_documented_layout_is_recognised(samples: Path) -> None:
    expected = {
        "xero_sales_invoice_template": "xero_sales_invoice_template",
        "xero_invoice_list_export": "xero_invoice_list_export",
        "xero_aged_receivables_detail_xlsx": "xero_aged_receivables_detail",
        "quickbooks_online_open_invoices": "quickbooks_online_open_invoices",
        "quickbooks_online_ar_aging_summary": "quickbooks_online_ar_aging_summary",
        "quickbooks_online_invoice_import": "quickbooks_online_invoice_import",
        "credit_agricole_csv": "credit_agricole_csv",
        "boursobank_csv": "boursobank_csv",
        "la_banque_postale_csv": "la_banque_postale_csv",
        "stripe_invoices_export": "stripe_invoices_export",
    }
    layouts = documented(samples)
    for name, layout in expected.items():
        assert layout_of(layouts[name]["header"]) == layout, name
    dolibarr = layouts["dolibarr_export_facture_2"]["fields_to_keys"]
    assert isinstance(dolibarr, dict)
    assert layout_of(list(dolibarr.values())) == "dolibarr_export_facture_2_en"
    odoo = layouts["odoo_account_move_export"]["technical_fields_for_import_compatible_export"]
    assert layout_of(odoo) == "odoo_account_move_export"
    assert layout_of(layouts["zoho_books_invoice_export"]["known_columns"]) == "zoho_books_invoice_export"
    short = layouts["quickbooks_online_invoice_import"]["variant_without_spaces"]
    assert layout_of(short) == "quickbooks_online_invoice_import"


def layout_of(titles: object) -> str | None:
    assert isinstance(titles, list)
    found = propose(Table(rows=(Row(1, tuple(titles)),)))
    return None if found.layout is None else found.layout.name


def test_the_downloaded_template_of_xero_holds_nothing_and_says_no_error(samples: Path) -> None:
    parsed = sample(samples, "exports/xero_SalesInvoiceTemplate.csv")
    assert (parsed.layout, parsed.invoices, parsed.rejected) == ("xero_sales_invoice_template", (), ())
    assert warned(parsed) == {"nothing_to_take"}


def test_two_years_of_receivables_are_read_with_american_dates_and_leading_zeros(samples: Path) -> None:
    parsed = sample(samples, "ar/ibm_ar_2466.csv")
    assert (len(parsed.invoices), len(parsed.customers), codes(parsed)) == (2466, 100, [])
    assert sum(invoice.total_minor for invoice in parsed.invoices) == 14770318
    assert str(min(i.issued_on for i in parsed.invoices)) == "2012-01-03"
    assert str(max(i.issued_on for i in parsed.invoices)) == "2013-12-02"
    assert str(max(p.received_on for p in parsed.payments if p.received_on)) == "2014-01-09"
    due = {invoice.number: invoice.due_on for invoice in parsed.invoices}
    late = [
        p for p in parsed.payments if (d := due[p.invoice_numbers[0]]) and p.received_on and p.received_on > d
    ]
    assert len(late) == 877
    assert any(invoice.number.startswith("0") for invoice in parsed.invoices)


def test_no_file_of_others_makes_the_door_fail(samples: Path) -> None:
    for file in sorted(samples.rglob("*")):
        if file.is_file():
            with file.open("rb") as stream:
                read(stream, file.name)
                preview(stream, file.name)


def test_bank_statements_and_electronic_invoices_are_named_and_not_taken_for_books(samples: Path) -> None:
    for name in ("bank/csv_fr/track-my-cash_credit-agricole.csv", "einvoice/ubl/cen_issue116.xml"):
        assert codes(sample(samples, name)) == [(None, "kind_not_taken")]
    assert preview(io.BytesIO(b"<Invoice/>"), "x.xml").kind is None
    assert sample(samples, FECS[0]).kind is Kind.FEC


def test_real_pdfs_are_pdfs(samples: Path) -> None:
    for file in sorted((samples / "einvoice/facturx_pdf").glob("*.pdf")):
        with file.open("rb") as stream:
            assert all(isinstance(found, PdfFile) for found in read_pdfs(stream, file.name)), file.name
