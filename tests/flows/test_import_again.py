"""The same file twice, a longer one, a different one: what is known stays as it is."""

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.models import (
    Allocation,
    CashConfirmation,
    Contact,
    CreditNote,
    Customer,
    Invoice,
    Payment,
)
from encours.ground.evidence import queries as evidence_queries
from tests.factories import a_customer, an_act, an_entity, an_invoice, euros
from tests.flows.importing import CUSTOMERS, INVOICES, PAYMENTS, opens, owed, refusals, rows, take
from tests.interchange.fec_made import entry, without_letters, written, year

pytestmark = pytest.mark.django_db

WITH_PAID = "N° de facture;Client;E-mail;Date de facture;Échéance;Montant TTC;Déjà payé\n"


@pytest.fixture
def entity() -> CreditorEntity:
    return an_entity()


def counted() -> tuple[int, ...]:
    rooms = (Customer, Contact, Invoice, CreditNote, Payment, Allocation, CashConfirmation)
    return tuple(m.objects.count() for m in rooms)


FILES = {
    "customers": CUSTOMERS
    + rows(("C1", "Dupont", "552100554", "a@dupont.example", "30"), ("", "Martin", "", "", "")),
    "contacts": "Client;Contact;E-mail\nDupont;Anne Petit;anne@dupont.example\nDupont;Luc Roy;\n",
    "invoices": WITH_PAID
    + rows(
        ("F-1", "Dupont", "a@dupont.example", "01/09/2026", "01/10/2026", "100", "40"),
        ("F-2", "Dupont", "", "02/09/2026", "01/10/2026", "50", "50"),
        ("AV-1", "Dupont", "", "03/09/2026", "", "-10", ""),
    ),
    "payments": PAYMENTS
    + rows(
        ("02/11/2026", "Dupont", "70", "", "VIR 7"),
        ("02/11/2026", "Dupont", "70", "", "VIR 7"),
        ("03/11/2026", "Dupont", "70", "", ""),
        ("03/11/2026", "Dupont", "70", "", ""),
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_twice_the_same_file_changes_nothing(entity: CreditorEntity, kind: str) -> None:
    first = take(entity, FILES[kind])
    before = counted()
    again = take(entity, FILES[kind])
    assert (first.is_taken, again.is_taken) == (True, True)
    assert (again.accepted, again.rejected, counted()) == ({}, (), before)
    assert {
        key: count for key, count in again.already_known.items() if key in first.accepted
    } == first.accepted
    assert again.totals == first.totals


@pytest.mark.parametrize("lines", [year(), without_letters(year())])
def test_twice_the_same_fec_changes_nothing(entity: CreditorEntity, lines: list[object]) -> None:
    data = written(lines)  # type: ignore[arg-type]
    first = take(entity, data, terms_days=30)
    before = counted()
    again = take(entity, data, terms_days=30)
    assert (again.accepted, again.rejected, counted()) == ({}, (), before)
    assert again.already_known == first.accepted
    assert owed(entity) == {"Épicerie Dupont": 6000, "Mairie de Sète": 24000}


def test_the_same_file_without_terms_is_no_longer_asked_about(entity: CreditorEntity) -> None:
    take(entity, written(year()), terms_days=30)
    assert take(entity, written(year())).rejected == ()


def test_a_longer_fec_adds_only_what_is_new(entity: CreditorEntity) -> None:
    take(entity, written(year()[:5]), terms_days=30)
    assert opens(entity) == {"AN 01/01/2025 C1": 10000, "F-1": 12000}
    longer = take(entity, written(year()), terms_days=30)
    assert (longer.accepted["invoices"], longer.already_known["invoices"]) == (2, 1)
    assert owed(entity) == {"Épicerie Dupont": 6000, "Mairie de Sète": 24000}


def test_the_letters_of_a_later_export_are_taken(entity: CreditorEntity) -> None:
    take(entity, written(without_letters(year())), terms_days=30)
    before = opens(entity)
    later = take(entity, written(year()), terms_days=30)
    assert set(later.accepted) == {"allocations"}
    assert before["F-1"] == 12000
    assert opens(entity) == {"F-1": 6000, "F-3": 24000}


def test_what_a_person_took_apart_is_not_put_together_again(entity: CreditorEntity) -> None:
    take(entity, written(year()), terms_days=30)
    payment = Payment.objects.get(reference="VIR 2")
    receivables_actions.deallocate_credit(an_act(entity), credit=payment)
    again = take(entity, written(year()), terms_days=30)
    payment.refresh_from_db()
    assert (again.accepted, payment.unallocated_minor) == ({}, 6000)


def test_what_a_person_cancelled_stays_cancelled(entity: CreditorEntity) -> None:
    take(entity, FILES["payments"])
    payment = Payment.objects.order_by("id").last()
    assert payment is not None
    receivables_actions.cancel_payment(an_act(entity), payment_id=payment.pk)
    assert take(entity, FILES["payments"]).accepted == {}


def test_a_number_with_another_amount_is_refused(entity: CreditorEntity) -> None:
    take(entity, INVOICES + rows(("F-1", "Dupont", "01/09/2026", "01/10/2026", "100")))
    other = INVOICES + rows(("F-1", "Dupont", "01/09/2026", "01/10/2026", "110"))
    answer = take(entity, other)
    assert refusals(answer) == [(2, "number_taken")]
    assert "Dupont" in str(answer.rejected[0].message)


def test_a_number_of_another_customer_is_refused_with_what_its_row_says_paid(entity: CreditorEntity) -> None:
    an_invoice(a_customer(entity, "Martin"), euros("100"), number="F-1")
    answer = take(entity, FILES["invoices"], skip_rejected=True)
    assert refusals(answer) == [(2, "number_taken")]
    assert answer.accepted["payments"] == 1


def test_a_payment_that_grew_is_refused(entity: CreditorEntity) -> None:
    take(entity, PAYMENTS + rows(("02/11/2026", "Dupont", "70", "", "VIR 7")))
    grown = PAYMENTS + rows(
        ("02/11/2026", "Dupont", "70", "", "VIR 7"), ("02/11/2026", "Dupont", "20", "", "VIR 7")
    )
    assert refusals(take(entity, grown)) == [(2, "payment_changed")]


def test_an_opening_that_is_our_own_closing_is_known_and_what_pays_it_pays_the_invoices(
    entity: CreditorEntity,
) -> None:
    take(entity, written(year()), terms_days=30)
    year_two = [
        *entry("AN", "1", "20260101", ("411000", 6000, "C1", ""), ("101000", -6000, "", ""), piece="RAN"),
        *entry("AN", "1", "20260101", ("411000", 24000, "C3", ""), ("101000", -24000, "", ""), piece="RAN"),
        *entry("BQ", "2", "20260110", ("512000", 6000, "", ""), ("411000", -6000, "C1", "B"), piece="VIR 9"),
    ]  # fmt: skip
    answer = take(entity, written(year_two), terms_days=30)
    assert (answer.accepted, answer.already_known["opening_items"]) == ({"payments": 1, "allocations": 1}, 2)
    assert (opens(entity), owed(entity)) == ({"F-3": 24000}, {"Mairie de Sète": 24000})
    assert take(entity, written(year_two), terms_days=30).accepted == {}


def test_an_opening_that_our_books_contradict_is_refused(entity: CreditorEntity) -> None:
    take(entity, written(year()), terms_days=30)
    other = entry("AN", "1", "20260101", ("411000", 9000, "C1", ""), ("101000", -9000, "", ""), piece="RAN")
    answer = take(entity, written(other), terms_days=30)
    assert refusals(answer) == [(2, "opening_differs")]


def test_the_journal_stays_whole(entity: CreditorEntity) -> None:
    for content in FILES.values():
        take(entity, content)
    assert [chain.broken_at for chain in evidence_queries.verify()] == [None]
