"""A message that the server would send, or did not take, is sent by a person instead; a slip is taken back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from encours.method.cases.models import ContactFact
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.models import CaseProgress
from encours.method.strategy.procedures import shipped_procedures
from encours.method.strategy.rules.position import after_task
from tests import factories
from tests.desk.conftest import House, words

S = MessageState


@pytest.mark.parametrize("state", [S.TO_CONFIRM, S.READY, S.REFUSED])
def test_a_person_takes_a_message_out_of_the_automatic_sending_and_sends_it(
    owner: Client, house: House, state: MessageState
) -> None:
    message = factories.a_message(house.customer, state)
    page = f"/messages/{message.pk}"
    assert f"{page}/moi-meme" in words(owner.get(page))
    shown = words(owner.post(f"{page}/moi-meme", follow=True))
    assert "Ouvrir dans ma messagerie" in shown and f"{page}/moi-meme" not in shown
    assert Message.objects.get().state == S.BY_HAND
    owner.post(f"{page}/envoye")
    assert Message.objects.get().state == S.SENT_BY_HAND
    told = factories.kinds_about(house.customer)
    assert {"outreach.message_taken_over", "outreach.message_sent_by_hand"} <= set(told)


@pytest.mark.parametrize("state", [S.SENDING, S.ACCEPTED, S.CANCELLED, S.UNKNOWN])
def test_what_is_leaving_or_over_is_not_taken_over(owner: Client, house: House, state: MessageState) -> None:
    message = factories.a_message(house.customer, state)
    page = f"/messages/{message.pk}"
    assert f"{page}/moi-meme" not in words(owner.get(page))
    assert "Impossible" in words(owner.post(f"{page}/moi-meme", follow=True))
    assert Message.objects.get().state == state


@pytest.fixture
def waiting(house: House) -> Message:
    """A mail of last Friday that waits for a person's hand, on the first level of its ladder."""
    case = factories.a_case(house.customer)
    level = shipped_procedures()["reliable"].levels[0]
    CaseProgress.objects.create(case=case, procedure="reliable", procedure_version=1)
    made = factories.NOW - timedelta(days=3)
    return factories.a_message(
        house.customer, S.BY_HAND, case=case, level=level.key, created_at=made, decided_on=made.date()
    )


def test_the_day_it_left_is_the_day_of_the_contact(owner: Client, waiting: Message) -> None:
    page = f"/messages/{waiting.pk}"
    assert 'value="2026-11-23"' in words(owner.get(page))
    answer = owner.post(f"{page}/envoye", {"sent_on": "2026-11-21"}, follow=True)
    assert "la suite se règle sur le 21 novembre" in words(answer)
    assert ContactFact.objects.get().at.date().isoformat() == "2026-11-21"
    assert CaseProgress.objects.get().level_done_on == factories.TODAY - timedelta(days=2)
    assert Message.objects.get().sent_at == ContactFact.objects.get().at


@pytest.mark.parametrize(
    ("day", "why"), [("2026-11-24", "pas encore venu"), ("2026-11-19", "n'existait pas encore")]
)
def test_a_day_on_which_it_cannot_have_left_is_refused(
    owner: Client, waiting: Message, day: str, why: str
) -> None:
    answer = owner.post(f"/messages/{waiting.pk}/envoye", {"sent_on": day})
    assert answer.status_code == 422 and why in words(answer)
    assert f'value="{day}"' in words(answer)
    assert (Message.objects.get().state, ContactFact.objects.count()) == (S.BY_HAND, 0)


def test_a_message_noted_as_sent_by_mistake_is_taken_back_within_a_day(
    owner: Client, house: House, waiting: Message
) -> None:
    before = CaseProgress.objects.values("level", "level_done_on", "step_on").get()
    key = _undo_key(owner.post(f"/messages/{waiting.pk}/envoye", follow=True))
    assert house.customer.name in words(owner.get("/")).partition("Fait aujourd'hui")[2]
    assert "tout est comme avant" in words(owner.post(f"/annuler/{key}", follow=True))
    message = Message.objects.get(pk=waiting.pk)
    assert (message.state in {S.BY_HAND, S.CANCELLED}, message.sent_at) == (True, None)
    assert not ContactFact.objects.exists()
    assert CaseProgress.objects.values("level", "level_done_on", "step_on").get() == before
    assert "outreach.message_taken_back" in factories.kinds_about(house.customer)
    assert house.customer.name not in words(owner.get("/")).partition("Fait aujourd'hui")[2]


def test_what_the_ladder_has_left_behind_is_not_taken_back(
    owner: Client, house: House, waiting: Message
) -> None:
    key = _undo_key(owner.post(f"/messages/{waiting.pk}/envoye", follow=True))
    level = shipped_procedures()["reliable"].levels[-1]
    assert waiting.case_id is not None
    strategy_actions.move({waiting.case_id: after_task(level, on=factories.TODAY)})
    assert "ne se reprend plus" in words(owner.post(f"/annuler/{key}", follow=True))
    assert Message.objects.get().state == S.SENT_BY_HAND


def _undo_key(answer: Any) -> str:
    found = re.search(r"/annuler/(\w+)", answer.content.decode())
    assert found
    return found.group(1)


def test_a_text_leaves_from_a_telephone_and_by_no_server(owner: Client, house: House) -> None:
    contact = house.customer.contacts.order_by("pk").first() or factories.a_contact(house.customer)
    type(contact).objects.filter(pk=contact.pk).update(phone="06 44 00 00 00")
    message = factories.a_message(house.customer, S.BY_HAND, contact=contact)
    page = f"/messages/{message.pk}"
    assert f"{page}/sms" in words(owner.get(page))
    Message.objects.filter(pk=message.pk).update(channel="sms")
    shown = words(owner.get(page))
    assert "sms:0644000000?body=" in shown and f"{page}/sms" not in shown
    assert f"{page}/confirmer" not in shown
    assert "C'est un SMS" in words(owner.post(f"{page}/confirmer", follow=True))
    assert Message.objects.get().state == S.BY_HAND
