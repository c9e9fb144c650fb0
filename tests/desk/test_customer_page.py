"""The customer file says of its people how they may be reached, and of a contact what stands in its way."""

from datetime import date, time

from django.test import Client

from encours.books.creditor import actions as creditor_actions
from encours.flows.review.refresh import refresh
from encours.method.cases.rules.contact import HoldKind
from encours.method.strategy.models import WorkItem
from tests import factories
from tests.desk.conftest import House, words


def test_the_card_of_a_contact_says_when_and_how_they_may_be_reached(owner: Client, house: House) -> None:
    contact = factories.a_contact(
        house.customer,
        name="Luc Roy",
        phone="+33612345678",
        is_phone_private=True,
        reachable_from=time(9),
        reachable_until=time(12),
        is_main=False,
    )
    page = f"/clients/{house.customer.pk}"
    assert "numéro privé, joignable de 09:00 à 12:00" in words(owner.get(page))
    type(contact).objects.filter(pk=contact.pk).update(phone="", reachable_from=None)
    card = words(owner.get(page)).partition("Luc Roy")[2].partition("</li>")[0]
    assert "joignable jusqu'à 12:00" in card
    assert "numéro privé" not in card


def test_an_unread_reply_stands_among_the_limits_of_contact(owner: Client, house: House) -> None:
    """«Rien n'empêche un contact aujourd'hui» stood beside the reply that held everything back."""
    page = f"/clients/{house.customer.pk}"
    factories.a_case(house.customer)
    assert "Rien n'empêche un contact aujourd'hui" in _limits(words(owner.get(page)))
    given = {"channel": "email", "text": "Nous avons une question.", "received_on": "2026-11-23"}
    owner.post(f"/recu?customer={house.customer.pk}", given)
    shown = _limits(words(owner.get(page)))
    assert "Une réponse du client reste à lire" in shown
    assert "Rien n'empêche" not in shown


def test_a_pause_stands_among_the_limits_of_contact(owner: Client, house: House) -> None:
    factories.a_case(house.customer)
    factories.a_hold(house.customer, HoldKind.MANUAL)
    assert "Rien n'empêche" not in _limits(words(owner.get(f"/clients/{house.customer.pk}")))


def test_a_step_that_falls_on_a_closed_day_is_shown_on_the_first_open_one(
    owner: Client, house: House
) -> None:
    """The ladder's day may be a Saturday, or lie in our closed weeks: nothing leaves then."""
    factories.a_case(house.customer)
    act = factories.an_act(house.entity)
    refresh(act, [house.customer.pk])
    creditor_actions.close_between(
        act, first_on=date(2026, 11, 30), last_on=date(2026, 12, 1), label="Inventaire"
    )
    WorkItem.objects.filter(customer=house.customer).update(action="call", next_on=date(2026, 11, 28))
    assert "2 déc." in words(owner.get("/clients?vue=all"))


def _limits(page: str) -> str:
    return page.partition('id="limits-title"')[2].partition("</section>")[0]
