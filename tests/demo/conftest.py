"""The demonstration on the evening before its first morning, built once for each file of tests."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from encours.faces.demo.building import make_evening
from encours.faces.demo.cast import Cast, find_cast
from encours.faces.demo.company import NOW
from encours.flows.night.report import NightReport
from encours.flows.night.run import run as run_night
from encours.flows.worklist import Line, worklist
from encours.ground.kernel.clock import InstallationClock


@dataclass(frozen=True)
class Evening:
    """Everything but the night."""

    entity_id: int
    cast: Cast
    folder: Path


@dataclass(frozen=True)
class Morning:
    """The first morning: the night was run."""

    entity_id: int
    cast: Cast
    clock: InstallationClock
    report: NightReport

    def lines(self) -> dict[str, Line]:
        """The day's list by the customers' codes, in its order."""
        codes = {pk: code for code, pk in self.cast.customers.items()}
        return {codes[line.customer_id]: line for line in worklist(self.entity_id, self.clock)}

    def codes(self) -> dict[int, str]:
        """The code of each customer."""
        return {pk: code for code, pk in self.cast.customers.items()}


@pytest.fixture(scope="module")
def evening(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Evening]:
    """Built in a transaction that is taken back in the end: each test works inside it on its own."""
    folder = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), override_settings(**_places(folder)), transaction.atomic():
        made = make_evening(InstallationClock(django_settings.ENCOURS_CLOCK_FILE), note=lambda _step: None)
        _let_it_be_planned()
        yield Evening(made.entity_id, find_cast(made), folder)
        transaction.set_rollback(True)


@pytest.fixture
def at_home(evening: Evening, db: None, settings: object) -> None:
    """A test's own work goes on in the folder of the demonstration."""
    for name, place in _places(evening.folder).items():
        setattr(settings, name, place)


@pytest.fixture
def night(evening: Evening, at_home: None) -> Iterator[InstallationClock]:
    """The clock of the demonstration at nine on Tuesday 17 March 2026, the night not yet run."""
    clock = InstallationClock(evening.folder / "demo-clock")
    clock.fix(NOW)
    yield clock
    shutil.rmtree(evening.folder / "outbox", ignore_errors=True)


@pytest.fixture
def morning(evening: Evening, night: InstallationClock) -> Morning:
    return Morning(evening.entity_id, evening.cast, night, run_night(evening.entity_id, night))


@pytest.fixture(scope="module")
def lasting_morning(evening: Evening, django_db_blocker: DjangoDbBlocker) -> Iterator[Morning]:
    """The first morning, made once for a file whose tests only read it; taken back at its end."""
    clock = InstallationClock(evening.folder / "demo-clock")
    clock.fix(NOW)
    with django_db_blocker.unblock(), override_settings(**_places(evening.folder)), transaction.atomic():
        yield Morning(evening.entity_id, evening.cast, clock, run_night(evening.entity_id, clock))
        transaction.set_rollback(True)
    shutil.rmtree(evening.folder / "outbox", ignore_errors=True)


def _let_it_be_planned() -> None:
    """PostgreSQL gathers what it plans by of its own accord, but not of rows that are not committed yet."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _places(folder: Path) -> dict[str, Path]:
    return {
        "ENCOURS_CLOCK_FILE": folder / "demo-clock",
        "ENCOURS_DOCUMENTS": folder / "documents",
        "ENCOURS_HOME": folder,
    }
