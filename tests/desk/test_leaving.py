"""What leaves next: a person sees it, and keeps back what they take the tick from, with a reason."""

import re
from datetime import datetime

import pytest
from django.test import Client

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.models import CashConfirmation
from encours.faces.desk.pages import leaving
from encours.flows.night.run import run as run_night
from encours.ground.plumbing.clock import installation_clock
from encours.method.outreach.models import Message, SendingStop
from encours.method.outreach.rules.states import MessageState
from tests import factories
from tests.desk.conftest import House, words

PAGE = "/messages/a-venir"


@pytest.fixture
def ready(house: House) -> list[Message]:
    """Three customers have a message that waits for its hour."""
    entity = house.entity
    type(entity).objects.filter(pk=entity.pk).update(is_sending_on=True)
    CashConfirmation.objects.create(
        entity=entity,
        known_to=factories.TODAY,
        source="person",
        confirmed_by="user:1",
        confirmed_at=factories.NOW,
    )
    for name in ("Martin", "Petit"):
        customer = factories.a_customer(entity, f"{name} SARL")
        factories.a_contact(customer, email=f"compta@{name.lower()}.test")
        factories.an_invoice(customer)
    run_night(entity.pk, installation_clock())
    Message.objects.filter(entity=entity).update(state=MessageState.READY.value)
    found = list(Message.objects.filter(entity=entity).order_by("id"))
    assert len(found) == 3
    return found


def states(messages: list[Message]) -> list[str]:
    return [Message.objects.get(pk=m.pk).state for m in messages]


def test_what_is_unticked_stays_with_its_reason(owner: Client, ready: list[Message]) -> None:
    seen, kept = [m.pk for m in ready], [ready[0].pk, ready[2].pk]
    refused = owner.post(PAGE, {"seen": seen, "keep": kept, "reason": ""})
    assert refused.status_code == 422
    boxes = re.findall(r'name="keep" value="(\d+)"( checked)?', words(refused))
    assert {int(pk) for pk, checked in boxes if checked} == set(kept), "what was unticked stays unticked"
    answer = owner.post(PAGE, {"seen": seen, "keep": kept, "reason": "vu avec eux"}, follow=True)
    assert "Messages retenus : 1." in words(answer)
    assert states(ready) == [MessageState.READY, MessageState.CANCELLED, MessageState.READY]


def test_what_became_ready_after_the_page_was_shown_is_not_kept_back(
    owner: Client, ready: list[Message]
) -> None:
    owner.post(PAGE, {"seen": [ready[0].pk, ready[1].pk], "keep": [ready[0].pk], "reason": "vu avec eux"})
    assert states(ready) == [MessageState.READY, MessageState.CANCELLED, MessageState.READY]


def test_nothing_unticked_changes_nothing(owner: Client, ready: list[Message]) -> None:
    seen = [m.pk for m in ready]
    answer = owner.post(PAGE, {"seen": seen, "keep": seen, "reason": ""}, follow=True)
    assert "Tout part comme prévu" in words(answer)
    assert set(states(ready)) == {MessageState.READY}


def test_many_messages_are_shown_a_page_at_a_time(
    owner: Client, ready: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "PAGE", 2)
    first = words(owner.get(PAGE))
    assert re.findall(r'name="seen" value="(\d+)"', first) == [str(ready[2].pk), str(ready[1].pk)]
    assert f"avant={ready[1].pk}" in first
    rest = words(owner.get(f"{PAGE}?avant={ready[1].pk}"))
    assert re.findall(r'name="seen" value="(\d+)"', rest) == [str(ready[0].pk)]


def test_who_was_written_to_this_morning_stands_in_the_list_no_more(
    owner: Client, house: House, ready: list[Message]
) -> None:
    gone = {"state": MessageState.ACCEPTED.value, "sent_at": now(house)}
    Message.objects.filter(pk=ready[1].pk).update(**gone)
    shown = words(owner.get("/"))
    assert "Martin SARL" not in shown
    tabs = re.findall(
        r'onglet=(\S+?)"[^>]*>([^<]+)(?:<span class="count[^>]*>(\d+))?', words(owner.get("/messages"))
    )
    counts = {tab: count for tab, _, count in tabs}
    assert counts["prets"] == "2"
    assert counts["partis"] == "", "what is over is not counted"


def now(house: House) -> datetime:
    act = creditor_queries.act(house.entity.pk, "user:1", installation_clock())
    return act.at


def test_today_says_what_holds_the_ready_messages_back(
    owner: Client, house: House, ready: list[Message]
) -> None:
    """«Partira tout seul à 9 h» stood under the stop, and while nobody had read the bank."""
    aside = f"/clients/{ready[0].customer_id}"
    assert "Partira tout seul à" in words(owner.get("/"))
    assert "part tout seul." in words(owner.get(aside))
    CashConfirmation.objects.all().delete()
    assert "si la banque est vérifiée" in words(owner.get("/"))
    assert "part tout seul, si la banque est vérifiée" in words(owner.get(aside))
    assert "si la banque est vérifiée" in words(owner.get(PAGE))
    type(house.entity).objects.update(is_sending_on=False)
    assert "Mode d'essai : rien ne part tout seul" in words(owner.get("/"))
    assert "en mode d'essai, il ne part pas" in words(owner.get(aside))
    SendingStop.objects.create(reason="reprise des comptes", stopped_by="user:1", stopped_at=factories.NOW)
    for page in ("/", PAGE, aside, "/messages/"):
        assert "tout seul à" not in words(owner.get(page))
    shown = words(owner.get("/"))
    assert "Envois arrêtés : rien ne part" in shown and "en attente de la reprise" in shown
    assert "tous les envois sont arrêtés" in words(owner.get(aside))
    assert "Partiraient tout seuls" in words(owner.get(PAGE))


def test_a_thank_you_does_not_wait_for_the_bank(owner: Client, house: House, ready: list[Message]) -> None:
    CashConfirmation.objects.all().delete()
    Message.objects.filter(entity=house.entity).update(stage="thanks")
    assert "Partira tout seul à" in words(owner.get("/"))
