"""The board of disputes and one dispute: opened, ticked off, answered, filtered; of two who decide one is told."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from encours.books.creditor.rules.roles import Role
from encours.method.disputes.models import Dispute, DisputePaper
from encours.method.outreach.models import Message
from tests.desk.conftest import House, words
from tests.factories import a_customer, an_invoice

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def owner(house: House, sign_in: Callable[[House, Role], Client]) -> Client:
    return sign_in(house, Role.OWNER)


def contested(client: Client, house: House, **given: object) -> Dispute:
    said = {
        "invoice": str(house.invoice.pk),
        "reason": "quality",
        "amount": "300,00",
        "subject": "Panneau rayé",
    }
    answer = client.post(f"/clients/{house.customer.pk}/litige", said | given)
    assert answer.status_code == 302, words(answer)
    return Dispute.objects.latest("pk")


def shown(client: Client, dispute: Dispute) -> str:
    answer: HttpResponse = client.get(f"/litiges/{dispute.pk}")
    assert answer.status_code == 200
    return words(answer)


def test_a_dispute_is_opened_on_lines_with_a_picture_and_stands_on_the_board(
    owner: Client, house: House
) -> None:
    picture = SimpleUploadedFile("panneau.jpg", b"\xff\xd8\xff\xe0 rayure")
    made = contested(owner, house, lines="Panneau B ; 250,00\nPort;50", papers=picture)
    page = shown(owner, made)
    for expected in ("Qualité ou malfaçon", "Panneau B", "250,00 €", "panneau.jpg", "Demander des photos"):
        assert expected in page
    assert Message.objects.get(customer=house.customer).template == "T16"
    board = words(owner.get("/litiges"))
    assert house.customer.name in board
    assert "300,00 €" in board
    paper = DisputePaper.objects.get()
    file = owner.get(f"/litiges/{made.pk}/pieces/{paper.document_id}")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert owner.get(f"/litiges/{made.pk}/pieces/999999").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("lines", "Panneau B : 250"),
        ("lines", "Panneau ; 200,00"),
        ("amount", "1 200,01"),
        ("reason", "autre"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    owner: Client, house: House, field: str, typed: str
) -> None:
    said = {"invoice": str(house.invoice.pk), "reason": "price", "amount": "300,00", "subject": "Prix"}
    answer = owner.post(f"/clients/{house.customer.pk}/litige", said | {field: typed})
    assert answer.status_code == 422
    assert not Dispute.objects.exists()


def test_steps_are_ticked_and_the_board_is_filtered(owner: Client, house: House) -> None:
    made = contested(owner, house)
    owner.post(f"/litiges/{made.pk}/etapes/photos", {"done": "yes"})
    assert 'aria-pressed="true"' in shown(owner, made)
    assert house.customer.name in words(owner.get("/litiges?motif=quality"))
    assert house.customer.name not in words(owner.get("/litiges?motif=price"))
    assert house.customer.name not in words(owner.get("/litiges?suivi=0"))
    member = house.members[Role.AR]
    owner.post(f"/litiges/{made.pk}/confier", {"member": str(member.pk)})
    assert house.customer.name in words(owner.get(f"/litiges?suivi={member.pk}"))
    assert owner.get("/litiges?suivi=x&motif=%00&colonne=signales&jour=x&apres=9").status_code == 200


def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told_who_did_what(
    owner: Client, house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    made = contested(owner, house)
    seen = {"version": str(made.version), "answer": "Le bon est signé sans réserve"}
    here = f"/clients/{house.customer.pk}/litige/{made.pk}"
    assert owner.post(here, seen | {"outcome": "groundless"}).status_code == 302
    other = sign_in(house, Role.MANAGER)
    answer = other.post(here, seen | {"outcome": "upheld"})
    assert answer.status_code == 422
    page = words(answer)
    assert "Entre-temps" in page
    assert house.members[Role.OWNER].name in page
    made.refresh_from_db()
    assert made.outcome == "groundless"


def test_a_stranger_sees_nothing_of_it(
    owner: Client, house: House, stranger: House, sign_in: Callable[[House, Role], Client]
) -> None:
    made = contested(owner, house)
    stranger_client = sign_in(stranger, Role.OWNER)
    assert stranger_client.get(f"/litiges/{made.pk}").status_code == 404
    assert house.customer.name not in words(stranger_client.get("/litiges"))
    assert stranger_client.post(f"/litiges/{made.pk}/etapes/photos", {"done": "yes"}).status_code == 404


@pytest.mark.parametrize("how_many", [1, 9])
def test_the_board_asks_as_much_for_one_as_for_many(
    owner: Client, house: House, how_many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(how_many):
        invoice = an_invoice(a_customer(house.entity, f"Client {place}"))
        Dispute.objects.create(
            customer=invoice.customer, invoice=invoice, disputed_minor=100, currency="EUR", subject="port",
            reported_on=invoice.issued_on, answer_due_on=invoice.issued_on,
        )  # fmt: skip
    owner.get("/litiges")
    with django_assert_max_num_queries(32):
        assert owner.get("/litiges").status_code == 200
