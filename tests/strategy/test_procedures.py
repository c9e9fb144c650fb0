"""The shipped ladders keep rulings 6 and 7, and a ladder that cannot be followed is refused."""

from itertools import pairwise

import pytest

from encours.method.strategy.procedures import event_levels, shipped_procedures
from encours.method.strategy.rules.procedure import ProcedureError, read_levels, read_procedure
from encours.method.strategy.rules.procedure_check import paths, problems
from encours.method.strategy.rules.step import FORMAL, Ending, Mode, Stage, StepKind
from tests.strategy.story import PROCEDURES, content_of, live

LADDER = content_of("unknown").decode()


def refused(text: str) -> str:
    with pytest.raises(ProcedureError) as error:
        read_procedure(text.encode())
    return str(error.value)


@pytest.mark.parametrize("key", PROCEDURES)
def test_each_shipped_ladder_is_sound(key):
    procedure = read_procedure(content_of(key))
    assert procedure.key == key
    assert problems(procedure) == ()


@pytest.mark.parametrize("key", PROCEDURES)
def test_no_silence_of_ours_is_longer_than_ten_days_unless_a_deadline_runs(key):
    for path in paths(shipped_procedures()[key]):
        for earlier, later in pairwise(path):
            assert later.day - earlier.day - earlier.deadline_days <= 10, later.key


@pytest.mark.parametrize("key", PROCEDURES)
def test_the_same_text_never_goes_twice_in_a_row_on_the_same_channel(key):
    for path in paths(shipped_procedures()[key]):
        for earlier, later in pairwise(path):
            assert not set(earlier.parts) & set(later.parts), later.key


@pytest.mark.parametrize("key", PROCEDURES)
def test_what_this_release_does_not_send_is_a_task_that_says_what_it_needs(key):
    for level in shipped_procedures()[key].levels:
        beyond = level.stage in FORMAL | {Stage.FIRM, Stage.SETTLEMENT}
        assert (level.kind is StepKind.TASK) is (beyond or level.key == "business_meeting"), level.key
        if level.kind is StepKind.TASK:
            assert level.needs
            assert level.mode is Mode.MANUAL


def test_a_small_balance_gets_two_messages_and_stays_on_the_account():
    small = shipped_procedures()["small_balance"]
    assert [level.message.template for level in small.levels] == ["T05", "T06"]
    assert small.ending is Ending.KEEP_ON_ACCOUNT
    assert not small.plan_b_chain
    assert not small.by_phone


def test_a_key_account_with_a_small_invoice_is_never_phoned():
    key = shipped_procedures()["key_small"]
    assert not any(level.has_call for level in key.levels)
    assert {level.sender.value for level in key.levels} == {"account_manager"}
    assert key.levels[0].message.template == "T30"
    assert key.levels[-1].key == "business_meeting"
    assert not any(level.is_formal for level in key.levels)


@pytest.mark.parametrize(
    ("key", "days"),
    [
        (
            "reliable",
            {
                "courtesy": 1,
                "call_1": 9,
                "second_reminder": 17,
                "call_2": 26,
                "firm": 36,
                "formal_notice": 60,
                "last_notice": 80,
                "plan_b": 95,
            },
        ),
        (
            "unknown",
            {
                "courtesy": 1,
                "call_1": 9,
                "second_reminder": 17,
                "call_2": 26,
                "firm": 36,
                "formal_notice": 46,
                "last_notice": 60,
                "plan_b": 72,
            },
        ),
        (
            "new",
            {
                "pre_due": -5,
                "courtesy": 1,
                "call_1": 9,
                "second_reminder": 17,
                "call_2": 26,
                "firm": 36,
                "formal_notice": 46,
                "last_notice": 58,
                "plan_b": 68,
            },
        ),
        (
            "new_large",
            {
                "pre_due": -5,
                "courtesy": 1,
                "call_2": 9,
                "firm": 17,
                "formal_notice": 26,
                "last_notice": 36,
                "plan_b": 46,
            },
        ),
        (
            "sporadic",
            {
                "pre_due": -5,
                "courtesy": 1,
                "call_1": 9,
                "second_reminder": 17,
                "call_2": 26,
                "firm": 36,
                "formal_notice": 46,
                "last_notice": 62,
                "plan_b": 75,
            },
        ),
        (
            "strained",
            {
                "courtesy": 1,
                "call_1": 9,
                "second_reminder": 17,
                "call_2": 26,
                "formal_notice": 75,
                "settlement_look": 90,
                "plan_b": 105,
            },
        ),
        (
            "avoids",
            {
                "pre_due": -5,
                "courtesy": 1,
                "call_1": 9,
                "firm": 17,
                "formal_notice": 26,
                "last_notice": 36,
                "plan_b": 46,
            },
        ),
        ("key_small", {"statement_1": 1, "statement_2": 17, "statement_3": 36, "business_meeting": 60}),
    ],
)
def test_the_days_are_those_of_the_method(key, days):
    procedure = shipped_procedures()[key]
    assert {name: procedure.level(name).day for name in days} == days


def test_a_first_large_invoice_is_written_and_called_about_the_same_day():
    first = shipped_procedures()["new_large"].level("courtesy")
    assert first.kind is StepKind.MESSAGE_AND_CALL
    assert [part.channel.value for part in first.parts] == ["email", "phone"]


def test_a_strained_customer_sees_nothing_formal_before_two_broken_agreements():
    few, many = paths(shipped_procedures()["strained"])
    assert "formal_notice" not in [level.key for level in few]
    assert "formal_notice" in [level.key for level in many]


@pytest.mark.parametrize("key", ["unknown", "reliable", "new", "sporadic", "strained", "avoids", "new_large"])
def test_a_customer_who_never_answers_meets_each_level_on_its_day(key):
    done = live(key, 1, 120)
    first_tries = {d.level.key: d.day for d in reversed(done)}
    few = paths(shipped_procedures()[key])[0]
    expected = {x.key: x.day for x in few if x.stage is not Stage.PRE_DUE}
    assert first_tries == expected


def test_the_event_steps_are_read_without_the_rules_of_a_ladder():
    keys = {level.key for level in event_levels().levels}
    assert {"broken_first", "broken_second", "promise_reminder", "thanks", "new_item"} <= keys


def test_a_ladder_with_a_long_silence_is_refused():
    said = refused(LADDER.replace("day = 17", "day = 20").replace("day = 26", "day = 31"))
    assert "11 jours de silence" in said
    assert "second_reminder" in said


def test_a_formal_step_without_its_gates_is_refused():
    said = refused(LADDER.replace('"owner_approval", ', ""))
    assert "formal_notice" in said
    assert "owner_approval" in said


def test_a_formal_step_cannot_leave_by_itself():
    head, formal = LADDER.split('key = "formal_notice"')
    text = head + 'key = "formal_notice"' + formal.replace('mode = "manual"', 'mode = "automatic"', 1)
    assert "jamais automatique" in refused(text)


def test_a_text_that_encours_does_not_send_is_refused_as_a_message():
    text = LADDER.replace('template = "T06", variant = "options"', 'template = "T13"')
    assert "une personne l'envoie" in refused(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("day = 9", 'day = "nine"', "call_1"),
        ('sender = "ar"', 'sender = "boss"', "sender"),
        ("tone = 1", "tone = 9", "0 à 5"),
        ('key = "firm"', 'key = "call_2"', "deux fois"),
        ("day = 46", "day = 30", "formal_notice"),
        ("gap_days = 7", "gap_days = 3", "7 jours"),
        ('label = "Mot de courtoisie"', 'label = "Mot de courtoisie"\nwhim = 1', "whim"),
        ('stage = "courtesy"\n', "", "stage"),
        ("deadline_days = 13", "deadline_days = 5", "au moins 8"),
        ('template = "T05"', 'template = "hello"', "template"),
    ],
)
def test_a_wrong_field_is_named(old, new, said):
    assert said in refused(LADDER.replace(old, new))


def test_a_file_that_is_not_toml_is_refused_in_words():
    assert "illisible" in refused("key = [")
    with pytest.raises(ProcedureError):
        read_levels(b"\xff\xfe")
