"""A text from one's own telephone: short words, the guard of texts, and it counts once it is said to be sent."""

import pytest

from encours.books.receivables.models import Contact
from encours.flows import own_hand, texting
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.say import say
from encours.method.cases.models import ContactFact
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
from tests.story import Debtor, Story, plain

pytestmark = pytest.mark.either
THURSDAY = "2026-03-05"


@pytest.fixture
def debtor(story: Story) -> Debtor:
    made = story.customer("Dupont SARL", phone="06 44 00 00 00")
    story.invoice("F-2031", made, "1 200,00 €", due="2026-03-04")
    story.night(THURSDAY)
    return made


def texted(story: Story, debtor: Debtor, hour: str = "10:30") -> tuple[Message, Refused | None]:
    message = story.queued("courtesy", to=debtor)
    outcome = texting.put_on_phone(story.act(THURSDAY, hour), message_id=message.pk)
    message.refresh_from_db()
    return message, outcome


def test_its_short_words_wait_for_a_hand_and_count_once_they_left(story: Story, debtor: Debtor) -> None:
    message, refused = texted(story, debtor)
    assert refused is None
    assert (message.channel, message.state) == ("sms", MessageState.BY_HAND.value)
    assert "F-2031" in message.text
    assert len(message.text) <= 300
    story.dispatch(THURSDAY, "11:00")
    assert story.server.messages == [], "nothing sends a text by itself"
    assert not ContactFact.objects.filter(customer_id=debtor.id).exists()
    sent = own_hand.note_sent(story.act(THURSDAY, "11:30"), message_id=message.pk)
    assert isinstance(sent, own_hand.Sent)
    (fact,) = ContactFact.objects.filter(customer_id=debtor.id)
    assert (fact.channel, fact.direction) == ("sms", "outbound")


@pytest.mark.parametrize("hour", ["08:30", "18:30"])
def test_no_text_outside_the_hours_of_texts(story: Story, debtor: Debtor, hour: str) -> None:
    message, refused = texted(story, debtor, hour)
    assert isinstance(refused, Refused)
    assert message.channel == "email", "it stays the message that it was"


def test_no_text_to_a_private_number_nor_without_one(story: Story, debtor: Debtor) -> None:
    Contact.objects.filter(customer_id=debtor.id).update(is_phone_private=True)
    _, refused = texted(story, debtor)
    assert isinstance(refused, Refused), "K4"
    Contact.objects.filter(customer_id=debtor.id).update(is_phone_private=False, phone="")
    _, refused = texted(story, debtor)
    assert isinstance(refused, Refused)
    assert "numéro" in plain(say(refused.reason))
