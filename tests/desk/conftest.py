"""A house at the desk: a company with somebody in each role, a customer and an invoice; a stranger's company beside."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client

from encours.books.creditor.models import CreditorEntity, TeamMember
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import Customer, Invoice
from encours.ground.kernel.clock import InstallationClock
from tests import factories

PASSWORD = "un-mot-de-passe-long"


@dataclass(frozen=True)
class House:
    """One company and what it holds."""

    entity: CreditorEntity
    members: dict[Role, TeamMember]
    customer: Customer
    invoice: Invoice


def words(answer: HttpResponse) -> str:
    """The page as a reader sees its words: no entities, every space plain."""
    return html.unescape(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def a_house(name: str) -> House:
    """A company with one person in each role, one customer and one invoice ten days late."""
    entity = factories.an_entity(
        name=name, email=f"contact@{name.split(maxsplit=1)[0].lower()}.test", city="Nantes"
    )
    members = {}
    for role in Role:
        user = factories.a_user(
            email=f"{role.value}@{name.split(maxsplit=1)[0].lower()}.test", password=make_password(PASSWORD)
        )
        members[role] = factories.a_member(entity, role=role, user=user, name=user.name, email=user.email)
    customer = factories.a_customer(entity, f"Dupont de {name}")
    factories.a_contact(customer)
    return House(entity, members, customer, factories.an_invoice(customer))


@pytest.fixture
def today(settings: object) -> None:
    """The installation stands at Monday 23 November 2026, half past nine in Paris."""
    clock = InstallationClock(settings.ENCOURS_CLOCK_FILE)  # type: ignore[attr-defined]
    clock.fix(datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris")))


@pytest.fixture
def house(db: None, today: None) -> House:
    return a_house("Atelier Morel")


@pytest.fixture
def stranger(db: None, today: None) -> House:
    return a_house("Négoce Martin")


@pytest.fixture
def sign_in(client: Client) -> Callable[[House, Role], Client]:
    """`sign_in(house, Role.OWNER)`: the browser of that person."""

    def signed_in(house: House, role: Role = Role.OWNER) -> Client:
        user = house.members[role].user
        assert user is not None
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def owner(house: House, sign_in: Callable[[House, Role], Client]) -> Client:
    return sign_in(house, Role.OWNER)
