"""Loaded before Django reads its settings: a fresh home, the chosen database, our own options.

pytest imports it through `-p tests.environment` (pyproject.toml). Everything is handed to xdist's
workers in environment variables, so they share one private PostgreSQL, each with its own database.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import PrivatePostgres

DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "installation",
    "live_server",
    "with_tables",
    "world",
}

_home: Path | None = None
_postgres: PrivatePostgres | None = None


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("encours")
    group.addoption(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="engine of the tests"
    )
    group.addoption("--only-database", action="store_true", help="only tests that use a database")
    group.addoption("--without-database", action="store_true", help="only tests that use none")
    group.addoption("--long", action="store_true", help="soak tests too, and many more examples")
    group.addoption("--probes", type=int, default=5000, help="requests of the long probe (tests/probing)")
    group.addoption(
        "--seed", type=int, default=1, help="where the long probe begins: another seed, other requests"
    )
    group.addoption(
        "--probe-tally", default="", help="a file to which the long probe adds a line with its numbers"
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _prepare(early_config.known_args_namespace.database)
    return (yield)


def _prepare(database: str) -> None:
    global _home, _postgres
    for name in [n for n in os.environ if n.startswith("ENCOURS_") and n not in _KEPT]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    _home = Path(tempfile.mkdtemp(prefix="encours-home-"))
    os.environ["ENCOURS_HOME"] = str(_home)
    os.environ["ENCOURS_LANG"] = "fr"
    if database == "postgresql":
        _postgres = PrivatePostgres()
        os.environ["DATABASE_URL"] = _postgres.url("encours")


# What a person sets for the tests themselves: files of others, the list of results.
_KEPT = {"ENCOURS_SAMPLES", "ENCOURS_TEST_TALLY"}


def pytest_unconfigure() -> None:
    if _postgres:
        _postgres.stop()
    if _home:
        shutil.rmtree(_home, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    long, on_postgresql = config.getoption("--long"), config.getoption("--database") == "postgresql"
    only, without = config.getoption("--only-database"), config.getoption("--without-database")
    kept, dropped = [], []
    for item in items:
        unwanted = (
            (only and not uses_database(item))
            or (without and uses_database(item))
            or (not long and item.get_closest_marker("long"))
            or (not long and on_postgresql and item.get_closest_marker("either"))
        )
        (dropped if unwanted else kept).append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def uses_database(item: pytest.Item) -> bool:
    """Whether a test touches a database: by its mark or by one of its fixtures."""
    if item.get_closest_marker("django_db"):
        return True
    return bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Adds this run's numbers to the file that `./test` sums up."""
    tally = os.environ.get("ENCOURS_TEST_TALLY")
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not tally or reporter is None or hasattr(session.config, "workerinput"):
        return
    count = {kind: len(reporter.stats.get(kind, [])) for kind in ("passed", "failed", "error", "skipped")}
    with Path(tally).open("a", encoding="ascii") as file:
        file.write(f"{count['passed']} {count['failed'] + count['error']} {count['skipped']}\n")
