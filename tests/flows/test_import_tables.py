"""Tables of customers, contacts, invoices and payments, from the file into the books."""

from datetime import date

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.interchange.models import ImportRun
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Allocation, Contact, Customer, Invoice, InvoiceDue, Payment
from encours.books.receivables.rules.party import PaymentMethod
from encours.flows.importing import ImportOptions, import_files
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.models import JournalEntry
from tests.factories import (
    TODAY,
    a_case,
    a_contact,
    a_customer,
    a_member,
    a_payment,
    an_act,
    an_entity,
    an_invoice,
    euros,
)
from tests.flows.importing import CUSTOMERS, INVOICES, PAYMENTS, opens, owed, refusals, rows, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity() -> CreditorEntity:
    return an_entity()


def test_invoices_bring_their_customers_and_are_open(entity: CreditorEntity) -> None:
    answer = take(entity, INVOICES + rows(("F-1", "Dupont SARL", "01/09/2026", "01/10/2026", "1 200,50")))
    assert (answer.accepted, answer.already_known, answer.is_taken) == (
        {"customers": 1, "invoices": 1},
        {},
        True,
    )
    due = InvoiceDue.objects.get()
    assert (due.due_on, due.open_minor, due.invoice.is_due_assumed) == (date(2026, 10, 1), 120050, False)


def test_a_refused_line_refuses_the_file_and_the_rest_can_be_taken(entity: CreditorEntity) -> None:
    text = INVOICES + rows(
        ("F-1", "Dupont", "01/09/2026", "01/10/2026", "100"), ("F-2", "Martin", "31/02/2026", "", "200")
    )
    refused = take(entity, text)
    assert refusals(refused) == [(3, "date_impossible")]
    assert (refused.accepted["invoices"], refused.is_taken, Customer.objects.count()) == (1, False, 0)
    rest = take(entity, text, skip_rejected=True)
    assert (rest.is_taken, rest.accepted, list(opens(entity))) == (
        True,
        {"customers": 1, "invoices": 1},
        ["F-1"],
    )
    assert rest.totals["EUR"].invoiced == 10000


def test_one_entry_tells_the_journal_of_a_file_and_the_file_is_kept(entity: CreditorEntity) -> None:
    take(entity, INVOICES + rows(("F-1", "Dupont", "01/09/2026", "01/10/2026", "100")), "factures.csv")
    take(entity, INVOICES + rows(("F-2", "Dupont", "pas une date", "", "100")), "autre.csv")
    kinds = list(JournalEntry.objects.order_by("sequence").values_list("kind", flat=True))
    assert kinds == ["interchange.file_taken", "interchange.file_refused"]
    taken = ImportRun.objects.get(state="taken")
    entry = JournalEntry.objects.get(kind="interchange.file_taken")
    assert entry.payload["sha256"] == taken.sha256
    assert entry.payload["counts"] == {"customers": 1, "invoices": 1}
    assert taken.document_id is not None
    assert documents_queries.content(taken.document_id).startswith(INVOICES.encode())


def test_an_invoice_without_a_due_date_is_asked_about_and_never_guessed(entity: CreditorEntity) -> None:
    text = INVOICES + rows(("F-1", "Dupont", "01/09/2026", "", "100"))
    refused = take(entity, text)
    assert refusals(refused) == [(2, "due_date_missing")]
    assert "due_dates_missing" in {question.code.value for question in refused.questions}
    assert take(entity, text, terms_days=45).is_taken
    due = InvoiceDue.objects.get()
    assert (due.due_on, due.invoice.is_due_assumed) == (date(2026, 10, 16), True)


def test_the_terms_agreed_with_a_customer_give_the_due_date(entity: CreditorEntity) -> None:
    a_customer(entity, "Dupont", term_days=60)
    assert take(entity, INVOICES + rows(("F-1", "DUPONT SARL", "01/09/2026", "", "100"))).is_taken
    due = InvoiceDue.objects.get()
    assert (due.due_on, due.invoice.is_due_assumed) == (date(2026, 10, 31), True)


def test_customers_are_found_by_code_then_siren_then_name(entity: CreditorEntity) -> None:
    by_code = a_customer(entity, "Ancien nom", code="C1")
    by_siren = a_customer(entity, "Autre enseigne", siren="552100554")
    by_name = a_customer(entity, "Garage Martin")
    answer = take(entity, CUSTOMERS + rows(
        ("C1", "Nouveau nom", "", "", ""), ("C2", "Peugeot", "552100554", "", ""),
        ("C3", "GARAGE MARTIN SAS", "", "", ""),
    ))  # fmt: skip
    assert (answer.accepted, answer.already_known["customers"]) == ({}, 3)
    codes = dict(Customer.objects.values_list("id", "code"))
    assert codes == {by_code.pk: "C1", by_siren.pk: "C2", by_name.pk: "C3"}


def test_two_codes_are_two_customers_even_of_one_name(entity: CreditorEntity) -> None:
    a_customer(entity, "Dupont")
    take(entity, CUSTOMERS + rows(("C1", "Dupont", "", "", ""), ("C2", "Dupont", "", "", "")))
    assert sorted(Customer.objects.values_list("code", flat=True)) == ["C1", "C2"]


def test_a_name_that_two_customers_bear_is_refused(entity: CreditorEntity) -> None:
    a_customer(entity, "Dupont", code="C1")
    a_customer(entity, "Dupont", code="C2")
    answer = take(entity, INVOICES + rows(("F-1", "Dupont", "01/09/2026", "01/10/2026", "100")))
    assert refusals(answer) == [(2, "customer_ambiguous")]


def test_a_file_of_customers_fills_what_is_empty_and_overwrites_nothing(entity: CreditorEntity) -> None:
    customer = a_customer(entity, "Dupont", code="C1", siren="552100554")
    answer = take(entity, CUSTOMERS + rows(("C1", "Dupont", "732829320", "compta@dupont.example", "45")))
    customer.refresh_from_db()
    assert (customer.siren, customer.term_days) == ("552100554", 45)
    assert Contact.objects.get().email == "compta@dupont.example"
    assert {warning.code.value for warning in answer.warnings} == {"details_added", "details_differ"}


def test_the_account_manager_is_somebody_of_the_team(entity: CreditorEntity) -> None:
    julien = a_member(entity, name="Julien Roy")
    answer = take(
        entity, "Code client;Raison sociale;Chargé de clientèle\nC1;Dupont;JULIEN ROY\nC2;Martin;Inconnu\n"
    )
    managers = dict(Customer.objects.values_list("code", "account_manager_id"))
    assert managers == {"C1": julien.pk, "C2": None}
    assert [warning.code.value for warning in answer.warnings] == ["manager_unknown"]


def test_people_join_their_customer_and_an_address_alone_gets_a_name(entity: CreditorEntity) -> None:
    take(entity, CUSTOMERS + rows(("C1", "Dupont", "", "compta@dupont.example", "")))
    text = "Code client;Contact;Fonction;E-mail\n" + rows(
        ("C1", "Anne Petit", "Comptabilité", "COMPTA@dupont.example"),
        ("C1", "Luc Roy", "Achats", "luc@dupont.example"),
    )  # fmt: skip
    assert take(entity, text).accepted == {"contacts": 2}
    people = list(Contact.objects.order_by("id").values_list("name", "email", "is_main"))
    assert people == [("Anne Petit", "compta@dupont.example", True), ("Luc Roy", "luc@dupont.example", False)]


def test_somebody_who_was_removed_does_not_come_back_with_a_file(entity: CreditorEntity) -> None:
    customer = a_customer(entity, "Dupont", code="C1")
    a_contact(customer, email="anne@dupont.example", removed_at=an_act(entity).at)
    answer = take(entity, "Code client;Contact;E-mail\nC1;Anne Petit;anne@dupont.example\n")
    assert (answer.accepted, Contact.objects.count()) == ({}, 1)


def test_lines_of_one_day_reference_and_customer_are_one_payment(entity: CreditorEntity) -> None:
    customer = a_customer(entity, "Dupont")
    for number in ("F-1", "F-2"):
        an_invoice(customer, euros("100"), number=number)
    answer = take(entity, PAYMENTS + rows(
        ("02/11/2026", "Dupont", "100", "F-1", "VIR 1"), ("02/11/2026", "Dupont", "60", "F-2", "VIR 1"),
    ))  # fmt: skip
    assert answer.accepted == {"payments": 1, "allocations": 2}
    assert (Payment.objects.get().amount_minor, opens(entity)) == (16000, {"F-2": 4000})


def test_a_payment_finds_its_customer_by_its_invoice(entity: CreditorEntity) -> None:
    an_invoice(a_customer(entity, "Dupont"), euros("100"), number="F-2031")
    text = "Date de paiement;Montant;N° de facture\n02/11/2026;100;f 2031\n03/11/2026;50;F-9\n"
    assert refusals(take(entity, text)) == [(3, "invoice_unknown")]
    assert take(entity, text, skip_rejected=True).accepted == {"payments": 1, "allocations": 1}
    assert opens(entity) == {}


def test_what_is_certain_is_allocated_and_the_rest_waits(entity: CreditorEntity) -> None:
    customer = a_customer(entity, "Dupont")
    an_invoice(customer, euros("100"), number="F-1")
    an_invoice(customer, euros("70"), number="F-2")
    answer = take(entity, PAYMENTS + rows(
        ("01/11/2026", "Dupont", "70", "", ""), ("02/11/2026", "Dupont", "33", "", ""),
    ))  # fmt: skip
    assert answer.accepted == {"payments": 2, "allocations": 1}
    assert opens(entity) == {"F-1": 10000}
    assert owed(entity) == {"Dupont": 6700}


def test_money_does_not_pay_what_was_issued_after_it(entity: CreditorEntity) -> None:
    an_invoice(a_customer(entity, "Dupont"), euros("70"), due_on=date(2026, 12, 20), number="F-1")
    answer = take(entity, PAYMENTS + rows(("01/11/2026", "Dupont", "70", "", "")))
    assert (answer.accepted, opens(entity)) == ({"payments": 1}, {"F-1": 7000})


def test_cash_is_known_up_to_the_latest_payment_and_a_payment_to_come_is_refused(
    entity: CreditorEntity,
) -> None:
    a_customer(entity, "Dupont")
    text = PAYMENTS + rows(("20/11/2026", "Dupont", "70", "", ""), ("24/11/2026", "Dupont", "70", "", ""))
    assert refusals(take(entity, text)) == [(3, "date_to_come")]
    assert receivables_queries.cash_known_to(entity.pk) is None
    assert take(entity, text, skip_rejected=True).is_taken
    assert receivables_queries.cash_known_to(entity.pk) == TODAY
    assert Payment.objects.count() == 1


def test_a_payment_that_somebody_typed_in_is_not_counted_twice(entity: CreditorEntity) -> None:
    customer = a_customer(entity, "Dupont")
    a_payment(customer, euros("70"), received_on=date(2026, 11, 2))
    text = PAYMENTS + rows(("02/11/2026", "Dupont", "70", "", ""), ("02/11/2026", "Dupont", "70", "", ""))
    answer = take(entity, text)
    assert (answer.accepted, answer.already_known["payments"]) == ({"payments": 1}, 1)
    assert Payment.objects.count() == 2


def test_what_a_row_says_paid_without_a_day_counts_but_says_nothing_of_habits(entity: CreditorEntity) -> None:
    text = INVOICES.replace("\n", ";Déjà payé\n") + "F-1;Dupont;01/09/2026;01/10/2026;100;40\n"
    answer = take(entity, text)
    assert answer.accepted == {"customers": 1, "invoices": 1, "payments": 1, "allocations": 1}
    payment = Payment.objects.get()
    assert (payment.method, payment.received_on) == (PaymentMethod.OTHER_CREDIT.value, TODAY)
    assert "paid_without_date" in {warning.code.value for warning in answer.warnings}
    later = text.replace(";40\n", ";100\n")
    again = take(entity, later)
    assert (again.accepted, opens(entity), owed(entity)) == ({"payments": 1, "allocations": 1}, {}, {})
    history = receivables_queries.paid_invoices_of(
        payment.entity_id, [payment.customer_id], since=date(2026, 1, 1)
    )
    (closed,) = history[payment.customer_id]
    assert (closed.payments, closed.credited_minor) == ((), 10000)


def test_a_credit_note_pays_the_invoice_it_names(entity: CreditorEntity) -> None:
    text = "N° de facture;Client;Date de facture;Échéance;Montant TTC;Facture d'origine\n" + rows(
        ("F-1", "Dupont", "01/09/2026", "01/10/2026", "100", ""), ("AV-1", "Dupont", "10/09/2026", "", "-30", "F-1"),
    )  # fmt: skip
    answer = take(entity, text)
    assert answer.accepted == {"customers": 1, "invoices": 1, "credit_notes": 1, "allocations": 1}
    assert opens(entity) == {"F-1": 7000}


def test_files_given_together_are_taken_in_the_order_that_makes_sense(entity: CreditorEntity) -> None:
    payments = PAYMENTS + rows(("02/11/2026", "Dupont", "100", "F-1", ""))
    invoices = INVOICES + rows(("F-1", "Dupont", "01/09/2026", "01/10/2026", "100"))
    files = [("p.csv", payments.encode()), ("f.csv", invoices.encode())]
    foretold = import_files(an_act(entity), files, ImportOptions(dry_run=True))
    assert Customer.objects.count() == ImportRun.objects.count() == 0
    answer = import_files(an_act(entity), files)
    assert [file.kind for file in answer.files] == ["payments", "invoices"]
    assert [file.accepted for file in foretold.files] == [file.accepted for file in answer.files]
    assert opens(entity) == {}


def test_nothing_crosses_from_one_entity_to_another(entity: CreditorEntity) -> None:
    other = an_entity(name="Autre maison")
    text = INVOICES + rows(("F-1", "Dupont", "01/09/2026", "01/10/2026", "100"))
    assert take(entity, text).accepted == take(other, text).accepted == {"customers": 1, "invoices": 1}
    take(other, PAYMENTS + rows(("02/11/2026", "Dupont", "100", "F-1", "")))
    assert (opens(entity), opens(other)) == ({"F-1": 10000}, {})
    assert Allocation.objects.get().due.entity_id == other.pk


def test_a_customer_on_the_list_is_looked_at_again_when_money_comes(entity: CreditorEntity) -> None:
    customer = a_customer(entity, "Dupont")
    an_invoice(customer, euros("100"), number="F-1")
    a_case(customer)
    take(entity, PAYMENTS + rows(("02/11/2026", "Dupont", "100", "F-1", "")))
    assert Invoice.objects.get().dues.get().open_minor == 0


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 50, b"a;b\n1;2\n", b"<xml/>", b"PK\x03\x04broken"],
)  # fmt: skip
def test_what_cannot_be_read_changes_nothing(entity: CreditorEntity, content: bytes) -> None:
    answer = take(entity, content, skip_rejected=True)
    assert not answer.is_taken
    assert answer.rejected
    assert Customer.objects.count() == 0
