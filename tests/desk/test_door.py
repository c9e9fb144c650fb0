"""Signing in and out, one's password and preferences, and the first run of an empty installation."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.models import CreditorEntity, TeamMember, User
from encours.books.creditor.rules.roles import Role
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import FixedClock
from encours.ground.plumbing.setup_key import setup_key
from tests import factories
from tests.desk.conftest import PASSWORD, House, words

LOGIN = "/connexion"


def test_a_person_signs_in_whatever_the_case_of_the_address(house: House, client: Client) -> None:
    answer = client.post(LOGIN, {"username": "Owner@Atelier.test", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/clients").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(house: House, client: Client) -> None:
    wrong = client.post(LOGIN, {"username": "owner@atelier.test", "password": "autre"})
    unknown = client.post(LOGIN, {"username": "personne@atelier.test", "password": "autre"})
    assert wrong.status_code == unknown.status_code == 422
    sentence = "Adresse ou mot de passe inconnu"
    assert sentence in words(wrong)
    assert sentence in words(unknown)
    assert 'value="owner@atelier.test"' in words(wrong)


@pytest.mark.parametrize(
    "wished", ["0", "clients", "//", "//ailleurs.test", "https://ailleurs.test/", "javascript:1"]
)
def test_who_is_signed_in_already_goes_to_a_page_of_ours(owner: Client, wished: str) -> None:
    assert owner.get(LOGIN, {"next": wished}).headers["Location"] == "/"


def test_one_never_goes_to_another_site_after_signing_in(house: House, client: Client) -> None:
    answer = client.post(
        f"{LOGIN}?next=https://ailleurs.example/", {"username": "owner@atelier.test", "password": PASSWORD}
    )
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("page", ["http://testserver//ailleurs.test/", "http://ailleurs.test/x", "http://["])
def test_one_never_goes_to_another_site_after_choosing_an_appearance(owner: Client, page: str) -> None:
    answer = owner.post("/preferences", {"theme": "dark"}, headers={"referer": page})
    assert answer.headers["Location"] == "/"


def test_signing_out_needs_a_button_not_a_link(owner: Client) -> None:
    assert owner.get("/deconnexion").status_code == 405
    assert owner.post("/deconnexion").status_code == 302
    assert owner.get("/clients").status_code == 302


def test_a_password_is_changed_by_who_knows_it_and_other_sessions_end(house: House, client: Client) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post(LOGIN, {"username": "owner@atelier.test", "password": PASSWORD})
    wished = "encore-plus-long-2026"
    wrong = client.post("/mot-de-passe", {"present": "x", "wished": wished, "again": wished})
    assert "votre mot de passe actuel" in words(wrong)
    short = client.post("/mot-de-passe", {"present": PASSWORD, "wished": "court", "again": "court"})
    assert short.status_code == 422
    done = client.post("/mot-de-passe", {"present": PASSWORD, "wished": wished, "again": wished})
    assert done.status_code == 302
    assert client.get("/clients").status_code == 200
    assert elsewhere.get("/clients").status_code == 302


def test_a_password_given_by_somebody_else_is_replaced_first(
    house: House, client: Client, clock: FixedClock
) -> None:
    user = house.members[Role.AR].user
    assert user
    creditor_actions.set_password(clock, user_id=user.pk, password="donne-par-un-autre", actor="user:1")
    answer = client.post(LOGIN, {"username": user.email, "password": "donne-par-un-autre"})
    assert answer.headers["Location"].startswith("/mot-de-passe")


def test_the_language_is_the_persons_own_and_the_theme_the_browsers(owner: Client, house: House) -> None:
    owner.post("/preferences", {"language": "en"})
    owner.post("/preferences", {"theme": "dark"})
    page = words(owner.get("/clients"))
    assert '<html lang="en" data-theme="dark">' in page
    owner.post("/preferences", {"theme": "<script>"})
    assert 'data-theme="dark"' in words(owner.get("/clients"))


def test_a_person_of_two_companies_goes_from_one_to_the_other(
    house: House, stranger: House, owner: Client
) -> None:
    factories.a_member(stranger.entity, user=house.members[Role.OWNER].user, role=Role.READ_ONLY)
    assert "Dupont de Atelier" in words(owner.get("/clients"))
    assert owner.post(reverse("desk:entity"), {"entity": stranger.entity.pk}).status_code == 302
    page = words(owner.get("/clients?vue=all"))
    assert "Dupont de Négoce" in page
    assert "Dupont de Atelier" not in page
    assert owner.get("/clients/nouveau").status_code == 403


def test_a_page_that_does_not_exist_says_so_in_words(owner: Client) -> None:
    answer = owner.get("/nulle-part")
    assert answer.status_code == 404
    assert "Cette page n'existe pas" in words(answer)


@pytest.mark.django_db
def test_an_empty_installation_opens_only_with_the_key_of_the_terminal(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/bienvenue/"
    assert client.get(LOGIN).headers["Location"] == "/bienvenue/"
    assert client.get("/bienvenue/").status_code == 403
    for wrong in ("faux", "clé", "\udcff"):
        assert client.get("/bienvenue/", {"cle": wrong.encode("utf-8", "surrogateescape")}).status_code == 403
    assert (
        client.post("/bienvenue/", {"name": "X", "email": "x@x.test", "password": PASSWORD}).status_code
        == 403
    )
    assert not User.objects.exists()


@pytest.mark.django_db
def test_from_the_key_to_the_guide(client: Client) -> None:
    answer = client.get(f"/bienvenue/?cle={setup_key()}")
    assert answer.headers["Location"] == "/bienvenue/"
    short = client.post("/bienvenue/", {"name": "Claire", "email": "claire@morel.test", "password": "court"})
    assert short.status_code == 422
    assert 'value="claire@morel.test"' in words(short)
    client.post("/bienvenue/", {"name": "Claire Morel", "email": "claire@morel.test", "password": PASSWORD})
    assert "Votre société" in words(client.get("/bienvenue/"))
    assert client.get("/").headers["Location"] == "/bienvenue/"
    fields = {
        "name": "Atelier Morel", "siren": "552 100 555", "email": "contact@morel.test", "phone": "02 40 12 34 56",
        "country": "FR", "currency": "EUR", "term_days": "30", "term_rule": "net",
    }  # fmt: skip
    wrong = client.post("/bienvenue/", fields)
    assert "un chiffre est peut-être inversé" in words(wrong)
    made = client.post("/bienvenue/", fields | {"siren": "552 100 554"})
    assert made.headers["Location"] == "/bienvenue/compte-bancaire"
    entity = CreditorEntity.objects.get()
    assert (entity.siren, entity.phone, entity.time_zone) == (
        "552100554",
        "+33 2 40 12 34 56",
        "Europe/Paris",
    )
    assert not entity.is_sending_on
    client.post(
        "/bienvenue/compte-bancaire",
        {"iban": "FR76 3000 6000 0112 3456 7890 189", "label": "Banque", "currency": "EUR"},
    )
    guide = words(client.get("/bienvenue/"))
    assert "Saisir un client et une facture" in guide
    assert client.get("/").status_code == 200
    kinds = set(JournalEntry.objects.values_list("kind", flat=True))
    assert {"creditor.user_created", "creditor.entity_created", "creditor.account_added"} <= kinds


@pytest.mark.django_db
def test_books_that_came_first_are_taken_over_by_who_sets_the_installation_up(
    client: Client, clock: FixedClock
) -> None:
    begun = creditor_actions.begin_books(clock, name="Ma société", language="fr")
    client.get(f"/bienvenue/?cle={setup_key()}")
    client.post("/bienvenue/", {"name": "Claire Morel", "email": "claire@morel.test", "password": PASSWORD})
    assert 'value="Ma société"' in words(client.get("/bienvenue/"))
    fields = {
        "name": "Atelier Morel", "siren": "", "email": "contact@morel.test", "phone": "",
        "country": "BE", "currency": "EUR", "term_days": "30", "term_rule": "net",
    }  # fmt: skip
    assert client.post("/bienvenue/", fields).headers["Location"] == "/bienvenue/compte-bancaire"
    entity = CreditorEntity.objects.get()
    assert (entity.pk, entity.name, entity.time_zone) == (begun, "Atelier Morel", "Europe/Brussels")
    (owner,) = creditor_queries.team(begun)
    assert (owner.name, owner.role) == ("Claire Morel", Role.OWNER)
    kinds = JournalEntry.objects.filter(chain=f"entity:{begun}").values_list("kind", flat=True)
    assert set(kinds) == {"creditor.entity_created", "creditor.entity_changed", "creditor.entity_taken_over"}
    stranger = factories.a_user(email="autre@morel.test")
    with pytest.raises(CreditorEntity.DoesNotExist):
        creditor_actions.take_over_books(clock, entity_id=begun, owner_id=stranger.pk, fields={})


def test_the_key_opens_nothing_once_somebody_is_there(house: House, client: Client) -> None:
    answer = client.get(f"/bienvenue/?cle={setup_key()}")
    assert answer.headers["Location"].startswith("/connexion")


def test_who_left_every_team_makes_no_company_of_their_own(house: House, client: Client) -> None:
    user = factories.a_user(email="parti@atelier.test")
    client.force_login(user)
    answer = client.get("/bienvenue/")
    assert answer.status_code == 403
    assert client.post("/bienvenue/", {"name": "Autre"}).status_code == 403
    assert CreditorEntity.objects.count() == 1


def test_a_new_member_gets_a_password_that_is_shown_once(owner: Client, house: House) -> None:
    fields = {"name": "Yann Le Goff", "role": "ar", "email": "Yann@atelier.test", "signs_in": "on"}
    answer = owner.post("/reglages/equipe/nouveau", fields)
    assert answer.headers["Location"] == "/reglages/equipe/mot-de-passe"
    page = words(owner.get("/reglages/equipe/mot-de-passe"))
    found = re.search(r'id="password-once">([a-z0-9-]{19})<', page)
    assert found
    assert owner.get("/reglages/equipe/mot-de-passe").status_code == 302
    other = Client()
    signed = other.post(LOGIN, {"username": "yann@atelier.test", "password": found[1]})
    assert signed.headers["Location"].startswith("/mot-de-passe")


def test_a_member_may_be_there_without_a_login(owner: Client, house: House) -> None:
    owner.post("/reglages/equipe/nouveau", {"name": "Hélène", "role": "intermediary"})
    member = TeamMember.objects.get(name="Hélène")
    assert member.user_id is None
    missing = owner.post("/reglages/equipe/nouveau", {"name": "Paul", "role": "ar", "signs_in": "on"})
    assert "a besoin d'une adresse" in words(missing)


def test_nobody_resets_the_password_of_who_also_works_for_a_stranger(
    owner: Client, house: House, stranger: House
) -> None:
    """A password opens every company of a person: it would let one company into another."""
    shared = factories.a_member(house.entity, user=stranger.members[Role.OWNER].user, role=Role.AR)
    before = stranger.members[Role.OWNER].user.password  # type: ignore[union-attr]
    owner.post(f"/reglages/equipe/{shared.pk}/mot-de-passe")
    user = User.objects.get(pk=shared.user_id)
    assert user.password == before


def test_the_last_owner_stays(owner: Client, house: House) -> None:
    member = house.members[Role.OWNER]
    owner.post(f"/reglages/equipe/{member.pk}/retirer")
    member.refresh_from_db()
    assert member.left_on is None
