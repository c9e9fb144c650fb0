"""Sending through a real server: what it took, refused, put off, or left in doubt."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.models import CreditorEntity, MailServer
from encours.flows import dispatch, outbox, own_hand
from encours.ground.documents.models import Document
from encours.ground.documents.places import path_of
from encours.ground.kernel.clock import InstallationClock, at
from encours.ground.plumbing.say import say
from encours.ground.plumbing.secrets import seal
from encours.method.cases.models import ContactFact
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.models import Message
from encours.method.outreach.rules.receipts import told
from encours.method.outreach.rules.states import MessageState
from tests.factories import an_entity
from tests.smtp import Mode, SmtpServer
from tests.story import Debtor, Story

S = MessageState
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def dupont(story: Story) -> Debtor:
    """One customer whose courtesy note is ready on Thursday 5 March 2026."""
    customer = story.customer("Dupont SARL")
    story.invoice("F-2031", customer, "1 200,00 €", due="2026-03-04")
    story.night("2026-03-05")
    story.queued("courtesy", to=customer)
    return customer


def states(story: Story, customer: Debtor) -> list[str]:
    return [m.state for m in story.messages(customer)]


def test_what_the_server_took_has_left_and_is_told_everywhere(story: Story, dupont: Debtor) -> None:
    assert story.dispatch("2026-03-05") == 1
    (received,) = story.server.messages
    (message,) = story.messages(dupont)
    assert received.message["Message-ID"] == message.message_id
    assert (message.state, message.receipt[:3], message.lease) == (S.ACCEPTED, "250", "")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-05 courtesy"]
    contact = ContactFact.objects.get(customer_id=dupont.id)
    assert (contact.channel, contact.source) == ("email", f"message:{message.pk}")
    assert story.journal(dupont)[-2].startswith("Message parti")
    assert story.dispatch("2026-03-05", "10:00") == 0


@pytest.mark.parametrize("mode", [Mode.REFUSE, Mode.REFUSE_CONTENT])
def test_what_the_server_refuses_waits_for_a_person(story: Story, dupont: Debtor, mode: Mode) -> None:
    story.server.mode = mode
    story.dispatch("2026-03-05")
    story.server.mode = Mode.ACCEPT
    story.lives("2026-03-05", "2026-03-16")
    assert states(story, dupont) == [S.REFUSED]
    assert story.server.messages == []
    (message,) = story.messages(dupont)
    assert message.receipt[:2] == "55"
    assert not ContactFact.objects.exists()
    assert outbox.try_again(story.act("2026-03-10"), message_id=message.pk) is None
    story.dispatch("2026-03-10")
    assert len(story.server.messages) == 1


def test_what_the_server_puts_off_is_tried_again_ever_more_rarely(story: Story, dupont: Debtor) -> None:
    story.server.mode = Mode.REFUSE_FOR_NOW
    waits, when = [], story.clock("2026-03-05", "09:00").now()
    for _attempt in range(4):
        story.dispatch("2026-03-05", f"{when.astimezone(PARIS):%H:%M}")
        (message,) = story.messages(dupont)
        assert message.state == S.READY
        waits.append(message.send_from - when)
        when = message.send_from
    assert waits == [timedelta(minutes=m) for m in (10, 20, 40, 80)]
    story.server.mode = Mode.ACCEPT
    story.dispatch("2026-03-05", "12:00")
    assert states(story, dupont) == [S.ACCEPTED]


def test_a_message_that_is_put_off_keeps_nobody_else_back(story: Story, dupont: Debtor) -> None:
    other = story.customer("Martin SARL")
    story.invoice("F-2032", other, "300,00 €", due="2026-03-04")
    story.night("2026-03-05")
    story.server.mode = Mode.REFUSE_FOR_NOW
    story.dispatch("2026-03-05")
    story.server.mode = Mode.ACCEPT
    assert {*states(story, dupont), *states(story, other)} == {S.READY}
    story.dispatch("2026-03-05", "09:45")
    assert [*states(story, dupont), *states(story, other)] == [S.ACCEPTED, S.ACCEPTED]


def test_a_server_that_is_down_is_left_alone_and_loses_nothing(story: Story, dupont: Debtor) -> None:
    """One attempt in ten minutes for the whole company, not one for each message."""
    other = story.customer("Martin SARL")
    story.invoice("F-2032", other, "300,00 €", due="2026-03-04")
    story.night("2026-03-05")
    MailServer.objects.update(port=1)
    assert story.dispatch("2026-03-05", "09:00") == 1
    assert story.dispatch("2026-03-05", "09:05") == 0
    assert story.dispatch("2026-03-05", "09:10") == 1
    assert [*states(story, dupont), *states(story, other)] == [S.READY, S.READY]
    assert sum("injoignable" in line for line in story.journal(dupont) + story.journal(other)) == 2
    MailServer.objects.update(port=story.server.port)
    story.dispatch("2026-03-05", "09:30")
    assert [*states(story, dupont), *states(story, other)] == [S.ACCEPTED, S.ACCEPTED]


@pytest.mark.parametrize("mode", [Mode.DIE_AFTER_DATA, Mode.TAKE_AND_DIE])
def test_a_line_cut_after_the_text_is_a_doubt_that_only_a_person_clears(
    story: Story, dupont: Debtor, mode: Mode
) -> None:
    """S62: after DATA nobody knows; it is never sent again by itself, and nothing else is prepared."""
    story.server.mode = mode
    story.dispatch("2026-03-05")
    story.server.mode = Mode.ACCEPT
    story.lives("2026-03-05", "2026-03-20")
    assert states(story, dupont) == [S.UNKNOWN]
    assert len(story.server.seen) == 1
    assert any("incertain" in line.lower() for line in story.journal(dupont))


def test_a_doubt_cleared_as_sent_moves_the_ladder_on(story: Story, dupont: Debtor) -> None:
    story.server.mode = Mode.TAKE_AND_DIE
    story.dispatch("2026-03-05")
    story.server.mode = Mode.ACCEPT
    (message,) = story.messages(dupont)
    assert outbox.clear_up(story.act("2026-03-06"), message_id=message.pk, was_sent=True) is None
    story.lives("2026-03-06", "2026-03-12")
    assert states(story, dupont) == [S.ACCEPTED]
    assert len(story.server.seen) == 1


def test_a_doubt_cleared_as_unsent_leaves_once(story: Story, dupont: Debtor) -> None:
    story.server.mode = Mode.DIE_AFTER_DATA
    story.dispatch("2026-03-05")
    story.server.mode = Mode.ACCEPT
    (message,) = story.messages(dupont)
    assert outbox.clear_up(story.act("2026-03-06"), message_id=message.pk, was_sent=False) is None
    story.lives("2026-03-06", "2026-03-10")
    assert [r.message["Message-ID"] for r in story.server.messages] == [message.message_id]


def test_a_message_sent_by_hand_moves_the_ladder_like_any_other(story: Story) -> None:
    """Without a mail server: written, ready to copy, «envoyé» by a person, and never prepared twice."""
    MailServer.objects.all().delete()
    customer = story.customer("Dupont SARL")
    story.invoice("F-2031", customer, "1 200,00 €", due="2026-03-04")
    story.lives("2026-03-05", "2026-03-06")
    (message,) = story.messages(customer)
    assert message.state == S.BY_HAND
    sent = own_hand.note_sent(story.act("2026-03-06", "11:00"), message_id=message.pk)
    assert isinstance(sent, own_hand.Sent)
    story.lives("2026-03-07", "2026-03-12")
    assert states(story, customer) == [S.SENT_BY_HAND]
    assert [str(s) for s in story.left(customer)] == ["2026-03-06 courtesy"]
    assert ContactFact.objects.get(customer_id=customer.id).step == "courtesy/2026-03-05"


def test_in_test_mode_everything_is_prepared_and_nothing_leaves(story: Story, dupont: Debtor) -> None:
    creditor_actions.turn_sending(story.act("2026-03-05"), to=False)
    story.lives("2026-03-05", "2026-03-09")
    assert states(story, dupont) == [S.READY]
    assert story.server.seen == []
    creditor_actions.turn_sending(story.act("2026-03-10"), to=True)
    story.night("2026-03-10")
    story.dispatch("2026-03-10")
    assert len(story.server.messages) == 1


@pytest.mark.parametrize("everywhere", [False, True])
def test_a_stop_holds_what_is_ready_until_it_is_lifted(
    story: Story, dupont: Debtor, everywhere: bool
) -> None:
    act = story.act("2026-03-05", "08:00")
    stop = outreach_actions.stop_sending(act, why="incident", everywhere=everywhere)
    assert story.dispatch("2026-03-05") == 0
    outreach_actions.lift_stop(story.act("2026-03-05", "10:00"), stop_id=stop)
    assert story.dispatch("2026-03-05", "10:01") == 1


def test_the_stop_of_one_company_does_not_hold_another(story: Story, dupont: Debtor) -> None:
    other = Story(story.server, _another_company())
    martin = other.customer("Martin SARL")
    other.invoice("F-1", martin, "500,00 €", due="2026-03-04")
    other.night("2026-03-05")
    outreach_actions.stop_sending(story.act("2026-03-05", "08:00"), why="incident")
    story.dispatch("2026-03-05")
    assert states(story, dupont) == [S.READY]
    assert states(other, martin) == [S.ACCEPTED]
    (received,) = story.server.messages
    assert "studio@morel.test" in received.message["From"]


def test_a_company_whose_password_is_lost_does_not_hold_another(story: Story, dupont: Debtor) -> None:
    other = Story(story.server, _another_company())
    martin = other.customer("Martin SARL")
    other.invoice("F-1", martin, "500,00 €", due="2026-03-04")
    other.night("2026-03-05")
    MailServer.objects.filter(entity=story.entity).update(sealed_password="unreadable")
    story.dispatch("2026-03-05")
    assert states(story, dupont) == [S.READY]
    assert states(other, martin) == [S.ACCEPTED]


def _another_company() -> CreditorEntity:
    return an_entity(name="Studio Morel", email="studio@morel.test", is_sending_on=True)


def test_no_more_leaves_in_a_day_than_the_cap(story: Story) -> None:
    for place in range(4):
        customer = story.customer(f"Client{place}")
        story.invoice(f"F-{place}", customer, "300,00 €", due="2026-03-04")
    MailServer.objects.update(daily_cap=3)
    story.night("2026-03-05")
    assert story.dispatch("2026-03-05") == 3
    assert story.dispatch("2026-03-05", "17:00") == 0
    story.night("2026-03-06")
    story.dispatch("2026-03-06")
    assert Message.objects.filter(state=S.ACCEPTED).count() == 4


def test_a_wrong_password_loses_nothing(story: Story, dupont: Debtor) -> None:
    MailServer.objects.update(sealed_password=seal("autre"))
    story.dispatch("2026-03-05")
    (message,) = story.messages(dupont)
    assert message.state == S.READY
    assert "mot de passe" in say(told(message.receipt))


def test_while_the_clock_stands_still_no_server_is_reached(
    story: Story, dupont: Debtor, settings: Settings, tmp_path: Path
) -> None:
    settings.ENCOURS_HOME = tmp_path
    clock = InstallationClock(tmp_path / "clock")
    clock.fix(at(story.clock("2026-03-05").today("Europe/Paris"), story.entity.send_from, "Europe/Paris"))
    assert dispatch.run(clock) == 1
    assert story.server.seen == []
    (kept,) = (tmp_path / "outbox").glob("*.eml")
    assert b"F-2031" in kept.read_bytes()
    assert states(story, dupont) == [S.ACCEPTED]


def test_a_message_whose_copy_is_lost_keeps_nobody_else_back(story: Story) -> None:
    lost = story.customer("Dupont SARL")
    story.invoice("F-1", lost, "1 200,00 €", due="2026-03-03", pdf=b"%PDF-1.7 une facture")
    other = story.customer("Martin SARL")
    story.invoice("F-2", other, "300,00 €", due="2026-03-03")
    story.night("2026-03-05")
    path_of(Document.objects.get().sha256).unlink()
    story.dispatch("2026-03-05", "09:00")
    assert states(story, other) == [S.ACCEPTED]
    assert states(story, lost) == [S.READY]
    for hour in ("10:00", "12:00", "14:00", "17:00"):
        story.dispatch("2026-03-05", hour)
    assert states(story, lost) == [S.REFUSED]
    assert any("impossible à préparer" in line for line in story.journal(lost))


def test_nothing_leaves_without_a_server_or_before_its_hour(story: Story, dupont: Debtor) -> None:
    assert story.dispatch("2026-03-05", "08:59") == 0
    server: SmtpServer = story.server
    MailServer.objects.all().delete()
    assert story.dispatch("2026-03-05", "09:30") == 0
    assert server.seen == []
