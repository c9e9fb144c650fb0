"""A message that the server would send, or did not take, is sent by a person instead."""

import pytest
from django.test import Client

from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
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
