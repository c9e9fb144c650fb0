"""A reminder carries its customer's link from the night to the wire; what is said there stops the next one."""

import re
from email import message_from_bytes, policy

import pytest
from django.conf import LazySettings
from django.test import Client

from encours.ground.kernel.clock import InstallationClock
from encours.method.outreach.rules.states import MessageState
from tests.story import Story


@pytest.mark.parametrize("base", ["https://compta.example.fr", ""])
def test_from_the_night_to_the_page_and_back(story: Story, settings: LazySettings, base: str) -> None:
    settings.ENCOURS_PUBLIC_URL = base
    dupont = story.customer()
    story.invoice("F-1", dupont, "1 200,00", due="2026-03-02")
    story.bank("2026-03-06")
    story.night("2026-03-09")
    (message,) = story.messages(dupont)
    if not base:
        assert "/p/" not in message.text
        return
    story.dispatch("2026-03-09")
    (sent,) = story.messages(dupont, MessageState.ACCEPTED)
    raw = message_from_bytes(story.server.messages[-1].raw, policy=policy.default)
    plain = raw.get_body(("plain",))
    assert plain is not None
    found = re.search(rf"{base}(/p/[a-z2-7]+/)", plain.get_content())
    assert found is not None
    assert f'href="{base}{found[1]}"' in sent.html
    InstallationClock(settings.ENCOURS_CLOCK_FILE).fix(story.act("2026-03-10", "10:00").at)
    page = Client().get(found[1])
    assert "F-1" in page.content.decode()
    Client().post(f"{found[1]}autre", {"once": "a", "name": "Anne", "order": "BC-7"})
    story.bank("2026-03-20")
    story.night("2026-03-23")
    assert [m.template for m in story.messages(dupont)].count("T31") == 1
    assert not [m for m in story.messages(dupont) if m.template in {"T05", "T06"} and m.pk > message.pk]
