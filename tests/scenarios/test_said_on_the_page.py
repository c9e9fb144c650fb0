"""Whatever a debtor says on their page lands in the timeline, stops the ladder until it is read, and is confirmed."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client

from encours.books.receivables.models import Customer
from encours.flows.page_links import page_link
from encours.ground.kernel.clock import InstallationClock
from encours.method.inbox.models import InboundItem
from tests.factories import kinds_about
from tests.story import Story

SAID = {
    "deja-regle": {"on": "2026-03-09", "means": "transfer"},
    "je-regle-le": {"amount": "1200,00", "on": "2026-03-27", "means": "transfer"},
    "en-plusieurs-fois": {"count": "3", "first_on": "2026-03-16", "every": "month"},
    "un-probleme": {"problem": "quality", "words": "Deux panneaux sont rayés"},
    "autre": {"words": "Écrivez plutôt à Luc"},
}


@pytest.mark.parametrize("kind", SAID)
def test_each_answer_is_heard_stops_the_ladder_and_is_confirmed(
    story: Story, settings: LazySettings, kind: str
) -> None:
    settings.ENCOURS_PUBLIC_URL = "https://compta.example.fr"
    dupont = story.customer()
    story.invoice("F-1", dupont, "1 200,00", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-09")
    asked = len([m for m in story.messages(dupont) if m.total_minor])
    act = story.act("2026-03-10", "10:00")
    InstallationClock(settings.ENCOURS_CLOCK_FILE).fix(act.at)
    link = page_link(entity_id=story.entity.pk, customer_id=dupont.id, contact=None, now=act.at)
    visitor, address = Client(), link.removeprefix("https://compta.example.fr") + kind
    form = visitor.get(address).content.decode()
    invoice = re.search(r'<option value="(\d+)">F-1', form)
    fields = {"once": "a", "name": "Anne", **SAID[kind], **({"invoice": invoice[1]} if invoice else {})}
    answer = visitor.post(address, fields)
    assert answer.status_code == 200, answer.content.decode()
    item = InboundItem.objects.get(customer_id=dupont.id)
    assert item.read_at is None
    assert "Anne" in item.text
    expected = "T16" if kind == "un-probleme" else "T31"
    assert expected in {m.template for m in story.messages(dupont)}
    story.lives("2026-03-11", "2026-03-25")
    assert len([m for m in story.messages(dupont) if m.total_minor]) == asked, (
        "nobody is reminded before it is read"
    )
    assert "inbox.item_noted" in kinds_about(Customer.objects.get(pk=dupont.id))
