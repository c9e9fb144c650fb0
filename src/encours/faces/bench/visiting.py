"""Opens the pages that a day is made of, as a browser would, and takes their time and their statements."""

import statistics
import time

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

_A_CUSTOMER = "20"
"""One with a step due."""
PAGES = (
    "/",
    "/clients",
    "/clients?vue=all",
    "/clients?q=duval",
    f"/clients/{_A_CUSTOMER}",
    f"/clients/{_A_CUSTOMER}/appel",
    "/clients/profils",
    "/factures",
    "/factures?vue=open",
    "/factures?vue=paid",
    "/factures/20",
    "/messages",
    "/messages/a-venir",
    "/reglements",
    "/fichiers/manques",
)


def visit(times: int) -> dict[str, object]:
    """The median of each page in milliseconds, how many statements it asks, and how it answered."""
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
        started, before = time.perf_counter(), time.process_time()
        browser.get(page)
        seconds.append(time.perf_counter() - started)
        worked.append(time.process_time() - before)
    texts = [query["sql"].upper() for query in queries]
    slowest = max(queries, key=lambda query: float(query["time"]), default={"time": "0", "sql": ""})
    return {
        "status": answer.status_code,
        "median_ms": round(statistics.median(seconds) * 1000, 1),
        "processor_ms": round(statistics.median(worked) * 1000, 1),
        "statements": len(texts),
        "count_star": sum("COUNT(*)" in text for text in texts),
        "offset": sum(" OFFSET " in text for text in texts),
        "slowest": slowest["sql"] if float(slowest["time"]) > 0.03 else "",
    }
