"""A colleague answers one question by a link: without an account, once, in their name; and sees nothing else."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.clock import InstallationClock
from encours.method.disputes.models import Dispute, DisputePaper, DisputeQuestion
from tests.desk.conftest import House, words
from tests.factories import an_invoice, euros

pytestmark = [pytest.mark.django_db, pytest.mark.either]
ANSWER = {"mark": "one", "name": "Luc Martin", "answer": "Livrés le 3 mars, bon signé joint."}


@pytest.fixture
def owner(house: House, sign_in: Callable[[House, Role], Client]) -> Client:
    return sign_in(house, Role.OWNER)


@pytest.fixture
def link(owner: Client, house: House) -> str:
    """The address of the one question, as the dispute's page shows it."""
    an_invoice(house.customer, euros("7777"), number="F-SECRET")
    said = {
        "invoice": str(house.invoice.pk),
        "reason": "quality",
        "amount": "300,00",
        "subject": "Panneau rayé",
    }
    assert owner.post(f"/clients/{house.customer.pk}/litige", said).status_code == 302
    made = Dispute.objects.get()
    asked = {"name": "Luc", "email": "luc@morel.test", "question": "Livré quand ?"}
    assert owner.post(f"/litiges/{made.pk}/questions", asked).status_code == 302
    page = words(owner.get(f"/litiges/{made.pk}"))
    found = re.search(r"http://testserver(/l/[a-z0-9]+/)<", page)
    assert found is not None
    assert "Renvoyer par e-mail" in page, "it left with the question"
    return found[1]


def test_the_page_shows_what_is_needed_and_nothing_else(link: str, house: House) -> None:
    answer = Client().get(link)
    page = words(answer)
    assert answer.status_code == 200
    for expected in ("Livré quand ?", "Panneau rayé", "300,00 €", house.invoice.number):
        assert expected in page
    for hidden in ("F-SECRET", "7 777", "1 200,00", "anne@dupont.test", "/clients/"):
        assert hidden not in page
    assert not answer.cookies.get("sessionid")
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script" not in page


def test_the_answer_lands_in_the_story_with_its_name_and_file_once(link: str, owner: Client) -> None:
    file = SimpleUploadedFile("bon.pdf", b"%PDF-1.7 bon")
    answer = Client().post(link, ANSWER | {"papers": file})
    assert answer.status_code == 200
    assert "Merci" in words(answer)
    again = Client().post(link, ANSWER | {"mark": "two", "answer": "Autre chose"})
    assert again.status_code == 422
    asked, paper = DisputeQuestion.objects.get(), DisputePaper.objects.get()
    assert (asked.answered_by, asked.answer) == ("Luc Martin", ANSWER["answer"])
    assert paper.added_by == "Luc Martin"
    page = words(owner.get(f"/litiges/{asked.dispute_id}"))
    assert "Livrés le 3 mars" in page
    assert "bon.pdf" in page
    assert "Une réponse a déjà été donnée" in words(Client().get(link))


@pytest.mark.parametrize(
    "wrong", [{"answer": " "}, {"name": ""}, {"papers": SimpleUploadedFile("x.pdf", b"MZ not a pdf")}]
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(link: str, wrong: dict[str, object]) -> None:
    answer = Client().post(link, ANSWER | wrong)
    assert answer.status_code == 422
    assert DisputeQuestion.objects.get().answered_at is None
    assert not DisputePaper.objects.exists()


def test_a_link_that_opens_nothing_gives_one_same_page(link: str, owner: Client, settings: object) -> None:
    unknown = Client().get("/l/abcdefghij/")
    asked = DisputeQuestion.objects.get()
    assert owner.post(f"/litiges/{asked.dispute_id}/questions/{asked.pk}/retirer").status_code == 302
    revoked = Client().get(link)
    assert (unknown.status_code, revoked.status_code) == (404, 404)
    assert unknown.content == revoked.content
    assert Client().post(link, ANSWER).status_code == 404


def test_a_link_expires(link: str, settings: object) -> None:
    clock = InstallationClock(settings.ENCOURS_CLOCK_FILE)  # type: ignore[attr-defined]
    clock.fix(datetime(2026, 12, 24, 9, 30, tzinfo=ZoneInfo("Europe/Paris")))
    assert Client().get(link).status_code == 404


def test_who_sends_too_much_is_not_listened_to(link: str) -> None:
    seen = {Client().post(link, ANSWER | {"answer": " "}).status_code for _ in range(31)}
    assert seen == {422, 429}
    assert DisputeQuestion.objects.get().answered_at is None
