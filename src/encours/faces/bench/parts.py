"""The parts of the benchmark, each in a process of its own: `python -m encours.faces.bench.parts NAME …` prints JSON.

A process of its own has its own peak of memory, and nothing that another part left warm. What processes
that it starts take is its own too.
"""

import json
import os
import resource
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import django

Found = dict[str, object]
_TIMES = 5
_LOOKS_EVERY_SECONDS = 0.05


def fill_books(open_invoices: str) -> Found:
    """Makes the installation ready and fills it."""
    from encours.faces.bench.books import Size
    from encours.faces.bench.filling import fill

    size = Size(int(open_invoices))
    started = time.monotonic()
    entity_id = fill(size)
    return {
        "entity": entity_id,
        "invoices": size.invoices,
        "open_invoices": size.open_invoices,
        "customers": size.customers,
        "seconds": round(time.monotonic() - started, 1),
    }


def statement(times: str = str(_TIMES)) -> Found:
    """The one statement of the ruling, several times: its median, and how many rows it answers."""
    from django.db import connection

    from encours.faces.bench.books import TODAY

    text = (files("encours.faces.bench") / "statement.sql").read_text(encoding="utf-8")
    entity_id, seconds, worked, rows = _entity(), [], [], 0
    for _ in range(int(times)):
        with connection.cursor() as cursor:
            started, before = time.perf_counter(), time.process_time()
            cursor.execute(text, {"entity": entity_id, "today": TODAY.isoformat()})
            rows = len(cursor.fetchall())
            seconds.append(time.perf_counter() - started)
            worked.append(time.process_time() - before)
    return {
        "median": round(statistics.median(seconds), 4),
        "processor_seconds": round(statistics.median(worked), 4),
        "rows": rows,
    }


def night(day: str = "0") -> Found:
    """The night so many days after the books' own."""
    from encours.faces.bench.books import NOW
    from encours.flows.night.run import run
    from encours.ground.kernel.clock import FixedClock

    with peaks_of_children() as peaks:
        started, worked = time.perf_counter(), _worked()
        report = run(_entity(), FixedClock(NOW + timedelta(days=int(day))), tells=False)  # as the worker does
        seconds, processor_seconds = time.perf_counter() - started, _worked() - worked
    return {
        "seconds": round(seconds, 3),
        "processor_seconds": round(processor_seconds, 3),
        "processes": 1 + len(peaks),
        "peak_mb": _peak_mb() + sum(peaks.values()),
        **report.counts(),
    }


def pages(times: str = "15") -> Found:
    """Each page several times, signed in, after one that is not counted: its median and its statements."""
    from encours.faces.bench.visiting import visit

    return visit(int(times))


PARTS: dict[str, Callable[..., Found]] = {
    "books": fill_books,
    "statement": statement,
    "night": night,
    "pages": pages,
}


def _entity() -> int:
    from encours.books.creditor import queries as creditor_queries

    (entity,) = creditor_queries.entities()
    return entity.id


def _worked() -> float:
    """Seconds of the processor, with those of processes that have ended since."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


@contextmanager
def peaks_of_children() -> Iterator[dict[int, int]]:
    """The most memory in MB that each process held which this one started, looked at until the block ends.

    Together they held less: what they share, libraries above all, is counted in each. A signal and no thread
    looks: a process of one thread can be copied, and so it is at work.
    """
    peaks: dict[int, int] = {}
    started = Path(f"/proc/self/task/{os.getpid()}/children")

    def look(*_about: object) -> None:
        with suppress(OSError, ValueError):
            peaks.update({pid: _peak_mb(pid) for pid in map(int, started.read_text().split())})

    former = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOKS_EVERY_SECONDS, _LOOKS_EVERY_SECONDS)
    try:
        yield peaks
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def _peak_mb(pid: int | None = None) -> int:
    """The most memory that a process held at once; what the one before `exec` held does not count."""
    lines = Path(f"/proc/{pid or 'self'}/status").read_text(encoding="ascii").splitlines()
    (peak,) = (line for line in lines if line.startswith("VmHWM"))
    return int(peak.split()[1]) // 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encours.config.settings")
    django.setup()
    from encours.ground.plumbing.readiness import make_ready

    make_ready()
    print(json.dumps(PARTS[sys.argv[1]](*sys.argv[2:])))
