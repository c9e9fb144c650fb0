"""Where a debt that was old when it came in enters its ladder: nothing but a mild word before somebody says."""

from dataclasses import replace
from datetime import date

import pytest

from encours.method.strategy.procedures import event_levels, shipped_procedures
from encours.method.strategy.rules.decision import Call, Send, Task, Wait
from encours.method.strategy.rules.entry import behind_the_entry, entry_choice, is_open, is_taken_over
from encours.method.strategy.rules.next_action import next_action
from encours.method.strategy.rules.position import Position
from tests.strategy.story import case, day

UNKNOWN = shipped_procedures()["unknown"]
MARCH = date(2026, 3, 2)
EARLIER = day(70)


def decide(facts):
    return next_action(facts, UNKNOWN, event_levels())


def old_debt(**more):
    return case(day(90), entry_asked=True, **more)


@pytest.mark.parametrize(
    ("due_on", "is_old"),
    [(date(2026, 1, 31), True), (date(2026, 2, 1), False), (date(2026, 3, 31), False)],
)
def test_a_debt_is_old_when_it_came_in_thirty_days_late(due_on, is_old):
    assert is_taken_over(due_on, MARCH) is is_old


def test_what_is_proposed_without_anything_written_before_is_the_mildest_word():
    choice = entry_choice(UNKNOWN, days_past_due=400, sent_elsewhere=False)
    assert choice.proposed.key == "courtesy"
    assert [level.key for level in choice.offered] == ["courtesy", "call_1", "second_reminder", "call_2"]


def test_what_is_proposed_after_reminders_is_the_step_of_its_age_and_never_a_firm_one():
    assert entry_choice(UNKNOWN, days_past_due=400, sent_elsewhere=True).proposed.key == "call_2"
    assert entry_choice(UNKNOWN, days_past_due=20, sent_elsewhere=True).proposed.key == "second_reminder"


@pytest.mark.parametrize("key", sorted(shipped_procedures()))
@pytest.mark.parametrize("sent_elsewhere", [True, False])
def test_no_ladder_offers_a_firm_step_to_an_old_debt(key, sent_elsewhere):
    choice = entry_choice(shipped_procedures()[key], days_past_due=2000, sent_elsewhere=sent_elsewhere)
    assert choice is not None and choice.proposed in choice.offered
    assert all(level.tone <= 2 and not level.is_formal for level in choice.offered)


def test_before_the_entry_is_confirmed_a_mild_word_leaves_and_nothing_more():
    facts = old_debt()
    first = decide(facts)
    assert isinstance(first, Send) and first.level.key == "courtesy"
    told = replace(facts, position=Position("courtesy", 1, 1, EARLIER))
    assert isinstance(decide(told), Wait)
    assert "étape d'entrée" in str(decide(told).reasons[0])


def test_a_confirmed_entry_is_taken_at_once_and_the_ladder_goes_on_from_there():
    facts = old_debt(confirmed_entry="call_2")
    assert isinstance(decide(facts), Call) and decide(facts).level.key == "call_2"
    opened = replace(facts, position=Position("", 0, 0, facts.today))
    assert decide(opened).level.key == "call_2", "a case that has just opened stands nowhere yet"
    taken = replace(facts, position=Position("call_2", 26, 2, EARLIER))
    assert decide(taken).level.key == "firm"


def test_a_mild_word_that_left_meanwhile_does_not_take_the_confirmed_entry_away():
    facts = old_debt(confirmed_entry="second_reminder")
    told = replace(facts, position=Position("courtesy", 1, 1, EARLIER))
    assert decide(told).level.key == "second_reminder"


def test_the_call_of_a_first_step_waits_for_a_person_too():
    """A new customer with a large invoice gets its note at once, and is not called before somebody says so."""
    ladder = shipped_procedures()["new_large"]
    first = next_action(old_debt(), ladder, event_levels())
    assert isinstance(first, Send) and not first.then_call
    told = old_debt(position=Position("courtesy", 1, 1, EARLIER, pending_call=first.level.key))
    assert isinstance(next_action(told, ladder, event_levels()), Wait)
    on = replace(told, confirmed_entry="call_2")
    assert next_action(on, ladder, event_levels()).level.key == "call_2"


def test_who_went_on_by_hand_is_asked_nothing_any_more():
    facts = old_debt()
    beyond = replace(facts, position=Position("call_1", 9, 2, EARLIER))
    assert is_open(facts) and not is_open(beyond)
    step = Task(UNKNOWN.level("firm"), MARCH, beyond.items[0].open, (), ())
    assert behind_the_entry(beyond, step) is step
