"""A call is prepared, noted with what happens next, and followed by a break when it was tense."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from encours.ground.kernel.reason import Refused
from encours.method.calls.rules.dialling import Dialling, may_dial
from encours.method.calls.rules.note import CallDraft, problem_of_call
from encours.method.calls.rules.reasons import given_reasons
from encours.method.cases.rules.contact import CallOutcome
from encours.method.cases.rules.words import CaseReason

TODAY = date(2026, 6, 10)
NOW = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
CALL = CallDraft(
    7, NOW, CallOutcome.ANSWERED_NO_PROMISE, "rappeler Mme Petit", date(2026, 6, 12), "attend sa direction"
)


def refused(draft: CallDraft) -> str:
    problem = problem_of_call(draft, now=NOW, today=TODAY)
    return problem.field if isinstance(problem, Refused) else ""


def test_a_call_with_a_next_step_and_its_date_is_saved() -> None:
    assert refused(CALL) == ""
    assert refused(replace(CALL, next_on=TODAY)) == ""


def test_a_call_without_a_next_step_or_its_date_is_refused() -> None:
    assert refused(replace(CALL, next_step=" ")) == "next_step"
    assert refused(replace(CALL, next_on=None)) == "next_on"
    assert refused(replace(CALL, next_on=TODAY - timedelta(days=1))) == "next_on"


@pytest.mark.parametrize("word", ["clos", "Clos", " CLOS ", "closed"])
def test_what_is_closed_needs_no_date(word: str) -> None:
    assert refused(replace(CALL, next_step=word, next_on=None)) == ""


def test_a_conversation_leaves_a_note_and_an_attempt_need_not() -> None:
    assert refused(replace(CALL, note="")) == "note"
    assert refused(replace(CALL, note="", outcome=CallOutcome.NO_ANSWER)) == ""


def test_a_reason_is_heard_from_somebody_and_never_bad_intent() -> None:
    assert refused(replace(CALL, reason=CaseReason.FINANCIAL)) == ""
    assert refused(replace(CALL, reason=CaseReason.FINANCIAL, outcome=CallOutcome.NO_ANSWER)) == "reason"
    assert refused(replace(CALL, reason=CaseReason.BAD_INTENT)) == "reason"


def test_a_call_is_not_noted_before_it_takes_place() -> None:
    assert refused(replace(CALL, called_at=NOW + timedelta(minutes=1))) == "called_at"


def dial(*, brief: datetime | None, irritated: datetime | None = None, now: datetime = NOW) -> Dialling:
    return may_dial(brief_opened_at=brief, irritated_at=irritated, now=now, zone="Europe/Paris")


def test_the_link_works_once_the_brief_was_opened_on_the_same_day() -> None:
    assert dial(brief=NOW - timedelta(hours=1)).is_allowed
    assert dial(brief=NOW).is_allowed
    for opened in (None, NOW - timedelta(days=1), NOW + timedelta(minutes=1)):
        verdict = dial(brief=opened)
        assert not verdict.is_allowed
        assert verdict.reason is not None


def test_the_day_is_the_one_of_the_entity() -> None:
    before_midnight_in_paris = datetime(2026, 6, 9, 21, 30, tzinfo=UTC)
    after_midnight_in_paris = datetime(2026, 6, 9, 22, 30, tzinfo=UTC)
    assert not dial(brief=before_midnight_in_paris).is_allowed
    assert dial(brief=after_midnight_in_paris).is_allowed


def test_a_tense_call_is_followed_by_ten_minutes_of_break() -> None:
    tense = dial(brief=NOW, irritated=NOW - timedelta(minutes=9))
    assert (tense.is_allowed, tense.until) == (False, NOW + timedelta(minutes=1))
    assert dial(brief=NOW, irritated=NOW - timedelta(minutes=10)).is_allowed
    assert not dial(brief=NOW, irritated=NOW).is_allowed


def test_a_reason_that_comes_back_is_shown_with_each_date() -> None:
    days = [NOW + timedelta(days=n) for n in range(4)]
    given = given_reasons(
        [
            (days[0], CaseReason.ADMIN, "facture non reçue"),
            (days[1], CaseReason.FINANCIAL, "trésorerie"),
            (days[2], CaseReason.ADMIN, "toujours pas reçue"),
            (days[3], CaseReason.ADMIN, ""),
        ]
    )
    assert [(one.reason, one.is_repeated) for one in given] == [
        (CaseReason.ADMIN, True),
        (CaseReason.FINANCIAL, False),
    ]
    assert given[0].given_at == (days[0], days[2], days[3])
    assert given[0].words == "toujours pas reçue"
