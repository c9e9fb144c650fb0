"""What is typed in by hand: read as it was meant, refused beside its field, taken back in one key."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.books.receivables import queries
from encours.books.receivables.models import (
    CashConfirmation,
    Contact,
    CreditNote,
    Customer,
    Invoice,
    InvoiceDue,
    Payment,
)
from encours.method.agreements.models import Agreement
from encours.method.cases.models import Case
from encours.method.disputes.models import Dispute
from tests import factories
from tests.desk.conftest import House, words

pytestmark = pytest.mark.either

PDF = b"%PDF-1.4 facture"


def undo(client: Client, page: str = "/clients") -> None:
    """Presses «Annuler» beside the message of the page one landed on."""
    shown = words(client.get(page))
    key = re.search(r'action="(/annuler/\w+)"', shown)
    assert key, "no undo offered"
    answer = client.post(key[1])
    assert answer.status_code == 302
    assert client.post(key[1]).status_code == 404, "undone once"


def kinds(house: House) -> list[str]:
    return factories.kinds_about(house.customer)


def opened(customer: Customer) -> int:
    return sum(item.open_minor for item in queries.open_items_of([customer.pk]).get(customer.pk, []))


def test_a_name_and_an_email_make_a_customer(owner: Client, house: House) -> None:
    start = {
        "name": "Lumen SAS",
        "email": "compta@lumen.test",
        "kind": "business",
        "country": "FR",
        "jurisdiction": "FR",
        "language": "fr",
        "register": "vous",
    }
    answer = owner.post("/clients/nouveau", start)
    customer = Customer.objects.get(name="Lumen SAS")
    assert answer.headers["Location"] == f"/clients/{customer.pk}"
    assert customer.contacts.get().email == "compta@lumen.test"
    undo(owner)
    customer.refresh_from_db()
    assert customer.archived_at is not None


def test_a_name_that_is_known_is_asked_about(owner: Client, house: House) -> None:
    fields = {
        "name": "dupont de atelier morel",
        "kind": "business",
        "country": "FR",
        "jurisdiction": "FR",
        "language": "fr",
        "register": "vous",
    }
    answer = owner.post("/clients/nouveau", fields)
    assert "Un client porte déjà ce nom" in words(answer)
    assert owner.post("/clients/nouveau", fields | {"another": "on"}).status_code == 302


def test_a_wrong_field_keeps_what_was_typed_and_says_why_beside_it(owner: Client, house: House) -> None:
    answer = owner.post(
        "/clients/nouveau",
        {
            "name": "Lumen",
            "email": "compta",
            "siren": "123456789",
            "kind": "business",
            "country": "FR",
            "jurisdiction": "FR",
            "language": "fr",
            "register": "vous",
        },
    )
    page = words(answer)
    assert answer.status_code == 422
    assert 'value="compta"' in page
    assert 'id="id_email_error"' in page
    assert "Ce SIREN n'existe pas" in page
    assert '<details class="fold full" open>' in page
    assert not Customer.objects.filter(name="Lumen").exists()


def test_a_customer_changes_and_changes_back(owner: Client, house: House) -> None:
    page = f"/clients/{house.customer.pk}/modifier"
    fields = {
        "name": "Dupont Frères",
        "kind": "public",
        "country": "BE",
        "jurisdiction": "BE",
        "language": "en",
        "register": "vous",
        "since_on": "2019-04-01",
        "term_days": "45",
    }
    assert owner.post(page, fields).status_code == 302
    house.customer.refresh_from_db()
    assert (house.customer.name, house.customer.kind, house.customer.term_days) == (
        "Dupont Frères",
        "public",
        45,
    )
    assert house.customer.time_zone == "Europe/Brussels"
    undo(owner)
    house.customer.refresh_from_db()
    assert (house.customer.name, house.customer.kind, house.customer.since_on) == (
        "Dupont de Atelier Morel",
        "business",
        None,
    )
    assert house.customer.time_zone == "Europe/Paris"


def test_a_customer_is_put_away_and_brought_back(owner: Client, house: House) -> None:
    settled = factories.a_customer(house.entity, name="Marchand")
    owner.post(f"/clients/{settled.pk}/archiver")
    assert "Marchand" not in re.sub(r"<p>.*?</p>", "", words(owner.get("/clients?vue=all")))
    owner.post(f"/clients/{settled.pk}/archiver")
    assert "Marchand" in words(owner.get("/clients?vue=all"))


def test_a_customer_who_owes_is_not_put_away_and_the_page_says_why(owner: Client, house: House) -> None:
    page = words(owner.post(f"/clients/{house.customer.pk}/archiver", follow=True))
    assert "reste dans les listes" in page
    house.customer.refresh_from_db()
    assert house.customer.archived_at is None


def test_a_contact_is_added_changed_removed_and_each_is_undone(owner: Client, house: House) -> None:
    fields = {
        "name": "Paul",
        "role": "management",
        "email": "paul@dupont.test",
        "phone": "01 99 00 12 34",
        "accepts_email": "on",
        "accepts_calls": "on",
        "reachable_from": "09:00",
        "reachable_until": "12:00",
    }
    owner.post(f"/clients/{house.customer.pk}/interlocuteur", fields)
    contact = Contact.objects.get(name="Paul")
    assert contact.phone == "+33 1 99 00 12 34"
    owner.post(f"/interlocuteurs/{contact.pk}", fields | {"name": "Paula", "reachable_from": ""})
    contact.refresh_from_db()
    assert (contact.name, contact.reachable_from) == ("Paula", None)
    undo(owner)
    contact.refresh_from_db()
    assert (contact.name, f"{contact.reachable_from:%H:%M}") == ("Paul", "09:00")
    owner.post(f"/interlocuteurs/{contact.pk}/retirer")
    contact.refresh_from_db()
    assert contact.removed_at is not None
    undo(owner)
    contact.refresh_from_db()
    assert contact.removed_at is None


def test_a_further_contact_does_not_take_the_messages_over(owner: Client, house: House) -> None:
    first = Contact.objects.create(customer=house.customer, name="Anne", email="anne@x.test", is_main=True)
    fields = {"name": "Paul", "role": "management", "email": "paul@x.test", "accepts_email": "on"}
    owner.post(f"/clients/{house.customer.pk}/interlocuteur", fields)
    first.refresh_from_db()
    assert first.is_main and not Contact.objects.get(name="Paul").is_main
    owner.post(f"/clients/{house.customer.pk}/interlocuteur", fields | {"name": "Luc", "is_main": "on"})
    first.refresh_from_db()
    assert Contact.objects.get(name="Luc").is_main and not first.is_main


def test_hours_of_a_contact_run_forwards_and_one_of_them_is_enough(owner: Client, house: House) -> None:
    address = f"/clients/{house.customer.pk}/interlocuteur"
    fields = {"name": "Paul", "role": "other", "phone": "01 99 00 12 34", "accepts_calls": "on"}
    shown = words(owner.post(address, fields | {"reachable_from": "10:00", "reachable_until": "09:00"}))
    assert "La fin vient après le début." in shown
    owner.post(address, fields | {"reachable_from": "10:00"})
    assert "joignable à partir de 10:00" in words(owner.get(f"/clients/{house.customer.pk}/appel"))


def invoice_fields(**more: object) -> dict[str, object]:
    return {
        "customer": "dupont de atelier morel",
        "number": "F-9",
        "issued_on": "2026-11-01",
        "total": "1 234,50",
        "currency": "EUR",
        **more,
    }


def test_an_invoice_takes_its_due_date_from_the_terms(owner: Client, house: House) -> None:
    answer = owner.post("/factures/nouvelle", invoice_fields(pdf=SimpleUploadedFile("F-9.pdf", PDF)))
    invoice = Invoice.objects.get(number="F-9")
    assert answer.headers["Location"] == f"/factures/{invoice.pk}"
    due = invoice.dues.get()
    assert (due.due_on, due.amount_minor) == (date(2026, 12, 1), 123450)
    copy = owner.get(f"/factures/{invoice.pk}/copie")
    assert copy.content == PDF
    assert copy.headers["Content-Type"] == "application/pdf"
    assert "F-9.pdf" in copy.headers["Content-Disposition"]
    assert copy.headers["X-Content-Type-Options"] == "nosniff"
    undo(owner)
    invoice.refresh_from_db()
    assert invoice.cancelled_at is not None


def test_the_terms_of_a_customer_come_before_those_of_the_company(owner: Client, house: House) -> None:
    Customer.objects.filter(pk=house.customer.pk).update(term_days=10)
    owner.post("/factures/nouvelle", invoice_fields())
    assert InvoiceDue.objects.get(invoice__number="F-9").due_on == date(2026, 11, 11)


def test_instalments_are_one_a_line_and_make_the_total(owner: Client, house: House) -> None:
    wrong = owner.post("/factures/nouvelle", invoice_fields(instalments="30/11/2026 1 000,00"))
    assert "ne font pas le total" in words(wrong)
    owner.post("/factures/nouvelle", invoice_fields(instalments="30/11/2026 1 000,00\n31/12/2026 234,50"))
    dues = InvoiceDue.objects.filter(invoice__number="F-9").order_by("due_on")
    assert [due.amount_minor for due in dues] == [100000, 23450]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("total", "douze", "Montant illisible"),
        ("total", "-12", "positif"),
        ("issued_on", "31/02/2026", "existe pas"),
        ("due_on", "2026-10-01", "ne peut pas précéder"),
        ("number", "", "Indiquez le numéro"),
        ("customer", "", "Indiquez le client"),
        ("instalments", "demain 12", "Date illisible"),
    ],
)
def test_what_cannot_be_an_invoice_is_said_beside_its_field(
    owner: Client, house: House, field: str, typed: str, says: str
) -> None:
    answer = owner.post("/factures/nouvelle", invoice_fields(**{field: typed}))
    assert answer.status_code == 422
    assert says in words(answer)
    assert not Invoice.objects.filter(number="F-9").exists()


def test_a_file_that_is_no_pdf_is_refused_and_the_rest_stays(owner: Client, house: House) -> None:
    answer = owner.post("/factures/nouvelle", invoice_fields(pdf=SimpleUploadedFile("F-9.pdf", b"MZ...")))
    assert "pas un PDF" in words(answer)
    assert 'value="F-9"' in words(answer)


def test_a_name_of_nobody_becomes_a_question_never_a_new_customer(owner: Client, house: House) -> None:
    answer = owner.post("/factures/nouvelle", invoice_fields(customer="Dupond"))
    page = words(answer)
    assert answer.status_code == 422
    assert "Nouveau client : Dupond" in page
    assert "Dupont de Atelier Morel" in page
    assert Customer.objects.count() == 1
    owner.post(
        "/factures/nouvelle",
        invoice_fields(customer="Dupond", which="new", which_for="Dupond", new_email="c@dupond.test"),
    )
    assert Customer.objects.get(name="Dupond").contacts.get().email == "c@dupond.test"


def test_an_answer_about_one_name_does_not_hold_for_another(owner: Client, house: House) -> None:
    answer = owner.post(
        "/factures/nouvelle", invoice_fields(customer="Martin", which="new", which_for="Dupond")
    )
    assert answer.status_code == 422
    assert not Customer.objects.filter(name="Martin").exists()


def test_two_customers_of_one_name_are_told_apart(owner: Client, house: House) -> None:
    other = factories.a_customer(house.entity, "Dupont de Atelier Morel", city="Brest")
    asked = owner.post("/factures/nouvelle", invoice_fields())
    assert "2 clients portent ce nom" in words(asked)
    owner.post("/factures/nouvelle", invoice_fields(which=str(other.pk), which_for="dupont de atelier morel"))
    assert Invoice.objects.get(number="F-9").customer == other


def test_a_customer_of_another_company_is_nobody_here(owner: Client, house: House, stranger: House) -> None:
    answer = owner.post("/factures/nouvelle", invoice_fields(customer=stranger.customer.name))
    assert answer.status_code == 422
    given = invoice_fields(
        customer=stranger.customer.name, which=str(stranger.customer.pk), which_for=stranger.customer.name
    )
    assert owner.post("/factures/nouvelle", given).status_code == 422
    assert not Invoice.objects.filter(number="F-9").exists()


def test_an_invoice_is_cancelled_restored_and_typed_again(owner: Client, house: House) -> None:
    number = house.invoice.number
    owner.post(f"/factures/{house.invoice.pk}/annuler")
    assert opened(house.customer) == 0
    undo(owner)
    assert opened(house.customer) == 120000
    owner.post(f"/factures/{house.invoice.pk}/annuler")
    owner.post("/factures/nouvelle", invoice_fields(number=number, total="1000"))
    assert opened(house.customer) == 100000
    refused = owner.post(f"/factures/{house.invoice.pk}/retablir", follow=True)
    assert "est déjà saisie" in words(refused)


def test_a_due_date_is_corrected_and_taken_back(owner: Client, house: House) -> None:
    due = house.invoice.dues.get()
    owner.post(f"/echeances/{due.pk}", {"due_on": "30/11/2026"})
    due.refresh_from_db()
    assert due.due_on == date(2026, 11, 30)
    undo(owner)
    due.refresh_from_db()
    assert due.due_on == date(2026, 11, 13)


def test_a_copy_is_attached_and_taken_away(owner: Client, house: House) -> None:
    owner.post(f"/factures/{house.invoice.pk}/joindre", {"pdf": SimpleUploadedFile("copie.pdf", PDF)})
    assert owner.get(f"/factures/{house.invoice.pk}/copie").content == PDF
    undo(owner, f"/factures/{house.invoice.pk}")
    assert owner.get(f"/factures/{house.invoice.pk}/copie").status_code == 404


def payment_fields(**more: object) -> dict[str, object]:
    return {
        "customer": "Dupont de Atelier Morel",
        "amount": "1 200,00",
        "received_on": "2026-11-23",
        "method": "transfer",
        "currency": "EUR",
        **more,
    }


def test_a_payment_pays_the_invoice_of_its_amount_and_is_undone(owner: Client, house: House) -> None:
    answer = owner.post("/reglements/nouveau", payment_fields(), follow=True)
    assert f"affecté à {house.invoice.number}" in words(answer)
    assert opened(house.customer) == 0
    payment = Payment.objects.get()
    undo_url = re.search(r'action="(/annuler/\w+)"', words(answer))
    assert undo_url
    owner.post(undo_url[1])
    payment.refresh_from_db()
    assert payment.cancelled_at is not None
    assert opened(house.customer) == 120000


def test_money_without_a_sure_invoice_waits_is_spread_and_freed_again(owner: Client, house: House) -> None:
    owner.post("/reglements/nouveau", payment_fields(amount="500"))
    payment = Payment.objects.get()
    assert payment.unallocated_minor == 50000
    assert "500" in words(owner.get("/reglements?vue=free"))
    owner.post(f"/reglements/{payment.pk}/affecter")
    assert opened(house.customer) == 70000
    undo(owner, f"/reglements/{payment.pk}")
    assert opened(house.customer) == 120000
    owner.post(f"/reglements/{payment.pk}/affecter")
    owner.post(f"/reglements/{payment.pk}/desaffecter")
    assert opened(house.customer) == 120000
    undo(owner, f"/reglements/{payment.pk}")
    assert opened(house.customer) == 70000


def test_a_cancelled_payment_comes_back_with_what_it_paid(owner: Client, house: House) -> None:
    owner.post("/reglements/nouveau", payment_fields(amount="500", invoice=house.invoice.number))
    payment = Payment.objects.get()
    owner.post(f"/reglements/{payment.pk}/annuler")
    assert opened(house.customer) == 120000
    undo(owner, f"/reglements/{payment.pk}")
    assert opened(house.customer) == 70000


def test_a_payment_of_tomorrow_is_refused(owner: Client, house: House) -> None:
    answer = owner.post("/reglements/nouveau", payment_fields(received_on="2026-11-24"))
    assert "daté de demain" in words(answer)


def test_a_credit_note_corrects_its_invoice_and_is_cancelled_and_restored(
    owner: Client, house: House
) -> None:
    fields = {
        "customer": "Dupont de Atelier Morel",
        "number": "AV-1",
        "issued_on": "2026-11-20",
        "total": "200",
        "invoice": house.invoice.number,
        "currency": "EUR",
    }
    owner.post("/avoirs/nouveau", fields)
    note = CreditNote.objects.get()
    assert opened(house.customer) == 100000
    owner.post(f"/avoirs/{note.pk}/annuler")
    assert opened(house.customer) == 120000
    undo(owner, f"/avoirs/{note.pk}")
    assert opened(house.customer) == 100000


def test_the_bank_is_checked_in_one_key_and_taken_back(owner: Client, house: House) -> None:
    assert owner.get("/banque").status_code == 200
    owner.post("/banque")
    assert queries.cash_known_to(house.entity.pk) == date(2026, 11, 23)
    undo(owner)
    assert queries.cash_known_to(house.entity.pk) is None
    assert CashConfirmation.objects.count() == 1


def test_an_undo_of_one_company_is_nothing_in_another(owner: Client, house: House, stranger: House) -> None:
    owner.post("/banque")
    page = words(owner.get("/clients"))
    key = re.search(r'action="(/annuler/\w+)"', page)
    assert key
    factories.a_member(stranger.entity, user=house.members[next(iter(house.members))].user)
    owner.post("/societe", {"entity": stranger.entity.pk})
    assert owner.post(key[1]).status_code == 404


def test_everything_done_by_hand_is_in_the_journal(owner: Client, house: House) -> None:
    owner.post("/factures/nouvelle", invoice_fields())
    owner.post("/reglements/nouveau", payment_fields(amount="10"))
    assert {"receivables.invoice_recorded", "receivables.payment_recorded"} <= set(kinds(house))


def test_what_came_in_is_noted_about_whom_one_names(owner: Client, house: House) -> None:
    note = {"channel": "phone", "text": "La comptable revient lundi.", "received_on": ""}
    unknown = owner.post("/recu", {**note, "customer": "Personne"})
    assert unknown.status_code == 422
    assert "Aucun client ne porte ce nom." in words(unknown)
    assert owner.post("/recu", {**note, "customer": house.customer.name}).status_code == 302
    assert "inbox.item_noted" in kinds(house)
    assert "1 message reçu, à lire." in words(owner.get("/"))
    assert "C'est fait pour aujourd'hui" not in words(owner.get("/"))


def test_nothing_can_be_noted_before_there_is_a_customer(client: Client, db: None, today: None) -> None:
    entity = factories.an_entity()
    user = factories.a_user()
    factories.a_member(entity, role=Role.OWNER, user=user, name=user.name, email=user.email)
    client.force_login(user)
    given = {"customer": "Dupont", "channel": "phone", "text": "Bonjour", "received_on": ""}
    assert client.post("/recu", given).status_code == 422


def test_a_promise_noted_by_mistake_is_taken_back_with_a_reason(owner: Client, house: House) -> None:
    here = f"/clients/{house.customer.pk}/promesse"
    given = {
        "amount": "100,00",
        "promised_for": "2026-12-01",
        "measure": "short_plan",
        "after_days": "1",
        "means": "virement",
        "person": "Mme Morel",
        "source": "call",
        "trace": "",
    }
    Case.objects.create(
        entity=house.entity, customer=house.customer, currency="EUR", opened_on=date(2026, 11, 20)
    )
    assert owner.post(here, given).status_code == 302
    noted = Agreement.objects.get()
    assert "Retirer la promesse" in words(owner.get(f"{here}/{noted.pk}"))
    assert (
        owner.post(f"{here}/{noted.pk}/retirer", {"why": "saisie chez le mauvais client"}).status_code == 302
    )
    noted.refresh_from_db()
    assert noted.state == "cancelled"


def test_a_dispute_is_answered_from_the_file(owner: Client, house: House) -> None:
    here = f"/clients/{house.customer.pk}/litige"
    given = {
        "invoice": str(house.invoice.pk),
        "reason": "quality",
        "amount": "10,00",
        "subject": "Panneau rayé",
    }
    assert owner.post(here, given).status_code == 302
    noted = Dispute.objects.get()
    assert f"/litiges/{noted.pk}" in words(owner.get(f"/clients/{house.customer.pk}"))
    assert owner.post(f"{here}/{noted.pk}", {"outcome": "groundless", "answer": ""}).status_code == 422
    given = {"outcome": "groundless", "answer": "Le bon de livraison est signé sans réserve."}
    assert owner.post(f"{here}/{noted.pk}", given).status_code == 302
    noted.refresh_from_db()
    assert noted.outcome == "groundless"
    assert "disputes.dispute_answered" in kinds(house)
