"""Exports of known programs, in files made by us after their documented columns."""

from datetime import date

import pytest

from tests.interchange.taking import asked, codes, lines, read_bytes, read_text, warned
from tests.interchange.workbooks import xlsx


def test_the_template_of_xero_has_one_row_per_line() -> None:
    titles = [
        "*ContactName",
        "*InvoiceNumber",
        "*InvoiceDate",
        "*DueDate",
        "Total",
        "*Description",
        "*Quantity",
        "*UnitAmount",
        "Discount",
        "TaxAmount",
        "Currency",
    ]
    rows = [
        ["Dupont", "INV-1", "15/01/2026", "14/02/2026", "", "Pain", "10", "1.50", "", "3.00", "EUR"],
        ["Dupont", "INV-1", "15/01/2026", "14/02/2026", "", "Beurre", "2", "4.00", "50", "0.80", "EUR"],
        ["Martin", "INV-2", "16/01/2026", "15/02/2026", "", "Pain", "1", "1.50", "", "", "GBP"],
    ]
    parsed = read_text(lines(titles, *rows, mark=","))
    assert parsed.layout == "xero_sales_invoice_template"
    assert [(i.number, i.total_minor, i.currency) for i in parsed.invoices] == [
        ("INV-1", 1500 + 300 + 400 + 80, "EUR"),
        ("INV-2", 150, "GBP"),
    ]
    assert warned(parsed) == {"total_from_lines"}


def test_the_empty_template_of_xero_is_recognised_with_nothing_in_it() -> None:
    titles = "*ContactName,EmailAddress,*InvoiceNumber,*InvoiceDate,*DueDate,Total,*Description,*Quantity,*UnitAmount"
    parsed = read_text(titles)
    assert (parsed.layout, parsed.invoices, parsed.rejected) == ("xero_sales_invoice_template", (), ())
    assert warned(parsed) == {"nothing_to_take"}


def test_the_open_invoices_of_quickbooks_have_quoted_thousands() -> None:
    text = (
        "Date,Num,Customer,Due Date,Amount,Open Balance\n"
        '01/15/2026,1001,Dupont,02/14/2026,"1,234.56","1,000.00"\n'
        "01/20/2026,1002,Martin,02/19/2026,50.00,0.00\n"
    )
    parsed = read_text(text)
    assert parsed.layout == "quickbooks_online_open_invoices"
    assert [(i.number, i.issued_on, i.open_minor) for i in parsed.invoices] == [
        ("1001", date(2026, 1, 15), 100000),
        ("1002", date(2026, 1, 20), 0),
    ]


def test_the_export_of_dolibarr_has_one_row_per_payment() -> None:
    titles = [
        "Nom société",
        "Réf. facture",
        "Date facturation",
        "Date échéance",
        "Montant TTC",
        "Facture payée",
        "Montant règlement",
        "Date paiement",
        "Statut facture",
    ]
    parsed = read_text(
        lines(
            titles,
            ["Dupont", "FA2601-001", "15/01/2026", "14/02/2026", "100,00", "Non", "30,00", "20/01/2026", "1"],
            ["Dupont", "FA2601-001", "15/01/2026", "14/02/2026", "100,00", "Non", "20,00", "25/01/2026", "1"],
            ["Martin", "FA2601-002", "15/01/2026", "14/02/2026", "50,00", "Non", "", "", "1"],
            ["Martin", "(PROV12)", "15/01/2026", "14/02/2026", "50,00", "Non", "", "", "0"],
            ["Petit", "FA2601-003", "15/01/2026", "14/02/2026", "80,00", "Oui", "80,00", "01/02/2026", "2"],
        )
    )
    assert parsed.layout == "dolibarr_export_facture_2"
    assert [(i.number, i.total_minor, i.open_minor) for i in parsed.invoices] == [
        ("FA2601-001", 10000, 5000),
        ("FA2601-002", 5000, None),
        ("FA2601-003", 8000, 0),
    ]
    assert [(p.received_on and p.received_on.day, p.amount_minor) for p in parsed.payments] == [
        (20, 3000),
        (25, 2000),
        (1, 8000),
    ]
    assert parsed.totals["EUR"].open == 10000


def test_credit_notes_of_odoo_are_negative_rows_and_drafts_have_no_number() -> None:
    titles = [
        "name",
        "partner_id",
        "invoice_date",
        "invoice_date_due",
        "amount_total_signed",
        "amount_residual_signed",
        "payment_state",
        "state",
        "move_type",
    ]
    parsed = read_text(
        lines(
            titles,
            [
                "INV/2026/0001",
                "Dupont",
                "2026-01-15",
                "2026-02-14",
                "100.00",
                "100.00",
                "not_paid",
                "posted",
                "out_invoice",
            ],
            [
                "RINV/2026/0001",
                "Dupont",
                "2026-01-20",
                "2026-01-20",
                "-20.00",
                "-20.00",
                "not_paid",
                "posted",
                "out_refund",
            ],
            ["/", "Dupont", "2026-01-20", "", "5.00", "5.00", "not_paid", "draft", "out_invoice"],
            [
                "INV/2026/0002",
                "Dupont",
                "2026-01-15",
                "2026-02-14",
                "10.00",
                "0.00",
                "paid",
                "posted",
                "out_invoice",
            ],
            [
                "INV/2026/0003",
                "Dupont",
                "2026-01-15",
                "2026-02-14",
                "10.00",
                "10.00",
                "not_paid",
                "cancel",
                "out_invoice",
            ],
            mark=",",
        )
    )
    assert parsed.layout == "odoo_account_move_export"
    assert [i.number for i in parsed.invoices] == ["INV/2026/0001", "INV/2026/0002"]
    assert [(c.number, c.total_minor) for c in parsed.credit_notes] == [("RINV/2026/0001", 2000)]
    assert parsed.totals["EUR"].open == 8000


def test_the_aged_receivables_of_xero_name_the_customer_above_its_invoices() -> None:
    titles = [
        "Invoice Number",
        "Invoice Date",
        "Due Date",
        "Invoice Reference",
        "Current",
        "< 1 Month",
        "1 Month",
        "2 Months",
        "3 Months",
        "Older",
        "Total",
    ]
    empty = [None] * 4
    parsed = read_bytes(
        xlsx(
            [
                ["Aged Receivables Detail"],
                ["Encours Ltd"],
                ["As at 31 March 2026"],
                ["Ageing by due date"],
                [],
                titles,
                ["Dupont"],
                [
                    "INV-1",
                    date(2026, 1, 15),
                    date(2026, 2, 14),
                    "PO 12",
                    None,
                    None,
                    120.0,
                    *empty[:3],
                    120.0,
                ],
                ["INV-2", date(2026, 3, 15), date(2026, 4, 14), None, 30.5, *empty, None, 30.5],
                ["Total Dupont", None, None, None, 30.5, None, 120.0, *empty[:3], 150.5],
                ["Martin"],
                ["INV-3", date(2026, 1, 2), date(2026, 2, 1), None, None, None, 10.0, *empty[:3], 10.0],
                ["Total Martin", None, None, None, None, None, 10.0, *empty[:3], 10.0],
                ["Total", None, None, None, 30.5, None, 130.0, *empty[:3], 0],
            ]
        )
    )
    assert parsed.layout == "xero_aged_receivables_detail"
    assert [(i.customer, i.number, i.open_minor, i.po_number) for i in parsed.invoices] == [
        ("dupont", "INV-1", 12000, "PO 12"),
        ("dupont", "INV-2", 3050, ""),
        ("martin", "INV-3", 1000, ""),
    ]
    assert parsed.rejected == ()


def test_a_summary_by_customer_gives_one_opening_item_each() -> None:
    text = (
        'A/R Aging Summary,,,,,,\nEncours Inc,,,,,,\n"As of March 31, 2026",,,,,,\n,,,,,,\n'
        ",Current,1 - 30,31 - 60,61 - 90,91 and over,Total\n"
        'Dupont,100.00,0.00,0.00,0.00,0.00,"1,100.00"\n'
        "Martin,0.00,0.00,-5.00,0.00,0.00,-5.00\n"
        'TOTAL,100.00,0.00,-5.00,0.00,0.00,"1,095.00"\n'
    )
    parsed = read_text(text)
    assert parsed.layout == "quickbooks_online_ar_aging_summary"
    assert [(o.customer, o.as_of, o.amount_minor) for o in parsed.opening_items] == [
        ("dupont", date(2026, 3, 31), 110000),
        ("martin", date(2026, 3, 31), -500),
    ]
    assert asked(parsed) == {"opening_dates_missing": 2}
    assert codes(read_text(text.replace("As of March 31, 2026", ""))) == [(None, "column_missing")]


@pytest.mark.parametrize(
    ("titles", "layout"),
    [
        (
            ["ContactName", "InvoiceNumber", "InvoiceDate", "DueDate", "Total", "AmountDue"],
            "xero_invoice_list_export",
        ),
        (
            ["InvoiceNo", "Customer", "InvoiceDate", "DueDate", "ItemAmount"],
            "quickbooks_online_invoice_import",
        ),
        (
            [
                "Invoice Date",
                "Invoice Number",
                "Customer Name",
                "Invoice Status",
                "Due Date",
                "Total",
                "Balance",
            ],
            "zoho_books_invoice_export",
        ),
        (["CompanyName", "InvoiceRef", "DateInvoice", "DateDue", "TotalTTC"], "dolibarr_export_facture_2_en"),
        (
            ["Number", "Customer", "Amount Due", "Amount Paid", "Currency", "Status", "Total", "Date (UTC)"],
            "stripe_invoices_export",
        ),
    ],
)
def test_known_titles_name_the_program(titles: list[str], layout: str) -> None:
    assert read_text(lines(titles, mark=",")).layout == layout
