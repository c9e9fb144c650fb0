"""Pages of what could not be: they say so in a sentence, ask the tables nothing, and take nothing away."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from encours.books.creditor.rules.roles import Role
from encours.ground.evidence.models import JournalEntry
from tests import factories
from tests.desk.conftest import House, words
from tests.desk.test_headers import assert_guarded


def test_what_cannot_be_read_is_refused_in_a_sentence_and_guarded_too(house: House, client: Client) -> None:
    elsewhere = client.get("/connexion", headers={"host": "ailleurs.test"})
    foreign = client.post(
        "/connexion", "x=1", content_type="application/x-www-form-urlencoded; charset=utf-7"
    )
    for answer in (elsewhere, foreign):
        assert answer.status_code == 400
        assert "ne se lit pas" in words(answer)
        assert_guarded(answer, "400")


def test_a_page_that_is_not_there_leaves_the_offer_to_take_back(owner: Client, house: House) -> None:
    settled = factories.a_customer(house.entity, "Lumen SAS")
    owner.post(f"/clients/{settled.pk}/archiver")
    assert owner.get("/nulle-part").status_code == 404
    assert 'action="/annuler/' in words(owner.get("/clients"))


def test_a_page_that_is_not_there_is_not_put_in_its_frame(owner: Client, house: House) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert "Cette page n'existe pas" in words(owner.get("/nulle-part"))
    assert not [query["sql"] for query in asked if '"outreach_message"' in query["sql"]]


def test_who_only_opens_a_page_asks_for_nothing_that_could_be_refused(
    owner: Client, house: House, stranger: House
) -> None:
    clerk = house.members[Role.AR]
    factories.a_member(stranger.entity, role=Role.AR, user=clerk.user)
    page = f"/reglages/equipe/{clerk.pk}/second-facteur"
    told = JournalEntry.objects.filter(kind="evidence.request_refused")
    assert owner.get(page).status_code == 302
    assert not told.exists()
    assert owner.post(page).status_code == 302
    assert told.count() == 1
