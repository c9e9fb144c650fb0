"""A call that the amount is not worth becomes a light word, and never moves the ladder."""

from dataclasses import replace

from encours.method.cases.rules.contact import Occasion
from encours.method.strategy.procedures import event_levels, shipped_procedures
from encours.method.strategy.rules.balance import balance_on
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.decision import Call, Send
from encours.method.strategy.rules.light_step import instead_of_call
from encours.method.strategy.rules.next_action import next_action
from encours.method.strategy.rules.position import Position
from tests.strategy.story import case, day, invoice

RELIABLE = shipped_procedures()["reliable"]
AFTER_THE_COURTESY_NOTE = Position("courtesy", 1, 1, day(2))


def facts(**more: object) -> CaseFacts:
    return case(day(10), invoice(250), position=AFTER_THE_COURTESY_NOTE, **more)


def call_of(known: CaseFacts) -> Call:
    decided = next_action(known, RELIABLE, event_levels())
    assert isinstance(decided, Call)
    return decided


def word(known: CaseFacts, call: Call) -> Send | None:
    balance = balance_on(known.today, known.items, known.unallocated)
    return instead_of_call(call, known, RELIABLE, events=event_levels(), balance=balance)


def test_a_statement_leaves_in_place_of_the_call_and_says_why() -> None:
    found = word(facts(), call_of(facts()))

    assert found is not None
    assert found.level.message is not None
    assert (found.level.message.template, found.then_call) == ("T30", False)
    assert RELIABLE.index(found.level.key) is None
    assert "Petit enjeu" in found.reasons[0].text


def test_a_question_follows_a_statement() -> None:
    known = facts(last_template="T30")
    found = word(known, call_of(known))

    assert found is not None
    assert found.level.message is not None
    assert found.level.message.template == "T06"


def test_who_cannot_be_written_to_is_called() -> None:
    known = facts(has_email=False)

    assert word(known, call_of(known)) is None


def test_a_call_that_the_customer_asked_for_is_made() -> None:
    asked_for = replace(call_of(facts()), occasion=Occasion.CALL_BACK_REQUESTED)

    assert word(facts(), asked_for) is None
