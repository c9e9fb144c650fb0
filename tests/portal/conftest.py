"""A house, its customer's page, and a stranger's house with a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from encours.ground.kernel.clock import InstallationClock
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Purpose
from tests import factories
from tests.desk.conftest import House, a_house

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))


@dataclass(frozen=True)
class Page:
    """A customer's page: its house, and the address that opens it."""

    house: House
    token: str

    @property
    def url(self) -> str:
        return f"/p/{self.token}/"


def a_page(house: House, *, contact_id: int | None = None, purpose: Purpose = Purpose.PAGE) -> Page:
    """The page of the house's one customer."""
    link = links_queries.link_for(
        purpose, entity_id=house.entity.pk, subject_id=house.customer.pk, now=MONDAY, contact_id=contact_id
    )
    return Page(house, links_queries.token_of(link))


@pytest.fixture
def stand_at(settings: object) -> Callable[[datetime], None]:
    """Sets the installation's clock."""
    clock = InstallationClock(settings.ENCOURS_CLOCK_FILE)  # type: ignore[attr-defined]
    clock.fix(MONDAY)
    return clock.fix


@pytest.fixture
def page(db: None, stand_at: Callable[[datetime], None]) -> Page:
    house = a_house("Atelier Morel")
    factories.a_case(house.customer)
    contact = house.customer.contacts.get()
    return a_page(house, contact_id=contact.pk)


@pytest.fixture
def other(db: None, stand_at: Callable[[datetime], None]) -> Page:
    return a_page(a_house("Négoce Martin"))


@pytest.fixture
def visitor() -> Client:
    """Somebody who holds a link, with a browser that would insist on every protection there is."""
    return Client(enforce_csrf_checks=True)
