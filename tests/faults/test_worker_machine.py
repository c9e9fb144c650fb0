"""A worker's loop and the nights of several workers, in any order of work, failure, death and time."""

import threading
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from django.db import OperationalError, transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import Clock
from encours.ground.plumbing.worker import Job, work
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.actions import NightHold
from encours.method.strategy.models import NightRun
from tests.factories import NOW, TODAY, an_entity
from tests.faults.subjects import MORNING

FAILS, STOPS = "fails", "stops"
TURNS = st.lists(st.one_of(st.just(0), st.integers(1, 3), st.sampled_from([FAILS, STOPS])), max_size=5)


@pytest.mark.django_db
@given(scripts=st.lists(TURNS, min_size=1, max_size=4))
def test_a_job_that_fails_keeps_no_other_back_and_a_stop_is_followed(scripts: list[list[int | str]]) -> None:
    stop, asked, after_stop = threading.Event(), [0] * len(scripts), []

    def job(place: int) -> Job:
        def run(_clock: Clock) -> int:
            after_stop.extend([place] if stop.is_set() else [])
            turn = scripts[place][asked[place]] if asked[place] < len(scripts[place]) else 0
            asked[place] += 1
            if turn == FAILS:
                raise OperationalError("the database is away")
            if turn == STOPS:
                stop.set()
            return turn if isinstance(turn, int) else 0

        return Job(f"job {place}", 60, run)

    done = work([job(place) for place in range(len(scripts))], MORNING, stop=stop, until_empty=True)
    told = [turn for script, turns in zip(scripts, asked, strict=True) for turn in script[:turns]]
    assert done == sum(turn for turn in told if isinstance(turn, int))
    assert after_stop == []
    # Without a stop all have the same number of turns, and the last of them found nothing to do.
    if not stop.is_set():
        assert len(set(asked)) == 1
        last = [script[asked[0] - 1] if asked[0] <= len(script) else 0 for script in scripts]
        assert all(turn in (0, FAILS) for turn in last)


class Nights(RuleBasedStateMachine):
    """One night of one company; workers begin it, go on with it, die at it, while the clock goes where it likes."""

    entity_id: ClassVar[int]

    @initialize()
    def begins(self) -> None:
        self.savepoint = transaction.savepoint()
        self.real: datetime = NOW
        self.holds: list[NightHold] = []
        self.steps = self.ends = self.begun = 0

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @rule(by_hand=st.booleans())
    def somebody_begins(self, by_hand: bool) -> None:
        """A worker only when nobody is at it and it is not done; a person whenever they like."""
        is_done = strategy_queries.night_is_done(self.entity_id, TODAY)
        is_free = not is_done and not self.is_running()
        begin = strategy_actions.begin_night if by_hand else strategy_actions.begin_due_night
        act, lease = an_act_of(self.entity_id), f"worker-{self.begun + 1}"
        hold = begin(act, on=TODAY, lease=lease, technical_now=self.real)
        assert (hold is not None) == (by_hand or is_free)
        if hold is None:
            return
        self.begun += 1
        assert hold.is_again == is_done
        self.steps = 0 if is_done else self.steps
        assert hold.counts.get("cases", 0) == self.steps, "what was done before is not forgotten"
        self.holds.append(hold)

    @rule(which=st.integers(0, 3))
    def somebody_goes_on(self, which: int) -> None:
        """Only whoever began last."""
        if self.holds:
            hold = self.holds[which % len(self.holds)]
            goes_on = strategy_actions.still_at_night(hold)
            assert goes_on == (hold.lease == f"worker-{self.begun}" and self.is_under_way())
            if goes_on:
                self.steps += 1
                counts = {"cases": self.steps}
                strategy_actions.note_progress(hold, counts=counts, technical_now=self.real)

    @rule(which=st.integers(0, 3))
    def somebody_ends(self, which: int) -> None:
        if self.holds:
            hold = self.holds.pop(which % len(self.holds))
            was_under_way = self.is_under_way() and hold.lease == f"worker-{self.begun}"
            act = an_act_of(self.entity_id)
            ended = strategy_actions.end_night(act, hold=hold, counts={"cases": self.steps}, versions={})
            assert ended == was_under_way
            self.ends += ended

    @rule(which=st.integers(0, 3))
    def somebody_dies(self, which: int) -> None:
        if self.holds:
            self.holds.pop(which % len(self.holds))

    @rule(minutes=st.sampled_from([1, 4, 6, 90, -1, -60, -60 * 24 * 30]))
    def the_clock_moves(self, minutes: int) -> None:
        self.real += timedelta(minutes=minutes)

    @invariant()
    def each_end_is_told_once(self) -> None:
        if hasattr(self, "ends"):
            assert JournalEntry.objects.filter(kind="strategy.night_run").count() == self.ends

    @invariant()
    def a_night_is_never_out_of_reach(self) -> None:
        """Of a night that is begun and whose worker is gone, another one can begin after ten minutes at most."""
        if hasattr(self, "ends") and self.is_under_way():
            later = self.real + timedelta(minutes=10, seconds=1)
            assert not strategy_queries.night_is_running(self.entity_id, TODAY, technical_now=later)

    def is_running(self) -> bool:
        return strategy_queries.night_is_running(self.entity_id, TODAY, technical_now=self.real)

    def is_under_way(self) -> bool:
        return NightRun.objects.filter(entity_id=self.entity_id, finished_at__isnull=True).exists()


def an_act_of(entity_id: int) -> Act:
    return Act(entity_id, SYSTEM, NOW, TODAY)


@pytest.fixture
def company(db: None) -> int:
    return int(an_entity().pk)


def play(company: int, *, examples: int, steps: int) -> None:
    Nights.entity_id = company
    chosen = hypothesis_settings(max_examples=examples, stateful_step_count=steps)
    run_state_machine_as_test(Nights, settings=chosen)  # type: ignore[no-untyped-call]


def test_one_worker_at_a_time_is_at_a_night_and_none_is_forgotten(company: int) -> None:
    play(company, examples=25, steps=20)


@pytest.mark.long
def test_one_worker_at_a_time_is_at_a_night_whatever_happens(company: int) -> None:
    play(company, examples=1500, steps=40)
