"""The examples of method 2d, word for word. Today is Wednesday 10 June 2026, in France."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, Occasion, PastContact
from encours.method.outreach.rules.contact_facts import Decision, GuardFacts, GuardRule, ProposedContact
from encours.method.outreach.rules.guard import review

PARIS = ZoneInfo("Europe/Paris")


def june(day: int, hour: int = 10, minute: int = 0, *, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


TODAY = june(10)


def call(at: datetime, outcome: CallOutcome, **more: Any) -> PastContact:
    return PastContact(at, Direction.OUTBOUND, Channel.PHONE, outcome=outcome, **more)


def email(at: datetime, **more: Any) -> PastContact:
    return PastContact(at, Direction.OUTBOUND, Channel.EMAIL, **more)


def facts(*history: PastContact, now: datetime = TODAY, people: tuple[int, ...] = ()) -> GuardFacts:
    return GuardFacts(now=now, history=history, allowed_contact_ids=frozenset(people))


def test_seven_full_days_pass_after_a_conversation() -> None:
    verdict = review(
        facts(call(june(8), CallOutcome.ANSWERED_NO_PROMISE)),
        ProposedContact(Channel.PHONE, TODAY, step="call_1"),
    )
    assert (verdict.decision, verdict.rule) == (Decision.DELAY, GuardRule.K1)
    assert verdict.until == june(15, 9)


def test_an_agreement_missed_yesterday_is_answered_today() -> None:
    broken = ProposedContact(
        Channel.EMAIL, TODAY, step="promise-7-broken", occasion=Occasion.AGREEMENT_BROKEN
    )
    verdict = review(facts(email(june(5))), broken)
    assert (verdict.decision, verdict.rule) == (Decision.ALLOW, GuardRule.K5)


def test_the_contact_about_a_missed_agreement_starts_the_gap_again() -> None:
    history = (
        email(june(5)),
        email(TODAY, step="promise-7-broken", occasion=Occasion.AGREEMENT_BROKEN),
    )
    verdict = review(facts(*history, now=june(12)), ProposedContact(Channel.EMAIL, june(12), step="second"))
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, june(17, 8), GuardRule.K1)


def test_two_unanswered_attempts_give_seven_full_days() -> None:
    attempts = (call(june(8), CallOutcome.NO_ANSWER), call(june(10, 9, 30), CallOutcome.NO_ANSWER))
    verdict = review(facts(*attempts), ProposedContact(Channel.PHONE, TODAY, step="call_1"))
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, june(17, 9), GuardRule.K2)


def test_two_full_business_days_of_calm_follow_an_emotional_call() -> None:
    resumed = ProposedContact(
        Channel.EMAIL, TODAY, step="T27", stage="call_summary", occasion=Occasion.SERVICE
    )
    verdict = review(facts(call(june(9), CallOutcome.EMOTIONAL)), resumed)
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, june(12, 8), GuardRule.K10)


def test_a_step_that_falls_on_a_holiday_moves_to_the_next_business_day() -> None:
    bastille = june(14, 9, month=7)
    verdict = review(facts(now=bastille), ProposedContact(Channel.EMAIL, bastille, step="courtesy"))
    assert (verdict.decision, verdict.rule) == (Decision.DELAY, GuardRule.K8)
    assert verdict.until == june(15, 8, month=7)


def test_a_customer_who_asks_to_be_called_back_is_called_at_that_hour() -> None:
    history = (call(TODAY, CallOutcome.CALL_BACK_REQUESTED, step="call_1"),)
    asked = june(11, 10)
    back = ProposedContact(
        Channel.PHONE, asked, step="call-back-3", occasion=Occasion.CALL_BACK_REQUESTED, appointment_at=asked
    )
    assert review(facts(*history, now=asked), back).decision is Decision.ALLOW
    before = ProposedContact(
        Channel.PHONE, TODAY, step="call-back-3", occasion=Occasion.CALL_BACK_REQUESTED, appointment_at=asked
    )
    verdict = review(facts(*history), before)
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, asked, GuardRule.K5)


def test_a_call_planned_at_lunch_waits_until_two() -> None:
    lunch = june(10, 12, 45)
    verdict = review(facts(now=lunch), ProposedContact(Channel.PHONE, lunch, step="call_1"))
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, june(10, 14), GuardRule.K7)


def test_writing_to_a_colleague_does_not_get_round_the_gap() -> None:
    history = (email(june(8), contact_id=1, step="courtesy"),)
    colleague = ProposedContact(Channel.EMAIL, TODAY, step="again", contact_id=2)
    verdict = review(facts(*history, people=(1, 2)), colleague)
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, june(15, 8), GuardRule.K1)
