"""How messages enter the outbox, and what a person does with them there; each with its line in the journal."""

from datetime import timedelta

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.receivables.models import Customer
from encours.ground.evidence.models import JournalEntry, JournalText
from encours.ground.kernel.reason import Reason, Refused
from encours.ground.plumbing.reason_json import from_json
from encours.ground.plumbing.say import say
from encours.method.outreach import actions, queries
from encours.method.outreach.actions import Refusal, Retry
from encours.method.outreach.models import Message
from encours.method.outreach.rules.outbox import AWAITS_A_PERSON
from encours.method.outreach.rules.states import MessageState, Mode
from tests.factories import (
    NOW,
    a_contact,
    a_customer,
    an_act,
    an_entity,
    an_invoice,
    euros,
    kinds_about,
)
from tests.outreach.drafts import a_draft

pytestmark = pytest.mark.django_db
S = MessageState


@pytest.fixture
def entity() -> CreditorEntity:
    return an_entity()


@pytest.fixture
def dupont(entity: CreditorEntity) -> Customer:
    customer = a_customer(entity)
    a_contact(customer)
    an_invoice(customer)
    return customer


def queue(
    customer: Customer, *, ceiling: int | None = None, can_send: bool = True, **changes: object
) -> Message:
    ids = actions.queue(
        an_act(customer.entity, actor="system"),
        drafts=[a_draft(customer, **changes)],
        ceiling_minor=ceiling,
        can_send=can_send,
    )
    return Message.objects.get(pk=ids[0])


def state(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def claimed(message: Message) -> actions.Claim:
    claim = actions.claim_next(message.entity_id, lease="w1", now=NOW, technical_now=NOW)
    assert claim is not None
    return claim


def test_a_step_is_queued_once_for_ever(dupont: Customer) -> None:
    message = queue(dupont)
    again = [a_draft(dupont), a_draft(dupont, text="autres mots")]
    assert actions.queue(an_act(dupont.entity), drafts=again, ceiling_minor=None, can_send=True) == []
    actions.cancel(an_act(dupont.entity), message_id=message.pk, why="vu ensemble")
    assert actions.queue(an_act(dupont.entity), drafts=again, ceiling_minor=None, can_send=True) == []
    assert Message.objects.count() == 1
    assert kinds_about(dupont) == ["outreach.message_prepared", "outreach.message_cancelled"]


def test_a_step_given_twice_at_once_is_queued_once(dupont: Customer) -> None:
    twice = [a_draft(dupont), a_draft(dupont, text="autres mots")]
    assert len(actions.queue(an_act(dupont.entity), drafts=twice, ceiling_minor=None, can_send=True)) == 1


def test_a_message_stands_with_its_lines_and_its_words_in_the_journal(dupont: Customer) -> None:
    message = queue(dupont)
    assert [line.open_minor for line in message.lines.all()] == [120_000]
    assert (message.state, message.invoice_count, message.total_minor) == (S.READY, 1, 120_000)
    entry = JournalEntry.objects.get(kind="outreach.message_prepared")
    assert "anne" not in str(entry.payload)
    assert JournalText.objects.get(entry=entry).details["text"] == "Bonjour,"


def test_the_name_of_a_message_is_its_own_and_never_changes(dupont: Customer) -> None:
    message = queue(dupont)
    other = queue(dupont, step_key="customer:1/EUR/second/2026-11-30")
    assert message.message_id.endswith("@morel.test>")
    assert message.message_id != other.message_id
    Message.objects.all().delete()
    assert queue(dupont).message_id == message.message_id


def test_the_same_step_of_two_entities_has_two_names() -> None:
    ids = set()
    for name in ("Atelier Morel", "Studio Morel"):
        customer = a_customer(an_entity(name=name))
        ids.add(queue(customer, step_key="one", to_email="x@y.test").message_id)
        Message.objects.all().delete()
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("total", "mode", "can_send", "expected"),
    [
        (119_999, Mode.AUTOMATIC, True, S.READY),
        (120_000, Mode.AUTOMATIC, True, S.READY),
        (120_001, Mode.AUTOMATIC, True, S.TO_CONFIRM),
        (100, Mode.TO_CONFIRM, True, S.TO_CONFIRM),
        (100, Mode.MANUAL, True, S.BY_HAND),
        (100, Mode.AUTOMATIC, False, S.BY_HAND),
        (120_001, Mode.TO_CONFIRM, False, S.BY_HAND),
    ],
)
def test_where_a_message_enters_the_outbox(
    dupont: Customer, total: int, mode: Mode, can_send: bool, expected: MessageState
) -> None:
    """Above the ceiling a person confirms; a manual step, or no mail server, leaves it to a person."""
    message = queue(dupont, ceiling=120_000, can_send=can_send, total_minor=total, mode=mode)
    assert message.state == expected


def test_a_refused_contact_is_told_with_its_rule(dupont: Customer) -> None:
    actions.record_refusals(
        an_act(dupont.entity), refusals=[Refusal(dupont.pk, "courtesy", "K8", Reason("Jour férié"))]
    )
    entry = JournalEntry.objects.get(kind="outreach.contact_refused")
    assert entry.payload == {"step": "courtesy", "rule": "K8"}


def test_a_person_confirms_and_their_name_is_kept(dupont: Customer) -> None:
    message = queue(dupont, mode=Mode.TO_CONFIRM)
    assert actions.claim_next(dupont.entity_id, lease="w", now=NOW, technical_now=NOW) is None
    assert actions.approve(an_act(dupont.entity, actor="user:7"), message_id=message.pk) is None
    message.refresh_from_db()
    assert (message.state, message.approved_by) == (S.READY, "user:7")
    assert kinds_about(dupont)[-1] == "outreach.message_approved"


def test_2026_11_22_what_waited_for_a_hand_may_leave_by_a_server_that_came_later(dupont: Customer) -> None:
    """The tutorial's last step was refused with «à envoyer vous-même»."""
    message = queue(dupont, can_send=False)
    assert state(message) == S.BY_HAND
    assert actions.approve(an_act(dupont.entity, actor="user:7"), message_id=message.pk) is None
    assert state(message) == S.READY
    assert claimed(message)


@pytest.mark.parametrize("why", ["", "  ", "ok"])
def test_withholding_without_a_reason_is_refused(dupont: Customer, why: str) -> None:
    message = queue(dupont)
    assert isinstance(actions.cancel(an_act(dupont.entity), message_id=message.pk, why=why), Refused)
    assert state(message) == S.READY


def test_what_a_person_withholds_stays_with_the_reason(dupont: Customer) -> None:
    message = queue(dupont)
    assert actions.cancel(an_act(dupont.entity), message_id=message.pk, why="déjà vu ensemble") is None
    message.refresh_from_db()
    assert message.state == S.CANCELLED
    assert "déjà vu ensemble" in say(from_json(message.refusal))
    assert actions.claim_next(dupont.entity_id, lease="w", now=NOW, technical_now=NOW) is None


def test_changed_words_keep_the_former_ones_in_the_journal(dupont: Customer) -> None:
    message = queue(dupont, mode=Mode.TO_CONFIRM)
    changed = actions.change_text(
        an_act(dupont.entity),
        message_id=message.pk,
        subject="Votre facture",
        text="Bonjour Anne,",
    )
    assert changed is None
    message.refresh_from_db()
    assert (message.subject, message.text) == ("Votre facture", "Bonjour Anne,")
    told = JournalText.objects.get(entry__kind="outreach.message_changed").details
    assert told["before"]["text"] == "Bonjour,"


def test_what_is_leaving_or_left_is_not_changed_any_more(dupont: Customer) -> None:
    message = queue(dupont)
    claim = claimed(message)
    for expected in (S.SENDING, S.ACCEPTED):
        outcome = actions.change_text(an_act(dupont.entity), message_id=message.pk, subject="x", text="y")
        assert isinstance(outcome, Refused)
        assert isinstance(
            actions.cancel(an_act(dupont.entity), message_id=message.pk, why="trop tard"), Refused
        )
        assert state(message) == expected
        actions.mark_result(an_act(dupont.entity), claim=claim, state=S.ACCEPTED, receipt="250 OK")


def pressed(message: Message) -> list[Refused | None]:
    """Every button that a page of a moment ago may still show, pressed once each."""
    act, pk = an_act(message.entity), message.pk
    return [
        actions.approve(act, message_id=pk),
        actions.resolve_unknown(act, message_id=pk, was_sent=False),
        actions.resolve_unknown(act, message_id=pk, was_sent=True),
        actions.try_again(act, message_id=pk),
        actions.mark_sent_by_hand(act, message_id=pk),
        actions.send_by_hand_instead(act, message_id=pk),
        actions.cancel(act, message_id=pk, why="trop tard"),
    ]


def test_2026_11_22_no_button_takes_a_message_from_the_worker_that_sends_it(dupont: Customer) -> None:
    """Confirmed a second time while it was leaving, it became ready again and left twice."""
    message = queue(dupont, mode=Mode.TO_CONFIRM)
    assert actions.approve(an_act(dupont.entity), message_id=message.pk) is None
    claim = claimed(message)
    assert all(isinstance(outcome, Refused) for outcome in pressed(message))
    assert state(message) == S.SENDING
    assert actions.mark_result(an_act(dupont.entity), claim=claim, state=S.ACCEPTED, receipt="250 OK")
    assert all(isinstance(outcome, Refused) for outcome in pressed(message))
    assert state(message) == S.ACCEPTED


@pytest.mark.parametrize("left_as", [S.UNKNOWN, S.REFUSED])
def test_a_confirmation_of_yesterday_does_not_clear_a_doubt_or_a_refusal(
    dupont: Customer, left_as: MessageState
) -> None:
    message = queue(dupont)
    actions.mark_result(an_act(dupont.entity), claim=claimed(message), state=left_as, receipt="?")
    assert isinstance(actions.approve(an_act(dupont.entity), message_id=message.pk), Refused)
    assert state(message) == left_as


def test_a_person_sends_by_hand_and_says_so(dupont: Customer) -> None:
    message = queue(dupont, can_send=False)
    assert actions.mark_sent_by_hand(an_act(dupont.entity), message_id=message.pk) is None
    message.refresh_from_db()
    assert (message.state, message.sent_at) == (S.SENT_BY_HAND, NOW)
    assert isinstance(actions.mark_sent_by_hand(an_act(dupont.entity), message_id=message.pk), Refused)
    assert kinds_about(dupont).count("outreach.message_sent_by_hand") == 1


def test_a_person_takes_a_ready_message_out_of_the_automatic_sending(dupont: Customer) -> None:
    message = queue(dupont)
    assert actions.send_by_hand_instead(an_act(dupont.entity), message_id=message.pk) is None
    assert actions.claim_next(dupont.entity_id, lease="w", now=NOW, technical_now=NOW) is None
    assert state(message) == S.BY_HAND


@pytest.mark.parametrize(("was_sent", "expected"), [(True, S.ACCEPTED), (False, S.READY)])
def test_a_person_clears_a_doubt_up(dupont: Customer, was_sent: bool, expected: MessageState) -> None:
    message = queue(dupont)
    actions.mark_result(an_act(dupont.entity), claim=claimed(message), state=S.UNKNOWN, receipt="rompue")
    assert actions.claim_next(dupont.entity_id, lease="w", now=NOW, technical_now=NOW) is None
    assert actions.resolve_unknown(an_act(dupont.entity), message_id=message.pk, was_sent=was_sent) is None
    assert state(message) == expected


def test_a_refused_message_goes_out_again_only_when_a_person_says_so(dupont: Customer) -> None:
    message = queue(dupont)
    actions.mark_result(an_act(dupont.entity), claim=claimed(message), state=S.REFUSED, receipt="550")
    assert actions.claim_next(dupont.entity_id, lease="w", now=NOW, technical_now=NOW) is None
    assert actions.try_again(an_act(dupont.entity), message_id=message.pk) is None
    assert actions.claim_next(dupont.entity_id, lease="w", now=NOW, technical_now=NOW) is not None


def test_nobody_touches_the_message_of_another_entity(dupont: Customer) -> None:
    message = queue(dupont)
    stranger = an_act(an_entity(name="Studio Morel"))
    for doing in (
        actions.approve,
        actions.mark_sent_by_hand,
        actions.send_by_hand_instead,
        actions.try_again,
    ):
        with pytest.raises(Message.DoesNotExist):
            doing(stranger, message_id=message.pk)
    with pytest.raises(Message.DoesNotExist):
        actions.cancel(stranger, message_id=message.pk, why="pas à moi")
    assert actions.claim_next(stranger.entity_id, lease="w", now=NOW, technical_now=NOW) is None


def test_a_claimed_message_belongs_to_one_worker(dupont: Customer) -> None:
    message = queue(dupont)
    claim = claimed(message)
    assert actions.claim_next(dupont.entity_id, lease="w2", now=NOW, technical_now=NOW) is None
    thief = actions.Claim(claim.message, "w2")
    act = an_act(dupont.entity)
    assert not actions.mark_result(act, claim=thief, state=S.ACCEPTED, receipt="250")
    assert actions.mark_result(act, claim=claim, state=S.ACCEPTED, receipt="250")
    assert not actions.mark_result(act, claim=claim, state=S.ACCEPTED, receipt="250")
    assert kinds_about(dupont).count("outreach.message_sent") == 1


def test_a_message_whose_worker_vanished_is_shown_and_never_sent_again(dupont: Customer) -> None:
    message = queue(dupont)
    claim = claimed(message)
    act, later = an_act(dupont.entity), NOW + timedelta(seconds=301)
    assert actions.mark_lost(act, technical_now=NOW + timedelta(seconds=299)) == []
    assert actions.mark_lost(act, technical_now=later) == [message.pk]
    assert actions.mark_lost(act, technical_now=later) == []
    assert state(message) == S.UNKNOWN
    assert S.UNKNOWN in AWAITS_A_PERSON
    assert queries.counts(dupont.entity_id) == {S.UNKNOWN: 1}
    assert actions.claim_next(dupont.entity_id, lease="w2", now=later, technical_now=later) is None
    assert not actions.mark_result(act, claim=claim, state=S.ACCEPTED, receipt="250")


def test_a_message_tried_later_waits_until_then(dupont: Customer) -> None:
    message = queue(dupont)
    at = NOW + timedelta(minutes=10)
    actions.mark_result(
        an_act(dupont.entity), claim=claimed(message), state=S.READY, receipt="451", retry=Retry(at)
    )
    assert actions.claim_next(dupont.entity_id, lease="w", now=NOW, technical_now=NOW) is None
    assert actions.claim_next(dupont.entity_id, lease="w", now=at, technical_now=NOW) is not None


def test_a_message_that_cannot_be_made_is_shown_after_five_attempts(dupont: Customer) -> None:
    message = queue(dupont)
    for attempt in range(1, 6):
        assert state(message) == S.READY, attempt
        actions.set_back(an_act(dupont.entity), message_id=message.pk, problem="DocumentDamaged")
    assert state(message) == S.REFUSED
    assert kinds_about(dupont).count("outreach.message_set_back") == 5


def test_a_stop_holds_one_entity_or_all(entity: CreditorEntity) -> None:
    other = an_entity(name="Studio Morel")
    own = actions.stop_sending(an_act(entity), why="incident")
    assert queries.standing_stop(entity.pk) is not None
    assert queries.standing_stop(other.pk) is None
    actions.lift_stop(an_act(entity), stop_id=own)
    everywhere = actions.stop_sending(an_act(entity), why="incident", everywhere=True)
    assert queries.standing_stop(other.pk) is not None
    actions.lift_stop(an_act(entity), stop_id=everywhere)
    assert queries.standing_stop(entity.pk) is None


def test_the_days_count_holds_what_left_and_what_is_leaving(dupont: Customer) -> None:
    message = queue(dupont)
    start, end = NOW - timedelta(hours=9), NOW + timedelta(hours=15)
    assert queries.gone_between(dupont.entity_id, start, end) == 0
    claim = claimed(message)
    assert queries.gone_between(dupont.entity_id, start, end) == 1
    actions.mark_result(an_act(dupont.entity), claim=claim, state=S.ACCEPTED, receipt="250")
    assert queries.gone_between(dupont.entity_id, start, end) == 1
    assert queries.gone_between(dupont.entity_id, end, end + timedelta(days=1)) == 0


def test_amounts_above_the_ceiling_are_told_in_the_journal_as_to_confirm(dupont: Customer) -> None:
    queue(dupont, ceiling=euros("100").minor)
    entry = JournalEntry.objects.get(kind="outreach.message_prepared")
    assert entry.payload["state"] == S.TO_CONFIRM
