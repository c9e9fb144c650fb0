"""The parts of the benchmark, each in a process of its own: `python -m encours.faces.bench.parts NAME …` prints JSON.

A process of its own has its own peak of memory, and nothing that another part left warm.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import django

Found = dict[str, object]
_TIMES = 5


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

    started, worked = time.perf_counter(), time.process_time()
    report = run(_entity(), FixedClock(NOW + timedelta(days=int(day))))
    return {
        "seconds": round(time.perf_counter() - started, 3),
        "processor_seconds": round(time.process_time() - worked, 3),
        "peak_mb": _peak_mb(),
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


def _peak_mb() -> int:
    """The most memory that this process held at once; what the one before `exec` held does not count."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (peak,) = (line for line in lines if line.startswith("VmHWM"))
    return int(peak.split()[1]) // 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encours.config.settings")
    django.setup()
    from encours.ground.plumbing.readiness import make_ready

    make_ready()
    print(json.dumps(PARTS[sys.argv[1]](*sys.argv[2:])))
