"""Before anything leaves: who cannot be written to is named, refused words are said, paper carries its date."""

from django.test import Client

from encours.books.receivables.models import Contact
from encours.method.outreach.models import Message, MessageLine
from encours.method.outreach.rules.states import MessageState
from tests import factories
from tests.desk.conftest import House, words


def test_the_guide_names_who_cannot_be_written_to_before_the_first_night(owner: Client, house: House) -> None:
    assert "Sans adresse où écrire" not in words(owner.get("/bienvenue/"))
    Contact.objects.all().delete()
    shown = words(owner.get("/bienvenue/"))
    assert f"Sans adresse où écrire : {house.customer.name}." in shown and "/fichiers/manques" in shown


def test_words_that_are_refused_are_said_not_to_be_saved(owner: Client, house: House) -> None:
    message = factories.a_message(house.customer, MessageState.BY_HAND)
    due = house.invoice.dues.get()
    MessageLine.objects.create(
        message=message,
        due_id=due.pk,
        number=house.invoice.number,
        issued_on=house.invoice.issued_on,
        due_on=due.due_on,
        open_minor=120_000,
    )
    page = f"/messages/{message.pk}"
    answer = owner.post(page, {"subject": "Facture", "text": "Bonjour, payez 999 euros."})
    assert answer.status_code == 422 and "Vos mots ne sont pas enregistrés" in words(answer)
    assert Message.objects.get().text == "Bonjour,"
    assert "ne sont pas enregistrés" not in words(owner.get(page))


def test_a_letter_is_dated_in_the_language_of_who_reads_it(owner: Client, house: House) -> None:
    page = f"/messages/{factories.a_message(house.customer, language='en').pk}/imprimer"
    assert "Nantes, 23 November 2026" in words(owner.get(page))
    house.entity.city = ""
    house.entity.save()
    assert "23 November 2026" in words(owner.get(page))
