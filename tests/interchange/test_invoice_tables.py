"""Invoices from tables: dates, amounts, due dates, what was paid, what is refused."""

from datetime import date

import pytest

from encours.books.interchange.formats.mapping import DateOrder
from tests.interchange.taking import asked, codes, lines, read_bytes, read_text, warned
from tests.interchange.workbooks import xlsx

TITLES = ["Client", "N° de facture", "Date de facture", "Échéance", "Montant TTC"]
ROW = ["Dupont SARL", "F-2031", "15/01/2026", "14/02/2026", "1 234,56 €"]


def test_an_invoice_is_read_with_its_customer() -> None:
    parsed = read_text(lines(TITLES, ROW))
    (invoice,), (customer,) = parsed.invoices, parsed.customers
    assert (invoice.number, invoice.issued_on, invoice.due_on) == (
        "F-2031",
        date(2026, 1, 15),
        date(2026, 2, 14),
    )
    assert (invoice.total_minor, invoice.currency, invoice.open_minor) == (123456, "EUR", None)
    assert invoice.customer == customer.key == "dupont"
    assert parsed.totals["EUR"].invoiced == parsed.totals["EUR"].open == 123456


def test_leading_zeros_of_a_number_are_kept_and_a_workbook_number_has_no_point() -> None:
    assert read_text(lines(TITLES, ["D", "00042", *ROW[2:]])).invoices[0].number == "00042"
    data = xlsx([TITLES, ["D", 2031, date(2026, 1, 15), date(2026, 2, 14), 12.5]])
    assert read_bytes(data).invoices[0].number == "2031"


def test_a_missing_due_date_is_asked_for_and_never_guessed() -> None:
    text = lines(TITLES, [*ROW[:3], "", "12,00"])
    parsed = read_text(text)
    assert parsed.invoices[0].due_on is None
    assert asked(parsed) == {"due_dates_missing": 1}


def test_terms_given_by_a_person_fill_missing_due_dates_and_say_so() -> None:
    parsed = read_text(lines(TITLES, [*ROW[:3], "", "12,00"], ["D", "F-2", *ROW[2:]]), term_days=30)
    assert [(i.due_on, i.due_assumed) for i in parsed.invoices] == [
        (date(2026, 2, 14), True),
        (date(2026, 2, 14), False),
    ]
    assert warned(parsed) == {"terms_assumed"}


def test_terms_of_the_row_itself_are_no_assumption() -> None:
    parsed = read_text(lines([*TITLES[:3], "Délai", "TTC"], ["D", "F-1", "01/01/2026", "45 jours", "12,00"]))
    assert (parsed.invoices[0].due_on, parsed.invoices[0].due_assumed) == (date(2026, 2, 15), False)


def test_american_dates_are_read_when_the_column_proves_them() -> None:
    text = lines(TITLES, ["D", "1", "02/03/2026", "03/25/2026", "1"])
    assert read_text(text).invoices[0].issued_on == date(2026, 2, 3)


def test_dates_that_prove_nothing_are_read_day_first_and_asked_about() -> None:
    text = lines(TITLES, ["D", "1", "02/03/2026", "03/04/2026", "1"])
    parsed = read_text(text)
    assert parsed.invoices[0].issued_on == date(2026, 3, 2)
    assert "date_order_assumed" in warned(parsed)
    assert "date_order_assumed" in asked(parsed)
    chosen = read_text(text, date_order=DateOrder.MONTH_FIRST)
    assert chosen.invoices[0].issued_on == date(2026, 2, 3)
    assert warned(chosen) == set()


def test_what_is_paid_becomes_a_payment_of_the_invoice() -> None:
    parsed = read_text(lines([*TITLES, "Déjà payé"], [*ROW, "234,56"], ["D", "F-2", *ROW[2:4], "10,00", ""]))
    (payment,) = parsed.payments
    assert (payment.amount_minor, payment.received_on, payment.invoice_numbers) == (23456, None, ("F-2031",))
    assert parsed.invoices[0].open_minor == 100000
    assert asked(parsed) == {"payment_dates_missing": 1}
    totals = parsed.totals["EUR"]
    assert (totals.invoiced, totals.paid, totals.open) == (124456, 23456, 101000)


def test_an_open_balance_says_what_was_paid() -> None:
    parsed = read_text(
        lines([*TITLES, "Reste à payer"], [*ROW, "1 000,00"], ["D", "F-2", *ROW[2:4], "10,00", "0,00"])
    )
    assert [(p.invoice_numbers[0], p.amount_minor) for p in parsed.payments] == [
        ("F-2031", 23456),
        ("F-2", 1000),
    ]
    assert parsed.totals["EUR"].open == 100000


@pytest.mark.parametrize("word", ["Payée", "Réglée", "paid", "Soldée"])
def test_a_paid_invoice_is_paid_whole(word: str) -> None:
    parsed = read_text(lines([*TITLES, "Statut"], [*ROW, word], ["D", "F-2", *ROW[2:4], "10,00", "Envoyée"]))
    assert [(i.number, i.open_minor) for i in parsed.invoices] == [("F-2031", 0), ("F-2", None)]
    assert parsed.totals["EUR"].open == 1000


def test_a_date_of_payment_is_kept() -> None:
    parsed = read_text(lines([*TITLES, "Date de paiement"], [*ROW, "10/02/2026"]))
    assert (parsed.payments[0].received_on, parsed.payments[0].amount_minor) == (date(2026, 2, 10), 123456)
    assert asked(parsed) == {}


@pytest.mark.parametrize("word", ["Brouillon", "Annulée", "draft", "void", "Abandonnée"])
def test_what_was_never_issued_is_left_out_and_said(word: str) -> None:
    parsed = read_text(lines([*TITLES, "Statut"], [*ROW, word]))
    assert parsed.invoices == ()
    assert parsed.rejected == ()
    assert "not_issued" in warned(parsed)


def test_a_negative_amount_or_the_word_makes_a_credit_note() -> None:
    parsed = read_text(
        lines(
            [*TITLES, "Type"],
            ["D", "F-1", *ROW[2:4], "100,00", "Facture"],
            ["D", "A-1", *ROW[2:4], "-20,00", ""],
            ["D", "A-2", *ROW[2:4], "30,00", "Avoir"],
        )
    )
    assert [(c.number, c.total_minor) for c in parsed.credit_notes] == [("A-1", 2000), ("A-2", 3000)]
    totals = parsed.totals["EUR"]
    assert (totals.invoiced, totals.credited, totals.open) == (10000, 5000, 5000)


def test_a_used_credit_note_counts_once() -> None:
    """Programs with open amounts have taken it off the invoice already (open 80 of 100)."""
    parsed = read_text(
        lines(
            [*TITLES, "Solde"],
            ["D", "F-1", "15/01/2026", "14/02/2026", "100,00", "70,00"],
            ["D", "A-1", "20/01/2026", "", "-20,00", "0,00"],
            ["E", "A-9", "20/01/2026", "", "-5,00", "0,00"],
        )
    )
    (allocation,) = parsed.allocations
    assert (allocation.credit_key, allocation.debit_key) == ("credit_note:A-1", "invoice:F-1")
    assert [(p.invoice_numbers, p.amount_minor) for p in parsed.payments] == [(("F-1",), 1000)]
    assert [(o.customer, o.amount_minor) for o in parsed.others] == [("e", 500)]
    assert parsed.totals["EUR"].open == 7000


def test_the_same_row_counts_once_and_the_same_number_with_another_amount_is_refused() -> None:
    parsed = read_text(lines(TITLES, ROW, ROW, [*ROW[:4], "99,00"], ["Autre", *ROW[1:]]))
    assert len(parsed.invoices) == 1
    assert warned(parsed) == {"repeated_row"}
    assert codes(parsed) == [(4, "duplicate_number"), (5, "duplicate_number")]


def test_several_instalments_make_one_invoice() -> None:
    titles = ["Client", "N° de facture", "Date de facture", "Échéance", "Montant échéance", "Montant TTC"]
    parsed = read_text(
        lines(
            titles,
            ["D", "F-1", "01/01/2026", "31/01/2026", "40,00", "100,00"],
            ["D", "F-1", "01/01/2026", "28/02/2026", "60,00", "100,00"],
            ["D", "F-2", "01/01/2026", "31/01/2026", "40,00", "100,00"],
            ["D", "F-2", "01/01/2026", "28/02/2026", "50,00", "100,00"],
        )
    )
    first = parsed.invoices[0]
    assert [(part.due_on.month, part.amount_minor) for part in first.instalments] == [(1, 4000), (2, 6000)]
    assert (first.total_minor, first.due_on) == (10000, date(2026, 2, 28))
    assert codes(parsed) == [(4, "instalments_mismatch")]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (0, "", "missing"),
        (1, "", "missing"),
        (2, "", "missing"),
        (2, "31/02/2026", "date_impossible"),
        (2, "hier", "date_unreadable"),
        (2, "01/01/1800", "date_implausible"),
        (3, "01/01/2026", "due_before_issue"),
        (4, "", "missing"),
        (4, "douze", "amount_unreadable"),
        (4, "12,345678", "too_many_decimals"),
        (4, "12 XYZ", "currency_unknown"),
        (0, "=1+1", "formula"),
        (1, "F" * 61, "text_too_long"),
    ],
)
def test_each_refusal_names_its_line(column: int, value: str, code: str) -> None:
    wrong = [*ROW]
    wrong[column] = value
    parsed = read_text(lines(TITLES, ["Bon", "F-1", *ROW[2:]], wrong))
    assert codes(parsed) == [(3, code)]
    assert [invoice.number for invoice in parsed.invoices] == ["F-1"]


def test_currencies_are_kept_apart() -> None:
    parsed = read_text(
        lines([*TITLES, "Devise"], [*ROW[:4], "10", "USD"], ["D", "F-2", *ROW[2:4], "20", ""]), currency="CHF"
    )
    assert {code: totals.invoiced for code, totals in parsed.totals.items()} == {"CHF": 2000, "USD": 1000}


def test_a_zero_is_left_out_and_a_total_row_is_not_an_invoice() -> None:
    parsed = read_text(lines(TITLES, [*ROW[:4], "0,00"], ["Total", "", "", "", "12,00"]))
    assert (parsed.invoices, parsed.rejected) == ((), ())
    assert warned(parsed) == {"zero_amount", "nothing_to_take"}


def test_a_name_that_another_row_gives_a_code_is_the_same_customer() -> None:
    parsed = read_text(
        lines(
            ["Code client", *TITLES],
            ["", *ROW],
            ["C1", "DUPONT SARL", "F-2", *ROW[2:]],
            ["C1", "Dupont", "F-3", *ROW[2:]],
        )
    )
    assert [customer.key for customer in parsed.customers] == ["C1"]
    assert {invoice.customer for invoice in parsed.invoices} == {"C1"}


def test_a_column_that_is_not_there_is_named() -> None:
    parsed = read_text(lines(["Client", "N° de facture", "Montant TTC"], ["D", "1", "2"]))
    assert parsed.unreadable
    assert codes(parsed) == [(None, "column_missing")]


def test_ten_thousand_errors_are_all_said() -> None:
    parsed = read_text(lines(TITLES, *([*ROW[:4], "douze"] for _ in range(10_000))))
    assert len(parsed.rejected) == 10_000


def test_a_customer_called_total_is_a_customer() -> None:
    parsed = read_text(
        lines(TITLES, ["Total Énergies", *ROW[1:]], ["Total", "F-2", *ROW[2:]], ["Total", "", "", "", "9"])
    )
    assert [customer.name for customer in parsed.customers] == ["Total Énergies", "Total"]
    assert parsed.rejected == ()
