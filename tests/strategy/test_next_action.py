"""What is done about a case today: one level at a time, and nothing where something stands before it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.cases.rules.contact import CallOutcome, Channel, HoldKind, Occasion
from encours.method.outreach.rules.contact_facts import HoldFact
from encours.method.strategy.rules.case_facts import CallBack, OwedFact, Prepared
from encours.method.strategy.rules.decision import (
    Call,
    CheckBank,
    Close,
    CloseWhy,
    Decide,
    Hold,
    HoldWhy,
    KeepOnAccount,
    MissingAddress,
    Send,
    Task,
    Wait,
    WeOwe,
    review_on,
)
from encours.method.strategy.rules.next_action import cash_needed_to, side_tasks
from encours.method.strategy.rules.position import (
    Position,
    after_attempt,
    after_bounce,
    after_message,
    after_skip,
    next_level,
    proposed_entry,
)
from encours.method.strategy.rules.step import Gate
from tests.strategy.story import DUE, READY, case, contact, day, decide, euros, invoice, ladder, live


def reached(key: str, on: int, *, procedure: str = "unknown", **more: object) -> Position:
    level = ladder(procedure).level(key)
    return replace(Position(key, level.day, level.tone, day(on)), **more)  # type: ignore[arg-type]


def test_the_first_contact_is_the_courtesy_note_on_the_first_day():
    decision = decide(case(day(1)))
    assert isinstance(decision, Send)
    assert (decision.level.key, decision.due_on, decision.amount) == ("courtesy", day(1), euros(1000))
    assert any("F-1" in str(reason) for reason in decision.reasons)


def test_nothing_happens_on_the_due_date_itself():
    assert isinstance(decide(case(DUE)), Close)


def test_the_reasons_of_a_step_say_invoice_and_scenario():
    said = " / ".join(str(r) for r in decide(case(day(9), position=reached("courtesy", 1))).reasons)
    assert "F-1" in said
    assert "Mot de courtoisie" in said
    assert "Appel" in said


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (range(1, 40), [1, 9, 17, 26, 36]),
        ([7, 14, 21, 28, 35, 42, 49], [7, 14, 28, 35, 49]),
        (range(65, 100), [65, 72, 79, 86, 93]),
    ],
)
def test_steps_come_on_their_day_or_later_one_by_one_with_the_gap(runs, expected):
    """Peers 3.2: no skipped level, never two steps without the gap, catch-up after an outage."""
    done = live("unknown", 1, 1, runs=list(runs))
    first = {}
    for step in done:
        first.setdefault(step.level.key, step.day)
    assert list(first)[:5] == ["courtesy", "call_1", "second_reminder", "call_2", "firm"]
    assert list(first.values())[:5] == expected


def test_four_runs_on_the_same_late_day_give_one_step():
    assert [d.level.key for d in live("unknown", 65, 65, runs=[65, 65, 65, 65])] == ["courtesy"]


@pytest.mark.parametrize(
    ("facts", "until"),
    [
        ({"position": reached("courtesy", 12)}, day(19)),
        ({"position": reached("courtesy", 0)}, day(9)),
        ({"position": reached("courtesy", 12, skipped=True)}, day(19)),
        ({"position": reached("courtesy", 12), "contacts": (contact(day(12), deadline=day(22)),)}, day(23)),
        ({"position": reached("courtesy", 12), "announced_on": day(30)}, day(30)),
    ],
)
def test_a_step_waits_for_the_latest_of_age_gap_and_the_date_we_named(facts, until):
    """S60 of the peers: gap, early sending, payment period, skipped stage, later date."""
    decision = decide(case(until - timedelta(days=1), **facts))
    assert isinstance(decision, Wait)
    assert decision.until == until
    assert isinstance(decide(case(until, **facts)), Call)


def test_paying_the_oldest_invoice_does_not_start_again_at_the_first_reminder():
    facts = case(day(30), invoice(number="F-2", due=day(10)), position=reached("call_2", 26))
    decision = decide(facts)
    assert isinstance(decision, Wait)
    later = replace(facts, today=day(46), cash_known_to=day(46), cash_needed_to=day(46))
    assert decide(replace(later, contacts=(contact(day(40)),))).level.key == "firm"


def test_a_new_invoice_under_an_old_level_still_gets_its_courtesy_note():
    facts = case(day(62), invoice(number="F-9", due=day(60), mentioned=False), position=reached("call_2", 26))
    decision = decide(facts)
    assert isinstance(decision, Send)
    assert (decision.level.key, decision.level.message.template) == ("new_item", "T05")


def test_light_words_take_turns_while_the_next_step_is_far():
    facts = case(day(60), invoice(due=day(40)), position=reached("call_2", 26), contacts=(contact(day(50)),))
    assert decide(facts).level.message.template == "T30"
    assert decide(replace(facts, last_template="T30")).level.message.template == "T06"


def test_no_light_word_while_a_deadline_of_ours_runs():
    facts = case(
        day(60),
        invoice(due=day(40)),
        position=reached("call_2", 26),
        contacts=(contact(day(50), deadline=day(70)),),
    )
    assert isinstance(decide(facts), Wait)


def test_a_very_old_debt_starts_with_the_courtesy_note_unless_a_person_confirmed_otherwise():
    facts = case(day(400))
    assert decide(facts).level.key == "courtesy"
    assert decide(replace(facts, confirmed_entry="call_1")).level.key == "call_1"


def test_the_proposed_entry_of_an_old_debt_is_never_formal():
    unknown = ladder("unknown")
    assert proposed_entry(unknown, days_past_due=400, sent_elsewhere=True).key == "call_2"
    assert proposed_entry(unknown, days_past_due=400, sent_elsewhere=False).key == "courtesy"
    assert proposed_entry(unknown, days_past_due=12, sent_elsewhere=True).key == "call_1"


def test_a_bounced_message_is_sent_again_and_the_next_level_waits():
    position = after_bounce(reached("courtesy", 1))
    decision = decide(case(day(10), position=position))
    assert isinstance(decision, Send)
    assert decision.level.key == "courtesy"


def test_2026_11_22_the_first_word_about_an_invoice_is_written_even_where_the_ladder_calls_next():
    """G1: after a case that reopened at its level, the first thing heard of a new invoice was a call."""
    facts = case(day(1), invoice(mentioned=False), position=reached("courtesy", -40))
    note = decide(facts)
    assert isinstance(note, Send)
    assert (note.level.key, note.level.message.template) == ("new_item", "T05")
    told = case(
        day(9), invoice(mentioned=True), position=reached("courtesy", -40), contacts=(contact(day(1)),)
    )
    assert isinstance(decide(told), Call)


def test_no_such_note_where_a_person_passed_the_written_word_over():
    passed = reached("courtesy", 2, skipped=True)
    assert isinstance(decide(case(day(8), invoice(mentioned=False), position=passed)), Wait)


def test_2026_11_22_without_a_number_a_light_word_keeps_the_silence_under_ten_days():
    """The number is asked for; a customer with a mere e-mail address was then never written to again."""
    facts = case(day(10), position=reached("courtesy", 1), has_phone=False)
    assert isinstance(decide(facts), MissingAddress)
    word = decide(replace(facts, today=day(11), cash_known_to=day(11), cash_needed_to=day(11)))
    assert isinstance(word, Send)
    assert word.level.key == "light_statement"


def test_without_an_address_the_step_becomes_a_question():
    decision = decide(case(day(1), has_email=False))
    assert isinstance(decision, MissingAddress)
    assert decision.channel is Channel.EMAIL
    call = decide(case(day(9), position=reached("courtesy", 1), has_phone=False))
    assert isinstance(call, MissingAddress)
    assert call.channel is Channel.PHONE


def test_the_firm_letter_is_a_task_and_formal_steps_say_what_is_missing():
    firm = decide(case(day(36), position=reached("call_2", 26)))
    assert isinstance(firm, Task)
    assert firm.missing == ()
    formal = decide(case(day(60), position=reached("firm", 36)))
    assert isinstance(formal, Task)
    assert Gate.OWNER_APPROVAL in formal.missing
    assert Gate.REASON_OR_ASKED_TWICE in formal.missing
    asked = decide(case(day(60), position=reached("firm", 36), prepared=Prepared(attempts_to_ask=2)))
    assert Gate.REASON_OR_ASKED_TWICE not in asked.missing
    assert decide(case(day(60), position=reached("firm", 36), prepared=READY)).missing == ()


def test_a_late_task_says_by_how_many_days():
    assert decide(case(day(40), position=reached("call_2", 26))).late_days == 4


def test_the_end_of_the_ladder_is_a_decision():
    decision = decide(case(day(90), position=reached("plan_b", 72)))
    assert isinstance(decision, Decide)
    assert decision.options[-1].value == "write_off"


def test_a_small_balance_stays_on_the_account_after_two_messages():
    position = reached("second_reminder", 9, procedure="small_balance")
    facts = case(day(20), invoice(20), position=position)
    decision = decide(facts, "small_balance")
    assert isinstance(decision, KeepOnAccount)
    assert review_on(decision, facts.today) is None


def test_a_call_of_the_first_day_stays_to_be_made_after_its_message_left():
    first = decide(case(day(1)), "new_large")
    assert isinstance(first, Send)
    assert first.then_call
    position = after_message(None, first.level, on=day(1))
    call = decide(case(day(1), position=position), "new_large")
    assert isinstance(call, Call)
    once = after_attempt(position, call.level, on=day(1), outcome=CallOutcome.NO_ANSWER)
    again = decide(case(day(3), position=once), "new_large")
    assert (again.attempts, again.level.key) == (1, "courtesy")
    twice = after_attempt(once, call.level, on=day(3), outcome=CallOutcome.NO_ANSWER)
    assert twice.pending_call == ""
    assert isinstance(decide(case(day(4), position=twice), "new_large"), Wait)


def test_a_conversation_ends_the_call_step_at_the_first_attempt():
    level = ladder().level("call_1")
    position = after_attempt(reached("courtesy", 1), level, on=day(9), outcome=CallOutcome.VAGUE_PROMISE)
    assert (position.level, position.pending_call) == ("call_1", "")


def test_after_six_contacts_in_vain_only_a_firmer_written_step_is_left():
    facts = case(day(26), position=reached("second_reminder", 17), unanswered=6)
    waiting = decide(facts)
    assert isinstance(waiting, Wait)
    assert waiting.until == day(36)
    written = decide(replace(facts, today=day(36), cash_known_to=day(36), cash_needed_to=day(36)))
    assert written.level.key == "firm"
    assert any("plus ferme" in str(reason) for reason in written.reasons)


def test_another_scenario_takes_up_the_customer_where_it_is():
    assert next_level(ladder("avoids"), reached("call_1", 9), frozenset()).key == "firm"
    assert (
        next_level(ladder("unknown"), reached("firm", 17, procedure="new_large"), frozenset()).key
        == "formal_notice"
    )
    small = reached("statement_3", 36, procedure="key_small")
    assert next_level(ladder("unknown"), small, frozenset()).key == "call_1"


def test_credits_are_set_against_the_oldest_invoices_first():
    facts = case(day(20), invoice(300), invoice(200, number="F-2", due=day(15)), credit=300)
    decision = decide(facts)
    assert decision.amount == euros(200)
    assert "F-2" in str(decision.reasons[0])
    covered = decide(case(day(20), invoice(300), credit=300))
    assert isinstance(covered, Close)
    assert covered.why is CloseWhy.COVERED_BY_CREDIT


def test_several_late_invoices_make_one_step():
    decision = decide(case(day(9), invoice(500), invoice(500, number="F-2", due=day(1))))
    assert isinstance(decision, Send)
    assert decision.amount == euros(1000)


def test_a_dispute_of_the_whole_stops_everything_and_of_a_part_only_that_part():
    whole = decide(case(day(9), invoice(1000, disputed=1000)))
    assert isinstance(whole, Hold)
    assert whole.why is HoldWhy.DISPUTED
    part = decide(case(day(1), invoice(1000, disputed=400)))
    assert isinstance(part, Send)
    assert part.amount == euros(600)


@pytest.mark.parametrize("kind", list(HoldKind))
def test_a_pause_stops_the_ladder_and_its_last_day_still_counts(kind):
    hold = HoldFact(kind, day(10))
    held = decide(case(day(10), holds=(hold,)))
    assert isinstance(held, Hold)
    assert held.until == day(10)
    assert review_on(held, day(10)) == day(11)
    assert isinstance(decide(case(day(11), holds=(hold,))), Send)


def test_the_gravest_pause_is_named_and_one_without_end_has_no_end():
    holds = (HoldFact(HoldKind.MANUAL, day(12)), HoldFact(HoldKind.INSOLVENCY))
    decision = decide(case(day(9), holds=holds))
    assert (decision.why, decision.until) == (HoldWhy.INSOLVENCY, None)
    assert review_on(decision, day(9)) is None


def test_a_debt_past_its_limitation_is_never_asked_for():
    decision = decide(case(day(2000), invoice(time_barred=True)))
    assert isinstance(decision, Hold)
    assert decision.why is HoldWhy.TIME_BARRED


def test_what_we_owe_comes_first_and_five_business_days_follow_its_repair():
    owed = OwedFact(OwnPromiseKind.REPAIR, day(9), "renvoyer la facture corrigée")
    decision = decide(case(day(9), owed=(owed,)))
    assert isinstance(decision, WeOwe)
    assert "renvoyer la facture corrigée" in str(decision.reasons[0])
    repaired = replace(owed, done_on=day(9))  # a Wednesday
    paused = decide(case(day(10), owed=(repaired,)))
    assert isinstance(paused, Wait)
    assert paused.until == day(17)
    assert isinstance(decide(case(day(17), owed=(repaired,))), Send)


def test_what_we_owe_stays_listed_beside_any_decision():
    owed = (OwedFact(OwnPromiseKind.DOCUMENT, day(12)), OwedFact(OwnPromiseKind.ANSWER, day(10)))
    tasks = side_tasks(case(day(9), owed=owed, dispute_answer_due_on=day(11)))
    assert [task.due_on for task in tasks] == [day(10), day(11), day(12)]


def test_a_call_back_happens_at_the_hour_that_was_asked_for():
    at = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
    asked = CallBack(at, asked_on=day(8))
    before = decide(case(day(9), call_back=asked))
    assert isinstance(before, Wait)
    assert before.until == day(10)
    now = decide(case(day(10), call_back=asked))
    assert isinstance(now, Call)
    assert (now.at, now.occasion) == (at, Occasion.CALL_BACK_REQUESTED)


def test_a_step_is_late_since_the_day_that_a_person_fixed_for_it():
    decision = decide(case(day(20), position=reached("courtesy", 2), step_date=day(18)))
    assert (decision.due_on, decision.late_days) == (day(18), 2)


def test_a_call_begun_in_vain_is_late_since_the_gap_after_the_step_before_it():
    begun = reached("second_reminder", 24, pending_call="call_2", attempts=1, first_attempt_on=day(32))
    decision = decide(case(day(36), position=begun))
    assert isinstance(decision, Call)
    assert (decision.due_on, decision.attempts) == (day(31), 1)


def test_a_date_fixed_by_a_person_is_waited_for():
    decision = decide(case(day(9), step_date=day(12)))
    assert isinstance(decision, Wait)
    assert decision.until == day(12)


def test_nobody_is_reminded_before_the_bank_is_read():
    facts = case(day(9), position=reached("courtesy", 1), cash_known_to=day(6), cash_needed_to=day(8))
    decision = decide(facts)
    assert isinstance(decision, CheckBank)
    assert isinstance(decision.blocked, Call)
    assert isinstance(decide(replace(facts, cash_known_to=None)), CheckBank)
    assert isinstance(decide(replace(facts, cash_known_to=day(8))), Call)


def test_the_bank_must_be_read_up_to_the_last_business_day():
    assert cash_needed_to(day(7), "FR") == day(4)  # Monday asks for Friday


def test_a_skipped_level_is_not_taken_again_and_the_gap_counts_from_the_skip():
    position = after_skip(ladder().level("courtesy"), on=day(3))
    assert isinstance(decide(case(day(9), position=position)), Wait)
    assert decide(case(day(10), position=position)).level.key == "call_1"
