"""A step of mail and call belongs to one day (ruling 1): said beside the mail, on Today and on the brief."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from encours.books.creditor.models import CreditorEntity
from encours.books.creditor.rules.roles import Role
from encours.flows import recording
from encours.flows.night.run import run as run_night
from encours.ground.kernel.money import Money
from encours.ground.plumbing.clock import installation_clock
from encours.method.outreach.models import Message
from tests import factories
from tests.desk.conftest import House, words

ONE_STEP = "L'e-mail et l'appel sont une seule étape"
TODAY = "À appeler aujourd'hui : demain, le délai entre deux contacts fait attendre."


@pytest.fixture
def large(house: House) -> Message:
    """A first purchase of 15 000 €, due a while ago: mail and call the same day; the mail waits for a yes."""
    CreditorEntity.objects.filter(pk=house.entity.pk).update(is_sending_on=True, ceiling_minor=1_000_000)
    customer = factories.a_customer(house.entity, "Lumen SAS")
    factories.a_contact(customer, phone="01 99 00 47 30", name="Mme Inès Moreau")
    for small in range(6):
        other = factories.a_customer(house.entity, f"Client {small}")
        factories.an_invoice(other, Money(50_000, "EUR"), due_on=factories.TODAY + timedelta(days=30))
    factories.an_invoice(customer, Money(1_500_000, "EUR"), due_on=factories.TODAY - timedelta(days=5))
    recording.confirm_bank(factories.an_act(house.entity))
    run_night(house.entity.pk, installation_clock())
    return Message.objects.get(customer=customer)


@pytest.fixture
def owner_of(sign_in: Callable[..., Client], house: House) -> Client:
    return sign_in(house, Role.OWNER)


def test_where_the_mail_is_confirmed_the_call_of_the_same_day_is_named(
    owner_of: Client, large: Message
) -> None:
    shown = words(owner_of.get(f"/messages/{large.pk}"))
    assert ONE_STEP in shown
    assert "fait attendre l'appel jusqu'au 30 nov" in shown

    confirmed = owner_of.post(f"/messages/{large.pk}/confirmer", follow=True)

    assert TODAY in words(confirmed)


def test_the_line_of_today_says_it_and_no_other_line_does(owner_of: Client, large: Message) -> None:
    shown = words(owner_of.get("/"))
    assert shown.count("E-mail et appel le même jour") == 1

    owner_of.post(f"/messages/{large.pk}/confirmer")

    assert words(owner_of.get("/")).count(TODAY) >= 1


def test_the_brief_says_it_above_the_numbers(owner_of: Client, large: Message) -> None:
    assert ONE_STEP in words(owner_of.get(f"/clients/{large.customer_id}/appel"))
