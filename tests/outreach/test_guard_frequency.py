"""K1 to K6, K9, K13: gaps, attempts, totals, events, silence."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, Occasion, PastContact
from encours.method.outreach.rules.contact_facts import (
    Decision,
    GuardFacts,
    GuardRule,
    ProposedContact,
    Verdict,
)
from encours.method.outreach.rules.guard import review

PARIS = ZoneInfo("Europe/Paris")
OUT = Direction.OUTBOUND


def june(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=PARIS)


def past(channel: Channel, day: int, *, hour: int = 10, **more: Any) -> PastContact:
    return PastContact(june(day, hour), OUT, channel, **more)


def attempt(day: int, hour: int = 10, **more: Any) -> PastContact:
    return past(Channel.PHONE, day, hour=hour, outcome=CallOutcome.NO_ANSWER, **more)


def ask(
    history: list[PastContact], channel: Channel, day: int, *, hour: int = 10, people: int = 0, **more: Any
) -> Verdict:
    allowed = frozenset(range(1, people + 1))
    at = june(day, hour)
    return review(
        GuardFacts(now=at, history=history, allowed_contact_ids=allowed),
        ProposedContact(channel, at, **more),
    )


def test_the_mail_and_the_call_of_one_step_on_one_day_are_one_contact() -> None:
    history = [past(Channel.EMAIL, 10, hour=9, step="courtesy", contact_id=1)]
    verdict = ask(history, Channel.PHONE, 10, step="courtesy", people=1, contact_id=1)
    assert (verdict.decision, verdict.rule) == (Decision.ALLOW, GuardRule.K1)


def test_the_call_of_a_step_whose_mail_left_yesterday_is_a_second_contact() -> None:
    history = [past(Channel.EMAIL, 9, step="courtesy")]
    verdict = ask(history, Channel.PHONE, 10, step="courtesy")
    assert (verdict.decision, verdict.until) == (Decision.DELAY, june(16, 9))


def test_one_step_on_two_channels_counts_once_in_the_totals() -> None:
    both = [past(Channel.EMAIL, day, step=f"s{day}") for day in (1, 3)] + [
        past(Channel.LETTER, day, step=f"s{day}") for day in (1, 3)
    ]
    event: dict[str, Any] = {"occasion": Occasion.AGREEMENT_BROKEN, "step": "broken-1"}
    assert ask(both, Channel.EMAIL, 5, **event).decision is Decision.ALLOW


@pytest.mark.parametrize("occasion", [Occasion.REPLY, Occasion.SERVICE])
def test_replies_and_service_messages_are_exempt_and_restart_nothing(occasion: Occasion) -> None:
    history = [past(Channel.EMAIL, 9, step="courtesy", contact_id=1)] * 6
    assert (
        ask(history, Channel.EMAIL, 10, people=1, contact_id=1, occasion=occasion).decision is Decision.ALLOW
    )
    answered = [past(Channel.EMAIL, 9, occasion=occasion, step="answer")]
    assert ask(answered, Channel.EMAIL, 10, step="courtesy").decision is Decision.ALLOW


def test_what_the_customer_began_does_not_start_the_gap() -> None:
    called_us = PastContact(
        june(9), Direction.INBOUND, Channel.PHONE, outcome=CallOutcome.ANSWERED_NO_PROMISE
    )
    assert ask([called_us], Channel.EMAIL, 10, step="courtesy").decision is Decision.ALLOW


def test_a_deadline_that_our_message_named_stretches_the_gap() -> None:
    history = [past(Channel.LETTER, 1, step="firm", deadline_named_on=date(2026, 6, 16))]
    verdict = ask(history, Channel.LETTER, 10, step="formal")
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, june(17, 0), GuardRule.K1)


def test_a_day_that_we_announced_for_our_own_call_is_the_day_of_that_call() -> None:
    history = [past(Channel.EMAIL, 1, step="second", stage="reminder2", deadline_named_on=date(2026, 6, 10))]
    assert ask(history, Channel.PHONE, 10, step="call").is_allowed
    assert ask(history, Channel.PHONE, 9, step="call").until == june(10, 9)


def test_a_deadline_does_not_hold_back_the_answer_to_a_broken_agreement() -> None:
    history = [past(Channel.EMAIL, 1, step="firm", deadline_named_on=date(2026, 6, 16))]
    assert ask(history, Channel.EMAIL, 10, step="b-1", occasion=Occasion.AGREEMENT_BROKEN).is_allowed


def test_a_contact_already_decided_for_later_counts_too() -> None:
    history = [past(Channel.EMAIL, 12, step="courtesy")]
    verdict = ask(history, Channel.EMAIL, 10, step="other")
    assert (verdict.decision, verdict.until) == (Decision.DELAY, june(19, 8))


def test_attempts_are_neither_on_one_day_nor_on_consecutive_days() -> None:
    assert ask([attempt(8, 9)], Channel.PHONE, 8, step="call").until == june(10, 9)
    assert ask([attempt(8)], Channel.PHONE, 9, step="call").until == june(10, 9)
    assert ask([attempt(8)], Channel.PHONE, 10, step="call").is_allowed


def test_the_third_call_in_a_week_waits_for_seven_full_days() -> None:
    verdict = ask([attempt(8), attempt(10)], Channel.PHONE, 16, step="call")
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, june(17, 9), GuardRule.K2)


def test_attempts_a_week_apart_are_not_a_series() -> None:
    assert ask([attempt(2), attempt(9)], Channel.PHONE, 11, step="call").is_allowed


def test_a_customer_who_speaks_ends_the_series_of_attempts() -> None:
    wrote = PastContact(june(10, 12), Direction.INBOUND, Channel.EMAIL)
    back: dict[str, Any] = {"occasion": Occasion.CALL_BACK_REQUESTED, "step": "back-1"}
    assert ask([attempt(8), attempt(10), wrote], Channel.PHONE, 11, **back).is_allowed


def test_an_attempt_is_no_contact_for_the_gap_but_a_voicemail_is() -> None:
    assert ask([attempt(8)], Channel.EMAIL, 10, step="mail").is_allowed
    voicemail = past(Channel.PHONE, 8, outcome=CallOutcome.VOICEMAIL_LEFT)
    assert ask([voicemail], Channel.EMAIL, 10, step="mail").until == june(15, 8)


def test_one_voicemail_in_seven_days_even_when_an_event_opens_the_door() -> None:
    voicemail = past(Channel.PHONE, 8, outcome=CallOutcome.VOICEMAIL_LEFT)
    event: dict[str, Any] = {"occasion": Occasion.AGREEMENT_BROKEN, "step": "broken-1"}
    assert ask([voicemail], Channel.PHONE, 10, **event).is_allowed
    verdict = ask([voicemail], Channel.PHONE, 10, leaves_voicemail=True, **event)
    assert (verdict.until, verdict.rule) == (june(15, 9), GuardRule.K2)


def test_a_wrong_number_disturbed_nobody() -> None:
    wrong = past(Channel.PHONE, 10, hour=9, outcome=CallOutcome.WRONG_NUMBER)
    assert ask([wrong], Channel.PHONE, 10, step="call").is_allowed


def test_three_touches_in_seven_days_and_six_in_thirty() -> None:
    events = [past(Channel.EMAIL, day, step=f"e{day}", occasion=Occasion.WE_OWE_ANSWER) for day in (1, 3, 5)]
    verdict = ask(events, Channel.EMAIL, 7, step="broken-1", occasion=Occasion.AGREEMENT_BROKEN)
    assert (verdict.until, verdict.rule) == (june(8, 8), GuardRule.K3)
    month = [
        past(Channel.EMAIL, day, step=f"e{day}", occasion=Occasion.WE_OWE_ANSWER)
        for day in (1, 5, 9, 13, 17, 21)
    ]
    verdict = ask(month, Channel.EMAIL, 24, step="broken-1", occasion=Occasion.AGREEMENT_BROKEN)
    assert (verdict.decision, verdict.rule) == (Decision.DELAY, GuardRule.K3)
    assert verdict.until == datetime(2026, 7, 1, 8, tzinfo=PARIS)


def test_one_person_is_contacted_twice_in_seven_days_at_most() -> None:
    events = [
        past(Channel.EMAIL, day, step=f"e{day}", occasion=Occasion.WE_OWE_ANSWER, contact_id=1)
        for day in (1, 3)
    ]
    broken: dict[str, Any] = {"step": "broken-1", "occasion": Occasion.AGREEMENT_BROKEN, "people": 2}
    assert ask(events, Channel.EMAIL, 5, contact_id=2, **broken).is_allowed
    verdict = ask(events, Channel.EMAIL, 5, contact_id=1, **broken)
    assert (verdict.until, verdict.rule) == (june(8, 8), GuardRule.K4)


def test_an_event_opens_exactly_one_contact() -> None:
    event: dict[str, Any] = {"step": "broken-1", "occasion": Occasion.AGREEMENT_BROKEN}
    first = past(Channel.EMAIL, 8, **event)
    assert ask([first], Channel.EMAIL, 10, **event).until == june(15, 8)
    assert ask([first], Channel.EMAIL, 10, step="broken-2", occasion=Occasion.AGREEMENT_BROKEN).is_allowed


def test_an_unanswered_attempt_does_not_use_an_event_up() -> None:
    event: dict[str, Any] = {"step": "broken-1", "occasion": Occasion.AGREEMENT_BROKEN}
    assert ask([past(Channel.EMAIL, 4), attempt(8, **event)], Channel.PHONE, 10, **event).is_allowed


def test_a_proposal_without_answer_opens_one_call_and_nothing_written() -> None:
    proposal: dict[str, Any] = {"step": "plan-4", "occasion": Occasion.PROPOSAL_UNACCEPTED}
    history = [past(Channel.EMAIL, 5)]
    assert ask(history, Channel.PHONE, 10, **proposal).is_allowed
    assert ask(history, Channel.EMAIL, 10, **proposal).rule is GuardRule.K1


def test_an_event_still_respects_the_day_after_a_contact() -> None:
    verdict = ask([past(Channel.EMAIL, 9)], Channel.EMAIL, 10, step="b", occasion=Occasion.AGREEMENT_BROKEN)
    assert (verdict.until, verdict.rule) == (june(11, 8), GuardRule.K9)


def test_a_promise_is_reminded_once() -> None:
    reminder: dict[str, Any] = {
        "stage": "promise_reminder",
        "occasion": Occasion.SERVICE,
        "step": "promise-7-reminder",
    }
    assert ask([], Channel.EMAIL, 10, **reminder).is_allowed
    verdict = ask([past(Channel.EMAIL, 9, **reminder)], Channel.EMAIL, 10, **reminder)
    assert (verdict.decision, verdict.rule) == (Decision.BLOCK, GuardRule.K6)


def test_after_six_unanswered_contacts_only_a_firmer_written_step_is_left() -> None:
    april = [
        PastContact(datetime(2026, 4, day, 10, tzinfo=PARIS), OUT, Channel.EMAIL, step=f"s{day}")
        for day in (1, 8, 15, 22, 24, 29)
    ]
    assert ask(april, Channel.PHONE, 10, step="call").rule is GuardRule.K13
    assert ask(april, Channel.EMAIL, 10, step="again", stage="reminder2").rule is GuardRule.K13
    assert ask(april, Channel.LETTER, 10, step="firm", stage="firm").is_allowed
    heard = [*april, PastContact(june(1), Direction.INBOUND, Channel.EMAIL)]
    assert ask(heard, Channel.PHONE, 10, step="call").is_allowed


def test_the_count_of_the_case_wins_over_the_history_at_hand() -> None:
    facts = GuardFacts(now=june(10), unanswered_in_case=6)
    verdict = review(facts, ProposedContact(Channel.PHONE, june(10), step="call"))
    assert (verdict.decision, verdict.rule) == (Decision.BLOCK, GuardRule.K13)
