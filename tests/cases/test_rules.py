"""Reasons need a source, holds need an end, silence is counted by steps."""

from datetime import UTC, date, datetime, timedelta

import pytest

from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import (
    CallOutcome,
    Channel,
    Direction,
    HoldKind,
    Occasion,
    PastContact,
)
from encours.method.cases.rules.holds import HoldDraft, last_day, problem_of_hold
from encours.method.cases.rules.reasons import LearntReason, problem_of_reason
from encours.method.cases.rules.silence import event_is_answered, unanswered
from encours.method.cases.rules.words import CaseReason

TODAY = date(2026, 6, 10)
PARIS = "Europe/Paris"


def ours(day: int, channel: Channel = Channel.EMAIL, *, hour: int = 9, **fields: object) -> PastContact:
    at = datetime(2026, 6, day, hour, tzinfo=UTC)
    return PastContact(at, Direction.OUTBOUND, channel, **fields)  # type: ignore[arg-type]


def theirs(day: int) -> PastContact:
    return PastContact(datetime(2026, 6, day, 12, tzinfo=UTC), Direction.INBOUND, Channel.EMAIL)


@pytest.mark.parametrize(
    "learnt",
    [
        LearntReason(CaseReason.FINANCIAL),
        LearntReason(CaseReason.FINANCIAL, Channel.PHONE),
        LearntReason(CaseReason.FINANCIAL, on=TODAY),
        LearntReason(CaseReason.FINANCIAL, Channel.PHONE, TODAY + timedelta(days=1)),
    ],
)
def test_a_reason_without_a_source_is_refused(learnt: LearntReason) -> None:
    assert problem_of_reason(learnt, today=TODAY, by_owner=True) is not None


def test_a_reason_with_its_source_is_taken_and_may_be_forgotten_without() -> None:
    learnt = LearntReason(CaseReason.ADMIN, Channel.PHONE, TODAY)
    assert problem_of_reason(learnt, today=TODAY, by_owner=False) is None
    assert problem_of_reason(LearntReason(CaseReason.UNKNOWN), today=TODAY, by_owner=False) is None


def test_only_the_owner_may_say_bad_intent_and_with_a_source() -> None:
    learnt = LearntReason(CaseReason.BAD_INTENT, Channel.LETTER, TODAY)
    assert problem_of_reason(learnt, today=TODAY, by_owner=False) is not None
    assert problem_of_reason(learnt, today=TODAY, by_owner=True) is None
    assert problem_of_reason(LearntReason(CaseReason.BAD_INTENT), today=TODAY, by_owner=True) is not None


@pytest.mark.parametrize(
    ("kind", "until_on"),
    [
        (HoldKind.BEREAVEMENT, date(2026, 7, 10)),
        (HoldKind.SERIOUS_EVENT, date(2026, 6, 24)),
        (HoldKind.INSOLVENCY, None),
        (HoldKind.PLACED, None),
    ],
)
def test_a_hold_ends_by_default_as_its_kind_says(kind: HoldKind, until_on: date | None) -> None:
    draft = HoldDraft(7, kind, "annoncé au téléphone")
    assert last_day(draft, today=TODAY) == until_on
    assert problem_of_hold(draft, today=TODAY) is None


@pytest.mark.parametrize(
    "draft",
    [
        HoldDraft(7, HoldKind.BEREAVEMENT, "  "),
        HoldDraft(7, HoldKind.MANUAL, "vacances"),
        HoldDraft(7, HoldKind.MANUAL, "vacances", TODAY - timedelta(days=1)),
    ],
)
def test_a_hold_needs_a_reason_and_an_end_to_come(draft: HoldDraft) -> None:
    assert problem_of_hold(draft, today=TODAY) is not None


def test_a_hold_may_end_today() -> None:
    assert problem_of_hold(HoldDraft(7, HoldKind.MANUAL, "ce soir", TODAY), today=TODAY) is None


def test_the_parts_of_one_step_on_one_day_wait_for_one_answer() -> None:
    contacts = [
        ours(1, step="T05"),
        ours(1, Channel.VOICEMAIL, step="T05", hour=15, outcome=CallOutcome.VOICEMAIL_LEFT),
        ours(8, step="T06"),
        ours(9),
        ours(9, Channel.LETTER),
    ]
    assert unanswered(contacts, zone=PARIS) == 4


def test_what_disturbs_nobody_or_asks_nothing_is_not_counted() -> None:
    contacts = [
        ours(1, Channel.PHONE, outcome=CallOutcome.NO_ANSWER),
        ours(2, Channel.PHONE, outcome=CallOutcome.WRONG_NUMBER),
        ours(3, occasion=Occasion.SERVICE),
        ours(4, occasion=Occasion.REPLY),
    ]
    assert unanswered(contacts, zone=PARIS) == 0


@pytest.mark.parametrize(
    "answer",
    [theirs(5), ours(5, Channel.PHONE, outcome=CallOutcome.ANSWERED_NO_PROMISE), ours(5, answered=True)],
)
def test_an_answer_ends_the_silence_whatever_the_order_of_the_list(answer: PastContact) -> None:
    contacts = [ours(8), answer, ours(1), ours(2)]
    assert unanswered(contacts, zone=PARIS) == 1


def test_a_payment_answers_what_came_before_it_and_on_its_day() -> None:
    contacts = [ours(1), ours(2), ours(3)]
    assert unanswered(contacts, zone=PARIS) == 3
    assert unanswered(contacts, zone=PARIS, paid_on=date(2026, 6, 2)) == 1


NO_ANSWER = CallOutcome.NO_ANSWER


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ([ours(3)], True),
        ([ours(3, Channel.PHONE, outcome=CallOutcome.ORAL_PROMISE)], True),
        ([ours(3, Channel.VOICEMAIL, outcome=CallOutcome.VOICEMAIL_LEFT)], True),
        ([ours(3, Channel.PHONE, outcome=NO_ANSWER)], False),
        ([ours(3, Channel.PHONE, outcome=NO_ANSWER), ours(5, Channel.PHONE, outcome=NO_ANSWER)], True),
        ([ours(3, occasion=Occasion.SERVICE), ours(3, occasion=Occasion.REPLY), theirs(3)], False),
        ([ours(2)], False),
    ],
)
def test_an_event_is_answered_when_somebody_was_reached_or_twice_nobody(
    since: list[PastContact], expected: bool
) -> None:
    assert event_is_answered(since, from_on=date(2026, 6, 3), zone=PARIS) is expected


def test_the_evening_in_paris_is_not_the_next_day() -> None:
    late = [
        ours(1, step="T05", hour=22),
        ours(2, step="T05", hour=21),
    ]  # the 2nd at midnight, the 2nd at 23:00
    assert unanswered(late, zone=PARIS) == 1
    assert unanswered(late, zone="UTC") == 2


def test_a_calendar_skips_weekends_holidays_and_closed_weeks() -> None:
    assert Calendar().after(date(2026, 7, 10), 2) == date(2026, 7, 15)  # the 14th of July is none
    assert Calendar().next_open(date(2026, 7, 11)) == date(2026, 7, 13)
