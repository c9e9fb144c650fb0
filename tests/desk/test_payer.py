"""What people say of a payer at the desk: facts noted and taken back, a type confirmed and taken back."""

from datetime import timedelta

import pytest
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.method.cases.models import Case
from encours.method.insight.models import ObservedFact, TypeConfirmation
from tests import factories
from tests.desk.conftest import House, words

HARDSHIP = {"fact": "hardship", "on": "2026-11-20", "source": "appel de Mme Petit"}
AVOIDS = ("unreachable", "payment_stopped", "late_dispute_rejected", "able_not_paying")


@pytest.fixture
def page(owner: Client, house: House) -> str:
    """The page of a customer whose case is followed and who has never paid anything."""
    factories.an_invoice(house.customer, due_on=factories.TODAY - timedelta(days=90))
    factories.a_case(house.customer)
    return f"/clients/{house.customer.pk}"


@pytest.fixture
def candidate(owner: Client, page: str) -> str:
    for fact in AVOIDS:
        given = {"fact": fact, "on": "2026-11-20", "source": "constaté par Nadia"}
        assert owner.post(f"{page}/observe", given).status_code == 302
    return page


def test_a_fact_is_noted_with_its_source_and_counts_at_once(owner: Client, house: House, page: str) -> None:
    assert f"{page}/observe" in words(owner.get(page))
    assert owner.post(f"{page}/observe", HARDSHIP | {"source": ""}).status_code == 422
    assert "jour à venir" in words(owner.post(f"{page}/observe", HARDSHIP | {"on": "2026-12-24"}))
    shown = words(owner.post(f"{page}/observe", HARDSHIP, follow=True))
    assert "difficulté déclarée" in shown and "appel de Mme Petit" in shown
    assert "insight.fact_observed" in factories.kinds_about(house.customer)
    assert "déjà noté" in words(owner.post(f"{page}/observe", HARDSHIP))


def test_a_fact_noted_by_mistake_is_taken_back_and_no_longer_counts(
    owner: Client, house: House, page: str
) -> None:
    owner.post(f"{page}/observe", HARDSHIP)
    here = f"{page}/observe/{ObservedFact.objects.get().pk}"
    assert here in words(owner.get(page))
    assert "appel de Mme Petit" in words(owner.get(here))
    assert "ne compte plus" in words(owner.post(here, follow=True))
    assert here not in words(owner.get(page))
    assert "insight.fact_withdrawn" in factories.kinds_about(house.customer)
    assert owner.post(here).status_code == 404


def test_a_fact_just_noted_is_undone_by_one_key(owner: Client, page: str) -> None:
    owner.post(f"{page}/observe", HARDSHIP)
    key = owner.session["undo"][-1]["key"]
    assert "C'est annulé" in words(owner.post(f"/annuler/{key}", follow=True))
    assert ObservedFact.objects.get().withdrawn_on == factories.TODAY


def test_the_owner_confirms_what_the_facts_of_today_say_and_may_come_back_on_it(
    owner: Client, house: House, candidate: str
) -> None:
    assert f"{candidate}/profil" in words(owner.get(candidate))
    given = {"grounds": "Quatre faits en un mois."}
    assert "Profil confirmé" in words(owner.post(f"{candidate}/profil", given, follow=True))
    shown = words(owner.get(candidate))
    assert "Quatre faits en un mois." in shown and f"{candidate}/profil/revenir" in shown
    assert owner.post(f"{candidate}/profil/revenir", {"why": ""}).status_code == 422
    answer = owner.post(f"{candidate}/profil/revenir", {"why": "il a appelé"}, follow=True)
    assert "Confirmation retirée" in words(answer)
    assert TypeConfirmation.objects.get().withdrawn_on == factories.TODAY
    assert "insight.confirmation_withdrawn" in factories.kinds_about(house.customer)
    assert f"{candidate}/profil/revenir" not in words(owner.get(candidate))


def test_without_a_confirmation_there_is_nothing_to_come_back_on(owner: Client, page: str) -> None:
    assert "Aucune confirmation" in words(owner.post(f"{page}/profil/revenir", {"why": "par erreur"}))


def test_the_grounds_are_for_those_who_decide(
    house: House, candidate: str, owner: Client, sign_in: object
) -> None:
    owner.post(f"{candidate}/profil", {"grounds": "Quatre faits en un mois."})
    clerk = sign_in(house, Role.AR)  # type: ignore[operator]
    shown = words(clerk.get(candidate))
    assert "constaté par Nadia" in shown
    assert "Quatre faits" not in shown
    assert clerk.post(f"{candidate}/profil/revenir", {"why": "erreur"}).status_code == 403


def test_the_facts_stand_under_the_profile_they_speak_for(owner: Client, candidate: str) -> None:
    """+30 and −25 for the same fact stood in one list, and nobody could tell for what."""
    owner.post(f"{candidate}/observe", HARDSHIP)
    shown = words(owner.get(candidate))
    assert "« ne donne pas suite » : " in shown and "« traverse une difficulté » : 30" in shown
    assert shown.index("« traverse une difficulté »") != shown.index("« ne donne pas suite »")


def test_a_profile_that_nobody_confirmed_says_so(owner: Client, candidate: str) -> None:
    assert "ne donne pas suite, à confirmer par le dirigeant" in words(owner.get(candidate))


def test_a_profile_is_weighed_on_the_facts_of_the_day_without_an_open_case(
    owner: Client, house: House, page: str
) -> None:
    """The case was closed since: the facts noted today counted only from the coming night on."""
    Case.objects.filter(customer=house.customer).delete()
    for fact in AVOIDS:
        owner.post(f"{page}/observe", {"fact": fact, "on": "2026-11-20", "source": "constaté par Nadia"})
    given = {"grounds": "Quatre faits en un mois."}
    assert "Profil confirmé" in words(owner.post(f"{page}/profil", given, follow=True))
    assert TypeConfirmation.objects.filter(withdrawn_on=None).exists()
