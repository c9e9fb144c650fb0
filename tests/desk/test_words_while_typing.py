"""Words are looked at while they are typed, wherever they end in a text that leaves; anger waits for the morning."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from encours.books.creditor.rules.roles import Role
from encours.ground.wording.templates import shipped
from encours.method.calls.models import CallSheet
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.models import CaseProgress
from tests import factories
from tests.desk.conftest import House, words

ANGRY = "Bonjour,\n\nNotre patience a des limites.\n\nBien à vous"
CALM = "Bonjour,\n\nMerci de votre appel.\n\nBien à vous"


@pytest.fixture
def manager(house: House, sign_in: Callable[[House, Role], Client]) -> Client:
    return sign_in(house, Role.MANAGER)


def waiting(house: House, text: str = CALM, state: MessageState = MessageState.TO_CONFIRM) -> Message:
    made = factories.a_message(house.customer, state)
    Message.objects.filter(pk=made.pk).update(text=text, occasion="reply", stage="own_promise")
    made.refresh_from_db()
    return made


def test_what_the_summary_will_say_is_read_again_while_it_is_typed(owner: Client, house: House) -> None:
    case = factories.a_case(house.customer)
    CaseProgress.objects.create(case=case, review_on=factories.TODAY)
    page = f"/clients/{house.customer.pk}/appel"
    assert owner.post(f"{page}/relire/summary", {"summary": "x"}).status_code == 404  # no call is under way
    factories.a_contact(house.customer, phone="01 44 00 00 00", is_main=False, name="Mme Roy")
    owner.get(page)
    owner.post(f"{page}/commencer")
    answer = owner.post(f"{page}/relire/summary", {"summary": "vous refusez de payer"})
    assert "ACC03" in words(answer) and "vous refusez" in words(answer)
    assert "Rien à revoir" in words(
        owner.post(f"{page}/relire/summary", {"summary": "le directeur est absent"})
    )
    assert owner.post(f"{page}/relire/facts", {"facts": "x"}).status_code == 404
    CallSheet.objects.update(step="sum_up")
    assert f"{page}/relire/summary" in owner.get(f"{page}/en-cours").content.decode()


def test_a_rewrite_on_the_texts_page_stands_where_its_words_do(manager: Client) -> None:
    template = shipped("T05", "fr")
    given = {f"s{place}": section.text for place, section in enumerate(template.sections)}
    always = next(place for place, section in enumerate(template.sections) if section.name == "crossing")
    given[f"s{always}"] = "Vous n'avez pas payé."
    html = manager.post(reverse("desk:text_preview", args=["T05", "fr", "vous"]), given).content.decode()
    assert 'data-checks=".text-editor textarea"' in html
    assert "data-rewrite" in html and "ne nous est pas parvenu" in html


def test_words_of_anger_cannot_be_confirmed_and_may_wait_for_the_morning(
    manager: Client, house: House
) -> None:
    message = waiting(house)
    page = f"/messages/{message.pk}"
    told = manager.post(f"{page}/relire", {"subject": "Réponse", "text": ANGRY})
    assert "TON04" in words(told) and "Envoyer demain à 9 h" in words(told)
    assert manager.post(page, {"subject": "Réponse", "text": ANGRY}).status_code == 422
    assert manager.post(page, {"subject": "Réponse", "text": ANGRY, "later": "1"}).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.text) == (MessageState.READY.value, ANGRY)
    local = message.send_from.astimezone(ZoneInfo("Europe/Paris"))
    assert (local.hour, local.date() > factories.TODAY) == (9, True)


def test_anger_that_is_still_there_waits_for_a_person_and_the_owner_alone_lets_it_go(
    house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    message = waiting(house, ANGRY)
    manager = sign_in(house, Role.MANAGER)
    assert "portent de la colère" in words(manager.get(f"/messages/{message.pk}"))
    manager.post(f"/messages/{message.pk}/confirmer")
    message.refresh_from_db()
    assert message.state == MessageState.TO_CONFIRM.value
    owner = sign_in(house, Role.OWNER)
    owner.post(f"/messages/{message.pk}/confirmer")
    message.refresh_from_db()
    assert message.state == MessageState.READY.value


def test_an_insult_cannot_even_wait(manager: Client, house: House) -> None:
    message = waiting(house)
    insult = {"subject": "Réponse", "text": "Bonjour,\n\nVous êtes des voleurs."}
    assert "Envoyer demain" not in words(manager.post(f"/messages/{message.pk}/relire", insult))
    assert manager.post(f"/messages/{message.pk}", insult | {"later": "1"}).status_code == 422
