"""How long nobody answered: what is a contact, what is an answer, which channels."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, Occasion, PastContact
from encours.method.insight.rules.streak import NO_STREAK, answers_soon, last_heard_on, silence

TODAY = date(2026, 3, 31)
ZONE = "Europe/Paris"


def ours(day: int, channel: Channel = Channel.EMAIL, **more: object) -> PastContact:
    contact = PastContact(datetime(2026, 3, day, 9, tzinfo=UTC), Direction.OUTBOUND, channel)
    return replace(contact, **more)  # type: ignore[arg-type]


def theirs(day: int) -> PastContact:
    return PastContact(datetime(2026, 3, day, 15, tzinfo=UTC), Direction.INBOUND, Channel.EMAIL)


def streak(*contacts: PastContact, last_payment_on: date | None = None):
    return silence(contacts, today=TODAY, zone=ZONE, last_payment_on=last_payment_on)


def test_a_silence_has_its_steps_its_first_day_and_its_channels():
    found = streak(ours(2), ours(10, Channel.PHONE, outcome=CallOutcome.NO_ANSWER), ours(18))
    assert (found.unanswered, found.since, found.silence_days) == (3, date(2026, 3, 2), 29)
    assert found.channels == (Channel.EMAIL, Channel.PHONE)


def test_parts_of_one_step_on_one_day_count_once():
    mail, call = (
        ours(2, step="courtesy"),
        ours(2, Channel.PHONE, step="courtesy", outcome=CallOutcome.NO_ANSWER),
    )
    assert streak(mail, call).unanswered == 1
    assert streak(mail, replace(call, step="call")).unanswered == 2
    assert len(streak(mail, call).channels) == 2


def test_a_voicemail_is_the_phone():
    missed = ours(2, Channel.PHONE, outcome=CallOutcome.NO_ANSWER)
    left = ours(9, Channel.VOICEMAIL, outcome=CallOutcome.VOICEMAIL_LEFT)
    assert streak(missed, left).channels == (Channel.PHONE,)


@pytest.mark.parametrize(
    "answer",
    [
        theirs(12),
        ours(12, Channel.PHONE, outcome=CallOutcome.ANSWERED_NO_PROMISE),
        ours(12, answered=True),
    ],
)
def test_an_answer_ends_the_silence(answer):
    assert streak(ours(2), ours(10), answer) == NO_STREAK
    assert streak(ours(2), ours(10), answer, ours(20)).unanswered == 1


def test_a_payment_is_an_answer():
    assert streak(ours(2), ours(10), last_payment_on=date(2026, 3, 10)) == NO_STREAK
    assert streak(ours(2), ours(10), last_payment_on=date(2026, 3, 9)).unanswered == 1


@pytest.mark.parametrize(
    "contact",
    [
        ours(2, occasion=Occasion.REPLY),
        ours(2, occasion=Occasion.SERVICE),
        ours(2, stage="pre_due"),
        ours(2, stage="thanks"),
        ours(2, Channel.PHONE, outcome=CallOutcome.WRONG_NUMBER),
        replace(ours(2), at=datetime(2026, 4, 3, 9, tzinfo=UTC)),
    ],
)
def test_what_asks_for_no_answer_makes_no_silence(contact):
    assert streak(contact) == NO_STREAK


def test_somebody_else_on_the_line_is_no_answer():
    assert streak(ours(2, Channel.PHONE, outcome=CallOutcome.SOMEONE_ELSE)).unanswered == 1


def test_a_contact_has_the_day_of_the_creditors_clock():
    late_evening = replace(ours(2), at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert streak(late_evening).since == date(2026, 3, 2)


NOW = datetime(2026, 3, 31, 22, tzinfo=UTC)


def test_answering_within_five_days_is_answering_soon():
    assert answers_soon([ours(2), theirs(7)], now=NOW) is False
    assert answers_soon([ours(2), replace(theirs(7), at=ours(7).at)], now=NOW) is True
    assert answers_soon([ours(2, answered=True)], now=NOW) is True
    assert answers_soon([ours(2, Channel.PHONE, outcome=CallOutcome.VAGUE_PROMISE)], now=NOW) is True


def test_a_recent_contact_says_nothing_yet():
    assert answers_soon([ours(30)], now=NOW) is None
    assert answers_soon([ours(2), theirs(3), ours(30)], now=NOW) is True
    assert answers_soon([ours(2), theirs(3), ours(20)], now=NOW) is False
    assert answers_soon([], now=NOW) is None


def test_the_last_day_the_customer_was_heard():
    assert last_heard_on([ours(2), theirs(7), ours(9)], zone=ZONE) == date(2026, 3, 7)
    assert last_heard_on([ours(2)], zone=ZONE) is None


def test_the_order_in_which_contacts_are_given_does_not_matter():
    contacts = [ours(2), theirs(5), ours(8), ours(16, Channel.PHONE), ours(24)]
    assert streak(*contacts) == streak(*reversed(contacts))
    assert streak(*contacts).silence_days == (TODAY - date(2026, 3, 8)) // timedelta(days=1)
