"""A job that takes minutes runs beside the others: sending goes on while an export is written."""

import threading
from datetime import UTC, datetime

import pytest

from encours.ground.kernel.clock import Clock, FixedClock
from encours.ground.plumbing.worker import Job, work


@pytest.mark.django_db
def test_a_long_job_holds_nothing_up_and_is_begun_once() -> None:
    stop, began, quick_turns, long_turns = threading.Event(), threading.Event(), [0], [0]

    def long(_clock: Clock) -> int:
        long_turns[0] += 1
        began.set()
        stop.wait(30)
        return 1

    def quick(_clock: Clock) -> int:
        quick_turns[0] += 1
        if began.wait(30) and quick_turns[0] >= 3:
            stop.set()
        return 1

    jobs = [Job("long", 0, long, is_aside=True), Job("quick", 0, quick)]
    work(jobs, FixedClock(datetime(2026, 3, 5, tzinfo=UTC)), stop=stop)
    assert (quick_turns[0], long_turns[0]) == (3, 1)
