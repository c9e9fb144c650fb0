"""Versions of a house over the shipped ladders, and where a case stands on another one."""

from dataclasses import replace

from encours.method.strategy.procedures import shipped_procedures
from encours.method.strategy.rules.ladder_edit import with_step, without_step
from encours.method.strategy.rules.ladders import Ladders, carried
from encours.method.strategy.rules.position import Position, next_level
from encours.method.strategy.rules.step import Condition, Procedure
from tests.strategy.story import day, ladder

SECOND = replace(without_step(ladder(), "call_1"), version=2)
HELD = frozenset({Condition.FEWER_BROKEN_AGREEMENTS})


def ladders(*versions: Procedure) -> Ladders:
    in_force = dict(shipped_procedures())
    kept = {(key, one.version): one for key, one in in_force.items()}
    for one in versions:
        in_force[one.key] = kept[one.key, one.version] = one
    return Ladders(in_force, kept)


def at(key: str, procedure: str = "unknown", **more: object) -> Position:
    level = ladder(procedure).level(key)
    return replace(Position(key, level.day, level.tone, day(level.day)), **more)  # type: ignore[arg-type]


def test_a_new_case_follows_the_version_in_force() -> None:
    assert ladders(SECOND).followed("unknown", None) == SECOND


def test_a_running_case_keeps_the_version_it_runs_on() -> None:
    assert ladders(SECOND).followed("unknown", ("unknown", 1)) == ladder()


def test_a_case_that_changes_ladder_gets_the_version_in_force_there() -> None:
    assert ladders(SECOND).followed("unknown", ("reliable", 1)) == SECOND


def test_a_version_that_is_not_known_any_more_gives_way_to_the_one_in_force() -> None:
    assert ladders(SECOND).followed("unknown", ("unknown", 9)) == SECOND
    assert ladders().of(("unknown", 9)) == ladder()
    assert ladders().of(("gone", 1)) is None


def test_the_night_keeps_the_versions_it_used() -> None:
    assert ladders(SECOND).versions()["unknown"] == 2
    assert replace(ladders(), rules_version=3).versions()["assignment"] == 3


def test_the_same_step_stays_the_same_step() -> None:
    assert carried(at("second_reminder"), ladder(), ladder("reliable")) == at("second_reminder")


def test_a_step_that_is_gone_gives_way_to_its_stage() -> None:
    other, key = with_step(SECOND, ladder().level("call_1"), day=8, taken=["call_1"])
    moved = carried(at("call_1"), ladder(), other)
    assert moved is not None
    assert (moved.level, moved.done_on) == (key, day(9))


def test_without_that_stage_the_case_stands_at_the_milder_step_before() -> None:
    moved = carried(at("firm"), ladder(), ladder("key_small"))
    assert moved is not None
    assert moved.level == "statement_3"
    assert moved.done_on == day(36)
    after = next_level(ladder("key_small"), moved, HELD)
    assert after is not None
    assert not after.is_formal


def test_nothing_done_stays_nothing_done() -> None:
    assert carried(None, ladder(), SECOND) is None
    start = Position("", 0, 0, day(1))
    assert carried(start, ladder(), SECOND) == start


def test_a_call_to_be_made_is_forgotten_where_the_ladder_has_none() -> None:
    waiting = at("courtesy", pending_call="call_1", attempts=1)
    moved = carried(waiting, ladder(), SECOND)
    assert moved is not None
    assert (moved.pending_call, moved.attempts) == ("", 0)
    assert carried(waiting, ladder(), ladder("reliable")) == waiting
