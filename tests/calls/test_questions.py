"""The questions of a call: every answer leads to a step with somebody and a day; small things come first."""

from datetime import date

import pytest

from encours.method.calls.rules import questions
from encours.method.calls.rules.outcome import (
    REPEATED_RESEND,
    REPEATED_SOON,
    THIRD_REASON,
    Before,
    advice,
    follows,
    proposed_outcome,
)
from encours.method.calls.rules.questions import LEAVES, QUESTIONS, answers_to, leaves_of, question_after
from encours.method.calls.rules.tree import Leads, Part
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import CallOutcome, HoldKind
from encours.method.cases.rules.words import CaseReason

TODAY = date(2026, 11, 23)
FRANCE = Calendar("FR")
EVERY_ANSWER = [(q.key, a.key, a.leads_to) for q in QUESTIONS.values() for a in answers_to(q.key)]


@pytest.mark.parametrize(("question", "answer", "leads_to"), EVERY_ANSWER)
def test_every_answer_leads_to_a_question_or_a_leaf(question: str, answer: str, leads_to: str) -> None:
    # A key may name both a question and a leaf of the same name: the leaf ends the branch.
    assert leads_to in QUESTIONS or leads_to in LEAVES
    assert (question_after([(question, answer)]) is not None) or leaves_of([(question, answer)])


def test_no_name_is_both_a_question_and_a_leaf() -> None:
    assert not set(QUESTIONS) & set(LEAVES)


def test_every_leaf_is_reached_and_every_question_asked() -> None:
    led = {leads_to for _q, _a, leads_to in EVERY_ANSWER}
    assert led >= set(LEAVES)
    assert led | {questions.FIRST} >= set(QUESTIONS)


@pytest.mark.parametrize("key", sorted(LEAVES))
def test_every_leaf_creates_a_step_with_somebody_and_a_day(key: str) -> None:
    found = follows(key, today=TODAY, calendar=FRANCE)
    assert found.on >= TODAY
    assert found.who in set(type(found.who))
    has_more = found.owed or found.todo or found.hold
    # What is left is agreed in the call itself: a promise, a call-back, options in writing.
    in_the_call = {
        Leads.PROMISE,
        Leads.CALL_BACK,
        Leads.CALL_DECIDER,
        Leads.PART_NOW,
        Leads.WAIT_FOR_APPROVAL,
        Leads.WRITE_OPTIONS,
    }
    assert has_more or found.leaf.leads in in_the_call
    assert found.leaf.reason is not CaseReason.BAD_INTENT


@pytest.mark.parametrize(
    ("key", "days", "reason"),
    [
        ("resend", 0, CaseReason.ADMIN),
        ("fix_ours", 0, CaseReason.OUR_FAULT),
        ("keep_our_word", 2, CaseReason.OUR_FAULT),
        ("answer_later", 2, CaseReason.UNKNOWN),
        ("check_bank", 3, CaseReason.ADMIN),
        ("plan_proposal", 0, CaseReason.FINANCIAL),
        ("call_back", 7, CaseReason.UNKNOWN),
        ("dispute", 14, CaseReason.DISSATISFIED),
    ],
)
def test_a_leaf_has_its_delay_and_its_reason(key: str, days: int, reason: CaseReason) -> None:
    found = follows(key, today=TODAY, calendar=FRANCE)
    assert (found.on - TODAY).days == days
    assert found.leaf.reason is reason


def test_minor_questions_come_before_major_ones() -> None:
    parts = [question.part for question in QUESTIONS.values()]
    assert parts == sorted(parts, key=[Part.OPENING, Part.MINOR, Part.MAJOR].index)


def test_other_is_always_among_the_answers_and_bad_intent_never() -> None:
    assert all("other" in {a.key for a in q.answers} for q in QUESTIONS.values())
    assert CaseReason.BAD_INTENT not in {leaf.reason for leaf in LEAVES.values()}


def test_a_small_thing_mended_is_no_date_yet_and_the_call_goes_on() -> None:
    after = questions.goes_on_with([("anything", "told"), ("arrived", "no")])
    assert after is not None and after.key == "when"


def test_a_serious_event_is_a_hold_and_asks_for_nothing() -> None:
    found = follows("hold", today=TODAY, calendar=FRANCE)
    assert found.hold is HoldKind.SERIOUS_EVENT
    assert found.owed is None and found.todo is None


def test_the_outcome_is_proposed_from_the_answers() -> None:
    assert proposed_outcome([], has_promise=False) is CallOutcome.ANSWERED_NO_PROMISE
    assert proposed_outcome([("satisfied", "no")], has_promise=False) is CallOutcome.DISPUTE_RAISED
    assert proposed_outcome([("satisfied", "no")], has_promise=True) is CallOutcome.ORAL_PROMISE
    assert proposed_outcome([("when", "emotional")], has_promise=True) is CallOutcome.EMOTIONAL


def test_what_comes_back_is_met_with_more() -> None:
    again = advice([("arrived", "no")], Before(leaves=("resend",)))
    assert [str(word.text) for word in again] == [REPEATED_RESEND]
    vague = advice([], Before(outcomes=(CallOutcome.VAGUE_PROMISE,)), outcome=CallOutcome.VAGUE_PROMISE)
    assert [word.text for word in vague] == [REPEATED_SOON]
    two = Before(reasons=frozenset({CaseReason.ADMIN, CaseReason.FINANCIAL}))
    assert [word.text for word in advice([("satisfied", "no")], two)] == [THIRD_REASON]
    assert advice([("arrived", "no")], Before()) == ()
