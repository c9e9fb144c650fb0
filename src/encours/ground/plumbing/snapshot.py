"""Reading without writing: everything as it was at one instant, whoever writes meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

# Some thousand rows are looked for in tables of millions, many times: by their indexes, and by the processes that
# are at it already. Servers are rarely told that their disk has no arm.
_SNAPSHOT = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL random_page_cost = 1.1;"
    " SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off"
)
_CACHE_KIB = -8192
"""Memory for pages read: what is read is read once, and several processes hold it side by side."""


def only_reading(database: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a database for a process that writes nothing: it never waits for whoever does."""
    if not str(database["ENGINE"]).endswith("sqlite3"):
        return dict(database)
    options = dict(database["OPTIONS"])
    told = f"{options.get('init_command', '')} PRAGMA query_only=ON; PRAGMA cache_size={_CACHE_KIB};"
    return {**database, "OPTIONS": {**options, "transaction_mode": "DEFERRED", "init_command": told}}


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Whatever is read inside is of the instant of the first question; nothing can be written.

    On SQLite so by `only_reading`. Behind a pooler too: it is said inside the transaction.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(_SNAPSHOT)
        yield
