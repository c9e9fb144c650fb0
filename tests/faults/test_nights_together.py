"""A night that several processes decide is the night of one, whatever happens to them or to the books meanwhile."""

import json
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Bare
from tests.faults.forks import Nursery, Still
from tests.faults.test_every_point import same
from tests.kill.world import wait_for

_LOOK = "import json\nprint(json.dumps([looking.whole(), looking.rows(), together.in_order()]))"


@dataclass
class Evening:
    """An installation as it is before its night, to which one comes back before each of them."""

    forks: Nursery
    still: Still

    def night(self, code: str) -> tuple[int, Any]:
        """How many chunks the writing process decided itself, and what is there afterwards."""
        self.still.put_back()
        decided = self.run(code)
        return decided, self.look()

    def run(self, code: str) -> int:
        return int(self.forks.json(_with_it(code)))

    def look(self) -> Any:
        broken, rows, told = self.forks.json(_with_it(_LOOK))
        assert broken == []
        return rows, told


def _with_it(code: str) -> str:
    return f"from tests.faults import together\n{code}"


@pytest.fixture(scope="module")
def evening(bare: Bare, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    bare.still.put_back()
    bare.forks.run(_with_it("together.prepare()"))
    still = Still(bare.forks.installation, tmp_path_factory.mktemp("together") / "evening")
    yield Evening(bare.forks, still)
    bare.forks.end_all()
    still.forget()


@pytest.fixture(scope="module")
def alone(evening: Evening) -> tuple[int, Any]:
    """The same night in one process."""
    return evening.night("together.night(1)")


def same_night(found: Any, expected: Any, *, after: str, in_order: bool = True) -> None:
    same(found[0], expected[0], after=after)
    if in_order:
        for here, there in zip(found[1], expected[1], strict=True):
            assert here == there


def test_the_night_of_several_processes_is_the_night_of_one(evening: Evening, alone: tuple[int, Any]) -> None:
    chunks, expected = alone
    decided, found = evening.night("together.night(2)")
    assert chunks > 8
    assert decided == 0
    same_night(found, expected, after="together")
    kinds = {kind for _chain, _number, kind, *_rest in found[1][0]}
    assert {"outreach.message_prepared", "outreach.message_withheld", "cases.closed"} <= kinds


def test_what_others_change_meanwhile_is_seen(evening: Evening, alone: tuple[int, Any]) -> None:
    """What was decided before somebody paid or paused a customer is thrown away and decided anew."""
    _decided, expected = evening.night("together.night(1, changes_at=2)")
    decided, found = evening.night("together.night(2, changes_at=2)")
    assert 0 < decided < alone[0]
    same_night(found, expected, after="a change")
    assert found[0]["outreach_message"] != alone[1][0]["outreach_message"]


def test_processes_that_are_killed_or_stop_for_ever_change_nothing(
    evening: Evening, alone: tuple[int, Any]
) -> None:
    _decided, found = evening.night("together.killing(7, accidents=1)")
    same_night(found, alone[1], after="one is killed")


@pytest.mark.long
def test_others_who_write_all_the_time_only_take_the_time_that_was_won(
    evening: Evening, alone: tuple[int, Any]
) -> None:
    chunks, expected = evening.night("together.night(1, is_busy=True)")
    decided, found = evening.night("together.night(2, is_busy=True)")
    assert decided == chunks
    same_night(found, expected, after="others wrote")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_processes_that_die_at_any_moment_change_nothing(
    evening: Evening, alone: tuple[int, Any], seed: int, sign: signal.Signals
) -> None:
    code = f"together.killing({seed}, accidents={1 + seed % 2}, sign={int(sign)})"
    _decided, found = evening.night(code)
    same_night(found, alone[1], after=f"{sign.name} {seed}")


def test_whoever_writes_is_killed_and_nothing_is_left_of_the_others(
    evening: Evening, alone: tuple[int, Any], tmp_path: Path
) -> None:
    evening.still.put_back()
    fork = evening.forks.start(_with_it("together.resting()"))
    wait_for(lambda: fork.said().endswith("\n"), what="the numbers of the processes")
    pids = json.loads(fork.said().splitlines()[-1])
    assert len(pids) == 2
    fork.kill()
    wait_for(lambda: not any(_lives(pid) for pid in pids), what="the end of the others")
    evening.run("together.night(1)")
    # PostgreSQL gives out no number twice, and the first night has begun.
    same_night(evening.look(), alone[1], after="the writer was killed", in_order=False)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_whoever_writes_is_killed_at_any_moment_and_the_next_night_finishes(
    evening: Evening, alone: tuple[int, Any], seed: int
) -> None:
    chance = random.Random(seed)
    evening.still.put_back()
    for _accident in range(3):
        fork = evening.forks.start(_with_it(f"together.killing({seed}, accidents=1)"))
        time.sleep(chance.uniform(0.5, 4))
        fork.kill()
    evening.run("together.night(2)")
    same_night(evening.look(), alone[1], after="the writer was killed", in_order=False)


def _lives(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        return state != "Z" and os.getpgid(pid) > 0
    return False
