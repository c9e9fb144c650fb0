"""Words are looked at while a person writes them; what may be kept, by whom, is kept with its rules."""

from collections.abc import Callable

import pytest
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.ground.evidence.models import JournalEntry
from encours.method.cases.rules.contact import HoldKind
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
from tests import factories
from tests.desk.conftest import House, words


@pytest.fixture
def manager(house: House, sign_in: Callable[[House, Role], Client]) -> Client:
    return sign_in(house, Role.MANAGER)


@pytest.fixture
def page(house: House) -> str:
    return f"/messages/{factories.a_message(house.customer, MessageState.BY_HAND).pk}"


def typed(text: str) -> dict[str, str]:
    return {"subject": "Facture", "text": text}


def test_a_finding_says_why_quotes_the_words_and_offers_the_rewrite(manager: Client, page: str) -> None:
    answer = manager.post(f"{page}/relire", typed("Bonjour,\n\nQuand pouvez-vous payer ?"))
    shown = words(answer)
    assert "<mark>Quand pouvez-vous payer</mark>" in shown
    assert "La question porte sur le paiement, pas sur la personne" in shown
    assert 'data-rewrite="Quand pouvons-nous espérer un paiement"' in shown
    assert Message.objects.get().text == "Bonjour,"


def test_what_is_known_of_the_case_is_known_while_one_writes(
    manager: Client, page: str, house: House
) -> None:
    factories.a_hold(house.customer, HoldKind.BEREAVEMENT)
    answer = manager.post(f"{page}/relire", typed("Merci de régler la facture."))
    assert "Un deuil a été signalé" in words(answer)


def test_words_that_nobody_may_send_are_not_kept_even_for_the_owner(owner: Client, page: str) -> None:
    text = typed("Nous porterons plainte.") | {"override": "J'y tiens"}
    answer = owner.post(page, text)
    assert answer.status_code == 422 and "menacer de plainte est interdit" in words(answer)
    assert Message.objects.get().text == "Bonjour,"


def test_an_error_is_kept_by_the_owner_alone_and_with_a_reason(
    house: House, sign_in: Callable[[House, Role], Client], page: str
) -> None:
    text = typed("Vous êtes en retard.")
    manager = sign_in(house, Role.MANAGER)
    assert manager.post(page, text | {"override": "J'y tiens"}).status_code == 422
    owner = sign_in(house, Role.OWNER)
    refused = owner.post(page, text)
    assert refused.status_code == 422 and "Pourquoi garder une tournure refusée" in words(refused)
    owner.post(page, text | {"override": "Il l'a écrit lui-même ainsi"})
    assert Message.objects.get().text == "Vous êtes en retard."
    entry = JournalEntry.objects.get(kind="outreach.message_changed")
    assert "ACC01" in entry.payload["kept"]
    assert entry.words.details["why"] == "Il l'a écrit lui-même ainsi"


def test_a_warning_is_kept_knowingly(manager: Client, house: House) -> None:
    thanks = factories.a_message(house.customer, MessageState.BY_HAND, stage="thanks")
    manager.post(f"/messages/{thanks.pk}", typed("Merci. Vous devez encore nous dire si tout va bien."))
    assert JournalEntry.objects.get(kind="outreach.message_changed").payload["kept"]
