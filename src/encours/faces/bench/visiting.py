"""Opens the pages that a day is made of, as a browser would, and takes their time and their statements."""

import os
import statistics
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from encours.flows.while_unchanged import forget

_A_CUSTOMER = "20"
"""One with a step due."""
PAGES = (
    "/",
    "/clients",
    "/clients?vue=all",
    "/clients?q=duval",
    "/clients?vue=late",
    "/clients?vue=without_address",
    f"/clients/{_A_CUSTOMER}",
    f"/clients/{_A_CUSTOMER}/appel",
    "/clients/profils",
    "/factures",
    "/factures?vue=open",
    "/factures?vue=paid",
    "/factures?vue=cancelled",
    "/factures?q=duval",
    "/factures?q=zzz",
    "/factures/20",
    "/messages",
    "/messages/a-venir",
    "/chercher?q=duval",
    "/reglements",
    "/fichiers/manques",
)


def visit(times: int) -> dict[str, object]:
    """The median of each page in milliseconds, how many statements it asks, and how it answered.

    `processor_ms` counts the server's share too where PostgreSQL runs on this machine; `anew_ms` is a visit
    after a change, when no figure of before stands any more.
    """
    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Client()
    browser.force_login(apps.get_model("creditor.User").objects.get())
    return {page: _visited(browser, page, times) for page in PAGES}


def _visited(browser: Client, page: str, times: int) -> dict[str, object]:
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(page)
    queries = list(asked.captured_queries)
    seconds, worked = [], []
    for _ in range(times):
        started, before = time.perf_counter(), _processor()
        browser.get(page)
        seconds.append(time.perf_counter() - started)
        worked.append(_processor() - before)
    forget()
    before = _processor()
    browser.get(page)
    anew = _processor() - before
    texts = [query["sql"].upper() for query in queries]
    slowest = max(queries, key=lambda query: float(query["time"]), default={"time": "0", "sql": ""})
    return {
        "status": answer.status_code,
        "median_ms": round(statistics.median(seconds) * 1000, 1),
        "processor_ms": round(statistics.median(worked) * 1000, 1),
        "anew_ms": round(anew * 1000, 1),
        "statements": len(texts),
        "count_star": sum("COUNT(*)" in text for text in texts),
        "offset": sum(" OFFSET " in text for text in texts),
        "slowest": slowest["sql"] if float(slowest["time"]) > 0.03 else "",
    }


def _processor() -> float:
    """The seconds that the processor gave to this process, and to the server's process that answers it."""
    used = time.process_time()
    if connection.vendor != "postgresql" or connection.connection is None:
        return used
    told = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not told.exists():
        return used
    user, system = told.read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return used + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
