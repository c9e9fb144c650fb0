"""Files that contradict the books, each other, or the calendar."""

from datetime import date

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.models import CreditNote, Customer, Invoice, InvoiceDue, Payment
from tests.factories import an_act, an_entity
from tests.flows.importing import INVOICES, PAYMENTS, opens, owed, refusals, rows, take
from tests.interchange.fec_made import Line, entry, written, year

pytestmark = pytest.mark.django_db

DUPONT = ("F-1", "Dupont", "01/09/2026", "15/10/2026", "100")


@pytest.fixture
def entity() -> CreditorEntity:
    return an_entity()


def next_year() -> list[Line]:
    """The year after `year()`: it brings forward what that one leaves open, C1 60 and C3 240; C1 pays."""
    return [
        *entry("AN", "1", "20260101", ("411000", 6000, "C1", "A"), ("411000", 24000, "C3", ""),
               ("101000", -30000, "", ""), piece="RAN"),
        *entry("BQ", "2", "20260115", ("512000", 6000, "", ""), ("411000", -6000, "C1", "A"), piece="VIR 10"),
        *entry("VE", "3", "20260201", ("411000", 1200, "C2", ""), ("706000", -1200, "", ""), piece="F-10"),
    ]  # fmt: skip


def warned(answer: object) -> list[str]:
    return [found.code.value for found in answer.warnings]  # type: ignore[attr-defined]


def test_a_year_that_the_books_begin_after_is_refused_and_nothing_is_owed_twice(
    entity: CreditorEntity,
) -> None:
    take(entity, written(next_year()), terms_days=30)
    before = owed(entity)
    earlier = take(entity, written(year()), terms_days=30)
    assert not earlier.is_taken
    assert {found.code.value for found in earlier.rejected} == {"before_opening"}
    assert owed(entity) == before == {"Mairie de Sète": 24000, "Garage Martin": 1200}


def test_what_the_earlier_year_tells_of_others_can_still_be_taken(entity: CreditorEntity) -> None:
    """C2 owed nothing on the day: its history changes no balance."""
    take(entity, written(next_year()), terms_days=30)
    before = owed(entity)
    assert take(entity, written(year()), terms_days=30, skip_rejected=True).is_taken
    assert owed(entity) == before
    assert Invoice.objects.filter(number="F-2").exists()


def test_the_same_year_may_come_again_longer_with_documents_dated_before_it(entity: CreditorEntity) -> None:
    take(entity, written(year()[:5]), terms_days=30)
    late = [
        *year(),
        *entry("VE", "11", "20250401", ("411000", 700, "C1", ""), ("706000", -700, "", ""), piece="F-4"),
    ]
    data = written(late).replace(b"F-4\t20250401", b"F-4\t20241231")
    assert b"F-4\t20241231" in data
    answer = take(entity, data, terms_days=30)
    assert (answer.rejected, owed(entity)["Épicerie Dupont"]) == ((), 6700)


def test_a_table_of_invoices_that_the_opening_holds_already_is_refused(entity: CreditorEntity) -> None:
    take(entity, written(next_year()), terms_days=30)
    answer = take(entity, INVOICES + rows(("F-3", "Mairie de Sète", "01/03/2025", "31/03/2025", "240")))
    assert refusals(answer) == [(2, "before_opening")]
    paid = take(entity, PAYMENTS + rows(("15/03/2025", "Mairie de Sète", "10", "", "")))
    assert refusals(paid) == [(2, "before_opening")]


def test_a_customer_whose_only_line_is_refused_does_not_come_into_the_books(entity: CreditorEntity) -> None:
    take(entity, INVOICES + rows(DUPONT))
    answer = take(
        entity, INVOICES + rows(("F-1", "Durand", *DUPONT[2:]), ("F-2", *DUPONT[1:])), skip_rejected=True
    )
    assert refusals(answer) == [(2, "number_taken")]
    assert (answer.accepted, Customer.objects.count()) == ({"invoices": 1}, 1)


def test_a_known_invoice_with_other_dates_is_said_and_not_changed(entity: CreditorEntity) -> None:
    take(entity, INVOICES + rows(DUPONT))
    answer = take(entity, INVOICES + rows(("F-1", "Dupont", "01/09/2026", "31/12/2026", "100")))
    assert (answer.accepted, warned(answer)) == ({}, ["dates_differ"])
    assert InvoiceDue.objects.get().due_on == date(2026, 10, 15)


def test_an_assumed_due_date_gives_way_to_the_one_that_a_file_tells(entity: CreditorEntity) -> None:
    take(entity, INVOICES + rows(("F-1", "Dupont", "01/09/2026", "", "100")), terms_days=30)
    told = INVOICES + rows(("F-1", "Dupont", "01/09/2026", "31/12/2026", "100"))
    assert "dates_added" in warned(take(entity, told))
    due = InvoiceDue.objects.select_related("invoice").get()
    assert (due.due_on, due.invoice.is_due_assumed) == (date(2026, 12, 31), False)
    assert "dates_added" not in warned(take(entity, told))


@pytest.mark.parametrize("named", ["F-2", "F-404"])
def test_a_payment_that_names_what_it_cannot_pay_is_said(entity: CreditorEntity, named: str) -> None:
    take(entity, INVOICES + rows(DUPONT, ("F-2", "Martin", *DUPONT[2:])))
    answer = take(entity, PAYMENTS + rows(("02/11/2026", "Dupont", "60", named, "VIR")))
    assert [(f.line, f.field) for f in answer.warnings if f.code.value == "named_not_open"] == [(2, "number")]
    assert Payment.objects.get().unallocated_minor == 6000
    assert opens(entity) == {"F-1": 10000, "F-2": 10000}


def test_a_payment_in_another_currency_than_the_invoice_it_names_waits_and_says_so(
    entity: CreditorEntity,
) -> None:
    take(entity, INVOICES + rows((*DUPONT[:4], "100 USD")))
    answer = take(entity, PAYMENTS + rows(("02/11/2026", "Dupont", "100", "F-1", "VIR")))
    assert "named_not_open" in warned(answer)
    assert opens(entity) == {"F-1": 10000}


@pytest.mark.parametrize("amount", ["100", "-100"])
def test_a_document_of_the_next_decades_is_refused(entity: CreditorEntity, amount: str) -> None:
    assert an_act(entity).today == date(2026, 11, 23)
    answer = take(entity, INVOICES + rows(("F-1", "Dupont", "01/09/2062", "15/10/2062", amount)))
    assert refusals(answer) == [(2, "date_implausible")]
    assert take(entity, INVOICES + rows(("F-1", "Dupont", "01/01/2027", "15/01/2027", "100"))).is_taken


def test_an_invoice_whose_instalments_do_not_make_its_total_is_not_taken_with_the_rest(
    entity: CreditorEntity,
) -> None:
    head = "N° de facture;Client;Date de facture;Échéance;Montant échéance;Montant TTC\n"
    content = head + rows(
        ("F-1", "Dupont", "01/09/2026", "15/10/2026", "50", "100"),
        ("F-1", "Dupont", "01/09/2026", "15/11/2026", "40", "100"),
        ("F-2", "Martin", "01/09/2026", "15/11/2026", "40", "40"),
    )
    assert take(entity, content, skip_rejected=True).is_taken
    assert opens(entity) == {"F-2": 4000}
    assert list(Customer.objects.values_list("name", flat=True)) == ["Martin"]


def test_a_cancelled_document_leaves_its_number_to_a_corrected_one(entity: CreditorEntity) -> None:
    credit = ("AV-1", "Dupont", "01/09/2026", "", "-30")
    take(entity, INVOICES + rows(DUPONT, credit))
    act = an_act(entity)
    receivables_actions.cancel_credit_note(act, credit_note_id=CreditNote.objects.get().pk)
    receivables_actions.cancel_invoice(act, invoice_id=Invoice.objects.get().pk)
    assert take(entity, INVOICES + rows(DUPONT, credit)).accepted == {}
    corrected = INVOICES + rows((*DUPONT[:4], "120"), (*credit[:4], "-40"))
    assert take(entity, corrected).accepted == {"invoices": 1, "credit_notes": 1}
    assert take(entity, corrected).accepted == {}
    assert owed(entity) == {"Dupont": 8000}
