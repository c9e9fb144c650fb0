"""Fixtures for every test. The clock is always passed, never patched."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from encours.ground.kernel.clock import FixedClock
from encours.ground.plumbing.readiness import compile_translations
from tests.environment import uses_database
from tests.flush import lift_triggers_while_flushing
from tests.imap import ImapServer, running_imap_server
from tests.installations import Installation, new_installation
from tests.scenarios.backups import make_tables, seed
from tests.smtp import SmtpServer, running_smtp_server

# Bounded in time and the same on every machine; `--long` looks for new examples.
hypothesis_settings.register_profile(
    "short",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.register_profile("long", max_examples=3000, deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    hypothesis_settings.load_profile("long" if config.getoption("--long") else "short")
    lift_triggers_while_flushing()
    # The real hasher takes a tenth of a second for each login, on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not hasattr(config, "workerinput"):
        compile_translations()


@pytest.fixture(autouse=True)
def own_files(request: pytest.FixtureRequest) -> None:
    """Documents and the fixed clock of a database test lie in a folder of its own."""
    if uses_database(request.node):
        folder: Path = request.getfixturevalue("tmp_path")
        settings = request.getfixturevalue("settings")
        settings.ENCOURS_DOCUMENTS = folder / "documents"
        settings.ENCOURS_CLOCK_FILE = folder / "demo-clock"


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """A page that was shown in English leaves no English behind for the next test."""
    with translation.override("fr"):
        yield


@pytest.fixture
def clock() -> FixedClock:
    """Monday 23 November 2026, half past nine in Paris."""
    return FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris")))


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A real SMTP server on a loopback port (`tests/smtp.py`)."""
    with running_smtp_server() as server:
        yield server


@pytest.fixture(scope="module")
def _imap_server() -> Iterator[ImapServer]:
    with running_imap_server() as server:
        yield server


@pytest.fixture
def imap_server(_imap_server: ImapServer) -> ImapServer:
    """A real IMAP server on a loopback port (`tests/imap.py`), its mailbox empty and its mails numbered anew."""
    for folder in ("new", "cur"):
        for file in (_imap_server.home / "mail" / folder).iterdir():
            file.unlink()
    _imap_server.number_anew()
    return _imap_server


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """A second installation, driven by its command line in processes that can be killed."""
    with new_installation(tmp_path / "home") as installation:
        yield installation


@pytest.fixture(scope="session")
def with_tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation without books, made once; nothing is ever changed in it."""
    with new_installation(tmp_path_factory.mktemp("with-tables") / "home") as made:
        make_tables(made)
        yield made


@pytest.fixture(scope="session")
def with_books(with_tables: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The installation that `tests.scenarios.backups.seed` fills, made once; nothing is ever changed in it."""
    with new_installation(tmp_path_factory.mktemp("with-books") / "home", like=with_tables) as made:
        seed(made)
        yield made


@pytest.fixture(scope="session")
def backup(with_books: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of those books."""
    file = tmp_path_factory.mktemp("backup") / "monday.encours"
    with new_installation(tmp_path_factory.mktemp("backed-up") / "home", like=with_books) as made:
        made.run("backup", str(file))
    return file


@pytest.fixture
def ready(with_tables: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A second installation whose tables are made."""
    with new_installation(tmp_path / "home", like=with_tables) as installation:
        yield installation


@pytest.fixture
def filled(with_books: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A second installation with a company, three customers and a message ready to leave to each."""
    with new_installation(tmp_path / "home", like=with_books) as installation:
        yield installation


@pytest.fixture
def samples() -> Path:
    """Files of others, in the folder that ENCOURS_SAMPLES names; the test is skipped without it."""
    folder = os.environ.get("ENCOURS_SAMPLES")
    if not folder:
        pytest.skip("ENCOURS_SAMPLES names no folder")
    return Path(folder)
