"""Formal acts on the desk: who may do what, what the page says, no strangers."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from encours.books.creditor.rules.roles import Role
from encours.method.cases.models import Case
from encours.method.strategy.models import FormalAct
from tests import factories
from tests.desk.conftest import House, words

pytestmark = pytest.mark.either


@pytest.fixture
def case(house: House) -> Case:
    return factories.a_case(house.customer)


@pytest.fixture
def formal(case: Case) -> FormalAct:
    """A formal notice that the owner approved this morning, without its letter."""
    return FormalAct.objects.create(
        entity=case.entity, case=case, kind="formal_notice", means="registered_letter", level="formal_notice",
        state="approved", approved_on=factories.TODAY, approved_by="user:1", language="fr",
        subject="Mise en demeure – facture F-1", text="Par la présente…", currency="EUR", total_minor=124_719,
        prepared_by="user:1", prepared_at=factories.NOW, deadline_on=factories.TODAY,
    )  # fmt: skip


def test_the_page_says_what_was_written_and_what_comes_next(
    house: House, formal: FormalAct, sign_in: Callable[[House, Role], Client]
) -> None:
    page = words(sign_in(house, Role.AR).get(reverse("desk:formal", args=[formal.case_id])))
    assert "Mise en demeure – facture F-1" in page and "1 247,19 €" in page
    assert "Noter le dépôt" in page
    assert "Rien à préparer" in page


def test_without_number_or_proof_it_stays_to_send(
    house: House, formal: FormalAct, sign_in: Callable[[House, Role], Client]
) -> None:
    client, address = sign_in(house, Role.AR), reverse("desk:formal_posted", args=[formal.pk])
    assert client.post(address, {"on": "2026-11-23", "tracking": "1A 234 567 8901 2"}).status_code == 422
    proof = SimpleUploadedFile("depot.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    assert client.post(address, {"on": "2026-11-23", "tracking": "", "papers": proof}).status_code == 422
    formal.refresh_from_db()
    assert formal.state == "approved"
    proof.seek(0)
    given = {"on": "2026-11-23", "tracking": "1A 234 567 8901 2", "papers": proof}
    assert client.post(address, given).status_code == 302
    formal.refresh_from_db()
    assert formal.state == "sent" and formal.posting_proof_id
    file = client.get(reverse("desk:formal_file", args=[formal.pk, "posting"]))
    assert file.content.startswith(b"%PDF")


def test_only_the_owner_approves(
    house: House, formal: FormalAct, sign_in: Callable[[House, Role], Client]
) -> None:
    FormalAct.objects.update(state="to_approve", approved_on=None)
    address = reverse("desk:formal_approve", args=[formal.pk])
    assert sign_in(house, Role.AR).post(address, {"note": ""}).status_code == 403
    assert sign_in(house, Role.MANAGER).post(address, {"note": ""}).status_code == 422
    formal.refresh_from_db()
    assert formal.state == "to_approve"


def test_strangers_see_nothing(
    house: House, stranger: House, formal: FormalAct, sign_in: Callable[[House, Role], Client]
) -> None:
    theirs = sign_in(stranger, Role.OWNER)
    assert theirs.get(reverse("desk:formal", args=[formal.case_id])).status_code == 404
    for name in ("formal_approve", "formal_posted", "formal_received", "formal_withdraw"):
        assert theirs.get(reverse(f"desk:{name}", args=[formal.pk])).status_code == 404
    assert theirs.get(reverse("desk:formal_file", args=[formal.pk, "statement"])).status_code == 404
