"""Texts through a service: signed, at most once, doubts for a person, and what the service says afterwards."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from encours.books.receivables.models import Contact
from encours.flows import outbox, texting
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import technical_now
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.checks import text_number
from encours.method.cases.models import ContactFact
from encours.method.cases.rules.contact import Channel
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions.text_service import Endpoint, Text, through
from encours.method.outreach.adapters.envelope import Outcome
from encours.method.outreach.models import Message, TextDelivery
from encours.method.outreach.models import TextService as Kept
from encours.method.outreach.queries import text_service as text_queries
from encours.method.outreach.rules.states import MessageState
from encours.method.outreach.rules.text_service import (
    Delivery,
    is_fresh,
    is_news,
    key_of,
    message_of_key,
    read_told,
)
from tests.story import Debtor, Story
from tests.text_service import SECRET, TextService, signed, text_service

pytestmark = pytest.mark.either
THURSDAY = "2026-03-05"
TEXT = Text("text-1-1-abc", "+33644000000", "Facture F-2031", "MOREL", "fr")
AT = datetime(2026, 3, 5, 9, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[TextService]:
    with text_service() as running:
        yield running


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        ((202, {"state": "taken"}), Outcome.ACCEPTED),
        ((204, b""), Outcome.ACCEPTED),
        ((409, b""), Outcome.ACCEPTED),
        ("twice", Outcome.UNKNOWN),  # two answers in one: which of them is meant nobody can say
        ((200, {"state": "refused", "reason": "numéro inconnu"}), Outcome.REFUSED),
        ((401, b""), Outcome.REFUSED),
        ((422, {"state": "refused"}), Outcome.REFUSED),
        ((301, b""), Outcome.REFUSED),
        ((429, b""), Outcome.NOT_REACHED),
        ((503, b""), Outcome.NOT_REACHED),
        ((500, b"oops"), Outcome.UNKNOWN),
        ((200, b"{broken"), Outcome.UNKNOWN),
        ((200, b"[" * 60_000), Outcome.UNKNOWN),
        ((200, {"state": "eaten"}), Outcome.UNKNOWN),
        ("cut", Outcome.UNKNOWN),
        ("slow", Outcome.UNKNOWN),
    ],
)
def test_what_a_service_answers_is_taken_for_what_it_is(
    service: TextService, step: Any, outcome: Outcome
) -> None:
    service.plan = [step]
    assert through(Endpoint(service.url, SECRET, timeout_seconds=0.5), TEXT, at=AT).outcome is outcome
    assert service.given == [
        {
            "format": "encours-sms/1",
            "key": TEXT.key,
            "to": TEXT.to,
            "from": "MOREL",
            "language": "fr",
            "text": TEXT.words,
        }
    ]


def test_nobody_there_another_secret_and_a_plain_address_abroad(service: TextService) -> None:
    assert through(Endpoint(service.url, "another"), TEXT, at=AT).outcome is Outcome.REFUSED
    for url in ("http://127.0.0.1:9/", "http://sms.test/", "file:///etc/passwd"):
        assert through(Endpoint(url, SECRET), TEXT, at=AT).outcome is Outcome.NOT_REACHED
    assert service.given == []


@pytest.fixture
def debtor(story: Story, service: TextService) -> Debtor:
    made = story.customer("Dupont SARL", phone="06 44 00 00 00")
    story.invoice("F-2031", made, "1 200,00 €", due="2026-03-04")
    story.night(THURSDAY)
    fields = {"is_on": True, "url": service.url, "sender": "MOREL"}
    outreach_actions.change_text_service(story.act(THURSDAY), fields=fields, secret=SECRET)
    return made


def confirmed(story: Story, debtor: Debtor) -> Message:
    message = story.queued("courtesy", to=debtor)
    assert texting.send(story.act(THURSDAY, "10:30"), message_id=message.pk) is None
    message.refresh_from_db()
    return message


def dispatched(story: Story, message: Message, hour: str = "10:31") -> Message:
    story.dispatch(THURSDAY, hour)
    message.refresh_from_db()
    return message


def test_it_leaves_once_counts_as_a_contact_and_its_secret_is_nowhere_in_clear(
    story: Story, debtor: Debtor, service: TextService
) -> None:
    message = confirmed(story, debtor)
    assert (message.channel, message.state, message.approved_by) == ("sms", "ready", "user:1")
    assert dispatched(story, message).state == MessageState.ACCEPTED
    story.dispatch(THURSDAY, "10:40")
    (given,) = service.given
    assert given["to"] == "+33644000000"
    assert given["key"] == key_of(story.entity.pk, message.pk, message.step_key)
    assert "F-2031" in given["text"]
    assert story.server.messages == []
    (fact,) = ContactFact.objects.filter(customer_id=debtor.id)
    assert (fact.channel, fact.direction) == ("sms", "outbound")
    assert SECRET not in Kept.objects.get().sealed_secret
    assert all(SECRET not in str(entry.payload) for entry in JournalEntry.objects.all())


def test_a_doubt_waits_for_a_person_and_goes_out_under_the_same_key(
    story: Story, debtor: Debtor, service: TextService
) -> None:
    message = confirmed(story, debtor)
    service.plan = ["cut"]
    assert dispatched(story, message).state == MessageState.UNKNOWN
    dispatched(story, message, "11:30")
    assert len(service.given) == 1
    assert not ContactFact.objects.exists()
    assert outbox.clear_up(story.act(THURSDAY, "11:40"), message_id=message.pk, was_sent=False) is None
    assert dispatched(story, message, "11:41").state == MessageState.ACCEPTED
    first, second = service.given
    assert first["key"] == second["key"]
    assert len(service.taken) == 1, "the service took it once"


def test_a_worker_that_vanished_between_claim_and_sending_leaves_a_doubt(
    story: Story, debtor: Debtor, service: TextService
) -> None:
    message = confirmed(story, debtor)
    act, now = story.act(THURSDAY, "10:31"), technical_now() - timedelta(hours=1)
    claim = outreach_actions.claim_next(
        story.entity.pk, lease="w", now=act.at, technical_now=now, channels={Channel.SMS}
    )
    assert claim is not None
    assert dispatched(story, message, "10:45").state == MessageState.UNKNOWN
    assert service.given == []


def test_a_service_that_rests_keeps_texts_and_no_mails(
    story: Story, debtor: Debtor, service: TextService
) -> None:
    message = confirmed(story, debtor)
    service.plan = [(429, b"")]
    assert dispatched(story, message).state == MessageState.READY
    dispatched(story, message, "10:35")
    assert len(service.given) == 1
    assert not outreach_queries.server_rests(story.entity.pk, story.act(THURSDAY, "10:35").at)
    assert dispatched(story, message, "10:45").state == MessageState.ACCEPTED


def test_the_guard_and_the_books_are_asked_again_when_it_leaves(
    story: Story, debtor: Debtor, service: TextService
) -> None:
    message = confirmed(story, debtor)
    story.pay(debtor, "1 200,00 €", on=THURSDAY)
    assert dispatched(story, message).state == MessageState.CANCELLED
    assert service.given == []


def test_no_text_to_a_fixed_line_a_private_number_or_without_a_service(story: Story, debtor: Debtor) -> None:
    message = story.queued("courtesy", to=debtor)
    act = story.act(THURSDAY, "10:30")
    Contact.objects.filter(customer_id=debtor.id).update(phone="+33 1 44 55 66 77")
    assert isinstance(texting.send(act, message_id=message.pk), Refused)
    Contact.objects.filter(customer_id=debtor.id).update(phone="06 44 00 00 00", is_phone_private=True)
    assert isinstance(texting.send(act, message_id=message.pk), Refused)
    Contact.objects.filter(customer_id=debtor.id).update(is_phone_private=False)
    outreach_actions.change_text_service(act, fields={"is_on": False})
    assert isinstance(texting.send(act, message_id=message.pk), Refused)
    message.refresh_from_db()
    assert message.channel == "email", "it stays the message that it was"


def told(
    client: Client, entity: int, body: bytes, *, secret: str = SECRET, late: int = 0, stamp: int | None = None
) -> int:
    at = stamp if stamp is not None else int(technical_now().timestamp()) - late
    headers = signed(at, body, secret)
    return client.post(
        f"/services/sms/{entity}", body, content_type="application/json", headers=headers
    ).status_code


def test_what_the_service_says_is_heard_when_it_is_signed_and_fresh_and_once(
    story: Story, debtor: Debtor, client: Client
) -> None:
    message = dispatched(story, confirmed(story, debtor))
    here, key = story.entity.pk, TextDelivery.objects.get().key
    body = json.dumps({"key": key, "state": "delivered"}).encode()
    assert told(client, here, body, secret="wrong") == 401
    assert told(client, here, body, late=600) == 401
    assert told(client, here, body, late=-600) == 401
    assert told(client, here + 999, body) == 401, "nobody learns which companies exist"
    assert told(client, here, b"{broken") == 400
    assert told(client, here, b'{"state": "delivered", "key": 5}') == 400
    assert told(client, here, b'{"state": "delivered", "key": "text-1-9-x"}') == 404
    assert told(client, here, b"x" * 20_000) == 413
    assert client.get(f"/services/sms/{here}").status_code == 405
    assert TextDelivery.objects.get().state == Delivery.TAKEN
    assert [told(client, here, body) for _ in range(2)] == [204, 204]
    late = json.dumps({"key": key, "state": "undelivered"}).encode()
    assert told(client, here, late) == 204
    assert TextDelivery.objects.get().state == Delivery.DELIVERED, "what arrived has arrived"
    kinds = list(
        JournalEntry.objects.filter(kind__startswith="outreach.text_d").values_list("kind", flat=True)
    )
    assert kinds == ["outreach.text_delivered"]
    arrival = text_queries.arrival_of(message.pk)
    assert arrival is not None
    assert arrival.told_at is not None


def test_a_text_that_did_not_arrive_is_no_contact_and_its_step_comes_again(
    story: Story, debtor: Debtor
) -> None:
    dispatched(story, confirmed(story, debtor))
    assert story.level(debtor) == "courtesy"
    said = read_told(
        json.dumps(
            {"key": TextDelivery.objects.get().key, "state": "undelivered", "reason": "hors\n service"}
        ).encode()
    )
    assert said is not None
    assert texting.hear(story.act(THURSDAY, "10:40"), said)
    assert TextDelivery.objects.get().words == "hors service"
    (fact,) = ContactFact.objects.all()
    assert fact.outcome == "wrong_number"
    story.night("2026-03-06")
    states = [(m.channel, m.state) for m in story.messages(debtor)]
    assert states == [("sms", "accepted"), ("email", "ready")]


def test_guessing_the_secret_is_held_back(story: Story, debtor: Debtor, client: Client) -> None:
    answers = {told(client, story.entity.pk, b"{}", secret=f"guess {n}") for n in range(32)}
    assert answers == {401, 429}


def test_another_key_of_the_installation_seals_the_secret_anew(story: Story, debtor: Debtor) -> None:
    assert outreach_actions.seal_text_services_anew() == (0, 0)
    Kept.objects.update(sealed_secret="nonsense")
    assert outreach_actions.seal_text_services_anew() == (0, 1)
    message = confirmed(story, debtor)
    assert dispatched(story, message).state == MessageState.READY, "certain: it was not handed over"


def test_keys_stamps_and_words_of_calls() -> None:
    assert message_of_key(3, key_of(3, 41, "abcdef")) == 41
    assert "customer" not in key_of(3, 41, "customer:8/EUR/courtesy")
    assert [
        message_of_key(3, bad) for bad in ("", "text-3-x-y", "text-4-41-a", "letter-3-41-a", "text-3-٤-a")
    ] == ([None] * 5)
    assert [is_fresh(stamp, AT) for stamp in ("", "-1", "1e9", "٤", str(int(AT.timestamp())))] == [
        False
    ] * 4 + [True]
    assert read_told(b'{"key": "k", "state": "delivered", "reason": null}') is not None
    assert [read_told(bad) for bad in (b"", b"[]", b'{"key": "k"}', b"[" * 9_000)] == [None] * 4
    assert is_news(Delivery.UNDELIVERED, Delivery.DELIVERED)
    assert not is_news(Delivery.DELIVERED, Delivery.DELIVERED)


@pytest.mark.parametrize(
    ("number", "country", "written"),
    [
        ("06 44 00 00 00", "FR", "+33644000000"),
        ("+33 6 44 00 00 00", "BE", "+33644000000"),
        ("01 44 55 66 77", "FR", ""),
        ("07911 123456", "GB", "+447911123456"),
        ("(514) 555-0199", "CA", "+15145550199"),
        ("", "FR", ""),
        ("hors service", "FR", ""),
    ],
)
def test_a_number_is_written_as_networks_want_it(number: str, country: str, written: str) -> None:
    assert text_number(number, country) == written
