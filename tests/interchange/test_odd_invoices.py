"""Rows that contradict themselves or each other, as programs do write them."""

from tests.interchange.taking import codes, lines, read_text, warned

TITLES = ["Client", "N° de facture", "Date de facture", "Échéance", "Montant TTC"]
DATES = ["15/01/2026", "14/02/2026"]


def test_an_invoice_whose_instalments_do_not_make_its_total_is_no_record() -> None:
    titles = ["Client", "N° de facture", "Date de facture", "Échéance", "Montant échéance", "Montant TTC"]
    parsed = read_text(
        lines(
            titles,
            ["D", "F-1", "01/01/2026", "31/01/2026", "40,00", "100,00"],
            ["D", "F-1", "01/01/2026", "28/02/2026", "50,00", "100,00"],
        )
    )
    assert (codes(parsed), parsed.invoices) == ([(2, "instalments_mismatch")], ())
    assert parsed.rejected[0].field == "instalment"


def test_more_left_to_pay_than_was_invoiced_is_refused() -> None:
    parsed = read_text(
        lines(
            [*TITLES, "Reste dû"],
            ["D", "F-1", *DATES, "100,00", "140,00"],
            ["D", "F-2", *DATES, "100,00", "100,00"],
            ["D", "AV-1", *DATES, "-10,00", "-30,00"],
        )
    )
    assert codes(parsed) == [(2, "open_beyond_total"), (4, "open_beyond_total")]
    assert [invoice.number for invoice in parsed.invoices] == ["F-2"]
    assert parsed.credit_notes == ()


def test_a_draft_without_a_number_is_left_out_and_refuses_nothing() -> None:
    parsed = read_text(
        lines(
            [*TITLES, "Statut"],
            ["D", "F-1", *DATES, "100,00", "Validée"],
            ["D", "", "", "", "50,00", "Brouillon"],
        )
    )
    assert (codes(parsed), warned(parsed)) == ([], {"not_issued"})
    assert [invoice.number for invoice in parsed.invoices] == ["F-1"]


def test_a_discount_line_lowers_its_invoice() -> None:
    titles = ["*ContactName", "*InvoiceNumber", "*InvoiceDate", "*DueDate", "Total", "*Description", "*Quantity",
              "*UnitAmount"]  # fmt: skip
    parsed = read_text(
        lines(
            titles,
            ["D", "INV-1", *DATES, "", "Remise", "1", "-20.00"],
            ["D", "INV-1", *DATES, "", "Pain", "10", "12.00"],
            ["D", "CN-1", *DATES, "", "Pain rendu", "-2", "12.00"],
            ["D", "CN-1", *DATES, "", "Frais gardés", "1", "4.00"],
            mark=",",
        )
    )
    assert codes(parsed) == []
    assert [(i.number, i.total_minor) for i in parsed.invoices] == [("INV-1", 10000)]
    assert [(c.number, c.total_minor) for c in parsed.credit_notes] == [("CN-1", 2000)]


def test_lines_of_a_paid_invoice_are_paid_together() -> None:
    titles = ["Client", "N° de facture", "Date de facture", "Échéance", "Quantité", "Prix unitaire",
              "Statut paiement"]  # fmt: skip
    parsed = read_text(
        lines(
            titles,
            ["D", "F-1", *DATES, "1", "60,00", "oui"],
            ["D", "F-1", *DATES, "1", "40,00", "oui"],
        )
    )
    assert [(p.invoice_numbers, p.amount_minor) for p in parsed.payments] == [(("F-1",), 10000)]
    assert parsed.totals["EUR"].open == 0


def test_a_credit_note_that_was_paid_back_is_no_credit_any_more() -> None:
    parsed = read_text(
        lines(
            [*TITLES, "Déjà payé"],
            ["D", "AV-1", *DATES, "-30,00", "-30,00"],
            ["E", "AV-2", *DATES, "-30,00", "10,00"],
        )
    )
    assert [(c.number, c.open_minor) for c in parsed.credit_notes] == [("AV-1", 0), ("AV-2", 2000)]
    assert [(o.customer, o.amount_minor) for o in parsed.others] == [("d", 3000), ("e", 1000)]
    assert parsed.totals["EUR"].open == -2000
