"""One pull loop that asks each job in turn whether there is work; safe to run many times at once."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections, connection, connections

from encours.ground.kernel.clock import Clock
from encours.ground.plumbing.say import say
from encours.ground.plumbing.troubles import trouble_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something that runs by itself: `run` claims rows, does them and says how many it did.

    `is_aside`: it may take minutes and holds up nothing else, in a thread of its own while the worker goes on.
    """

    name: str
    every_seconds: float
    run: Callable[[Clock], int]
    is_aside: bool = False


def work(
    jobs: Sequence[Job], clock: Clock, *, stop: threading.Event, once: bool = False, until_empty: bool = False
) -> int:
    """Runs the jobs until told to stop, once each, or until none finds work. Returns what was done.

    A job that fails is logged without its data and tried again at its next turn; the others go on.
    """
    done, due = 0, {job.name: 0.0 for job in jobs}
    aside: dict[str, threading.Thread] = {}
    while not stop.is_set():
        found = 0
        for job in jobs:
            if time.monotonic() >= due[job.name] and not stop.is_set():
                due[job.name] = time.monotonic() + (0 if once or until_empty else job.every_seconds)
                if job.is_aside and not (once or until_empty):
                    _begin_aside(aside, job, clock)
                else:
                    found += _run(job, clock)
        done += found
        if once or (until_empty and not found):
            break
        stop.wait(0 if found else min(1.0, *(job.every_seconds for job in jobs)))
    for thread in aside.values():
        thread.join()
    return done


def _begin_aside(threads: dict[str, threading.Thread], job: Job, clock: Clock) -> None:
    """Starts a job beside the others, unless its last turn is still under way."""
    before = threads.get(job.name)
    if before is None or not before.is_alive():
        threads[job.name] = threading.Thread(target=_run_aside, args=(job, clock), name=job.name)
        threads[job.name].start()


def _run_aside(job: Job, clock: Clock) -> None:
    try:
        _run(job, clock)
    finally:
        connections.close_all()


def _run(job: Job, clock: Clock) -> int:
    if not connection.in_atomic_block:
        close_old_connections()
    try:
        return job.run(clock)
    except Exception as problem:
        lacks = trouble_of(problem)
        what = say(lacks) if lacks else type(problem).__name__
        log.error("job %s failed: %s", job.name, what, exc_info=log.isEnabledFor(logging.DEBUG))
        return 0
