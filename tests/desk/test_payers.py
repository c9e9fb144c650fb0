"""The portfolio by kind of payer: shares that add up, a list behind each, a hint about newcomers, nobody else's."""

import re
from datetime import date

import pytest
from django.test import Client

from encours.books.receivables.models import Customer
from encours.method.insight import actions
from encours.method.insight.actions import NewOpinion
from encours.method.insight.models import TypeConfirmation
from encours.method.insight.rules.debtor_type import TypeOpinion, classify
from encours.method.insight.rules.payer import DebtorType, PayerFeatures
from encours.method.insight.rules.portfolio import past_quarters
from tests import factories
from tests.desk.conftest import House, words
from tests.insight.test_stored import NO_FOLLOW_UP, RELIABLE, UNEVEN

TODAY = date(2026, 11, 23)


def known_as(house: House, customer: Customer, opinion: TypeOpinion) -> None:
    act = factories.an_act(house.entity, today=TODAY)
    actions.store_opinions(act, opinions=[NewOpinion(customer.pk, opinion, TODAY)])


@pytest.fixture
def portfolio(house: House) -> list[Customer]:
    """Seven customers of three kinds; the house's own is late."""
    opinions = [RELIABLE, RELIABLE, RELIABLE, UNEVEN, UNEVEN, NO_FOLLOW_UP]
    customers = [factories.a_customer(house.entity, f"Client {place}") for place in range(len(opinions))]
    for customer, opinion in zip([*customers, house.customer], [*opinions, UNEVEN], strict=True):
        known_as(house, customer, opinion)
    return customers


def test_the_shares_of_the_page_add_to_a_hundred(owner: Client, portfolio: list[Customer]) -> None:
    shown = words(owner.get("/clients/profils"))
    shares = [int(share) for share in re.findall(r'<td class="number strong">(\d+) %', shown)]
    assert shares == [43, 14, 43]
    assert sum(shares) == 100
    assert "Paie par à-coups" in shown
    assert "Ne donne pas suite" not in shown, "a candidate counts as not yet known"


def test_each_kind_opens_its_customers(owner: Client, house: House, portfolio: list[Customer]) -> None:
    shown = words(owner.get("/clients/profils/sporadic"))
    assert house.customer.name in shown
    assert "Client 3" in shown
    assert "Client 0" not in shown
    assert "Client 5" in words(owner.get("/clients/profils/unknown"))
    assert owner.get("/clients/profils/rien").status_code == 404


def test_the_year_before_is_compared_with(owner: Client, house: House, portfolio: list[Customer]) -> None:
    act, quarters = factories.an_act(house.entity, today=TODAY), past_quarters(TODAY)
    found = {customer.pk: [(quarters[-1], DebtorType.RELIABLE)] for customer in portfolio[:4]}
    actions.count_past(act, found=found)
    shown = words(owner.get("/clients/profils"))
    assert "Depuis T4 2025" in shown
    assert "−57 pt" in shown
    assert "4 clients" in shown


def test_nothing_of_another_company_is_counted(
    owner: Client, stranger: House, portfolio: list[Customer]
) -> None:
    theirs = factories.a_customer(stranger.entity, "Chez les autres")
    known_as(stranger, theirs, RELIABLE)
    assert "Chez les autres" not in words(owner.get("/clients/profils/reliable"))


def test_an_empty_portfolio_says_where_profiles_come_from(owner: Client, house: House) -> None:
    shown = words(owner.get("/clients/profils"))
    assert "Pas encore de profil" in shown
    assert "Importer un fichier" in shown


def test_a_newcomer_who_looks_like_one_that_avoids_paying_is_noticed(owner: Client, house: House) -> None:
    known = factories.a_customer(house.entity, "Garonne Négoce")
    factories.a_contact(known, email="compta@garonne-negoce.test")
    known_as(house, known, NO_FOLLOW_UP)
    TypeConfirmation.objects.create(
        customer=known, confirmed_by="user:1", confirmed_on=TODAY, grounds="trois accords sans suite"
    )
    typed = {
        "name": "Négoce du Port", "email": "direction@garonne-negoce.test", "kind": "business",
        "country": "FR", "jurisdiction": "FR", "language": "fr", "register": "vous",
    }  # fmt: skip
    page = owner.post("/clients/nouveau", typed | {"again": "1"}, follow=True)
    hint = "Avant de livrer, vérifiez : même domaine d'e-mail que Garonne Négoce, qui ne donne pas suite"
    assert hint in words(page), "said before its first invoice is typed"
    new = Customer.objects.get(name="Négoce du Port")
    assert words(owner.get(f"/clients/{new.pk}")).count(hint) == 1
    known_as(house, new, classify(PayerFeatures(n=0)))
    assert "Négoce du Port" in words(owner.get("/clients/profils"))
    assert "Avant de livrer" not in words(owner.get(f"/clients/{known.pk}"))
