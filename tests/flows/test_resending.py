"""A copy of an open invoice goes out again in one click: once a day, with its PDF, and it moves no step."""

import pytest

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows import resending
from encours.flows.brief import brief
from encours.ground.kernel.reason import Refused
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.states import MessageState
from tests.story import Debtor, Story

PDF = b"%PDF-1.4 facture"
ON = "2026-03-12"


@pytest.fixture
def debtor(story: Story) -> Debtor:
    made = story.customer(phone="01 44 00 00 00")
    story.invoice("F-1", made, "1 000,00", due="2026-03-31", pdf=PDF)
    return made


def items_of(debtor: Debtor) -> list[OpenItem]:
    return receivables_queries.open_items_of([debtor.id])[debtor.id]


def resend(story: Story, debtor: Debtor, *, on: str = ON, hour: str = "09:30") -> str | Refused:
    (item,) = items_of(debtor)
    return resending.resend(story.act(on, hour), customer_id=debtor.id, invoice_id=item.invoice_id)


def test_the_copy_leaves_with_its_pdf_and_asks_for_nothing(story: Story, debtor: Debtor) -> None:
    assert resend(story, debtor) == "compta@dupont.test"
    story.bank("2026-03-11")
    story.dispatch(ON)
    (message,) = story.messages(debtor, MessageState.ACCEPTED)
    assert message.subject == "Facture F-1 – Atelier Morel – 1\u202f000,00\u00a0€"
    assert "Voici une copie de la facture F-1" in message.text
    assert [a.document.name for a in message.attachments.all()] == ["F-1.pdf"]
    assert b"F-1.pdf" in story.server.messages[-1].raw


def test_once_a_day_is_enough(story: Story, debtor: Debtor) -> None:
    resend(story, debtor)
    assert isinstance(resend(story, debtor, hour="15:00"), Refused)
    assert isinstance(resend(story, debtor, on="2026-03-13"), str)


def test_a_part_payment_changes_the_words_and_stops_what_was_prepared(story: Story, debtor: Debtor) -> None:
    resend(story, debtor, hour="07:00")
    story.pay(debtor, "400,00", on=ON, number="F-1", hour="07:30")
    story.dispatch(ON)
    assert story.messages(debtor, MessageState.ACCEPTED) == []
    resend(story, debtor, on="2026-03-13")
    (message,) = story.messages(debtor, MessageState.READY)
    assert "600,00" in message.text
    assert "400,00" in message.text


def test_it_moves_no_step(story: Story, debtor: Debtor) -> None:
    twin = story.customer("Jumelle SARL")
    story.invoice("F-9", twin, "1 000,00", due="2026-03-31", pdf=PDF)
    story.lives("2026-03-30", "2026-03-31")
    resend(story, debtor, on="2026-03-31", hour="15:00")
    story.dispatch("2026-03-31", "15:05")
    story.lives("2026-04-01", "2026-04-10")
    steps = [str(step) for step in story.left(debtor)]
    assert "2026-03-31 resend" in steps
    assert [step for step in steps if "resend" not in step] == [str(s) for s in story.left(twin)]
    assert len(steps) > 2


def test_the_caller_reads_when_it_was_sent_again(story: Story, debtor: Debtor) -> None:
    resend(story, debtor)
    story.dispatch(ON)
    found = brief(story.act("2026-03-13"), debtor.id)
    assert found is not None
    assert [on.isoformat() for on in found.resent_on.values()] == [ON]


def test_without_a_copy_or_an_address_it_is_refused(story: Story) -> None:
    bare = story.customer("Sans Pièce")
    story.invoice("F-1", bare, "100,00", due="2026-03-31")
    assert isinstance(resend(story, bare), Refused)
    mute = story.customer("Muette", email="")
    story.invoice("F-2", mute, "100,00", due="2026-03-31", pdf=PDF)
    (item,) = items_of(mute)
    refused = resending.resend(story.act(ON), customer_id=mute.id, invoice_id=item.invoice_id)
    assert isinstance(refused, Refused)
    assert outreach_queries.waiting_of([bare.id, mute.id]) == []
