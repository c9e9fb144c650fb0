"""The proof of a case on the desk: what is missing is told, a paper is added, the file is made and taken."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from encours.books.creditor.rules.roles import Role
from encours.flows.proof import asked
from encours.ground.evidence.models import JournalEntry
from encours.ground.plumbing.clock import installation_clock
from encours.method.cases.models import Case, CasePaper, ProofFile
from tests import factories
from tests.desk.conftest import House, words

pytestmark = pytest.mark.either
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def case(house: House) -> Case:
    return factories.a_case(house.customer)


@pytest.fixture
def owner(house: House, sign_in: Callable[[House, Role], Client]) -> Client:
    return sign_in(house, Role.OWNER)


def add(client: Client, case: Case, **told: object) -> object:
    given = {"kind": "delivery", "title": "Bon de livraison n° 4512", **told}
    given.setdefault("papers", SimpleUploadedFile("bl.pdf", PDF, "application/pdf"))
    return client.post(reverse("desk:paper_new", args=[case.pk]), given)


def test_the_customers_page_tells_early_what_is_missing(owner: Client, case: Case) -> None:
    page = words(owner.get(reverse("desk:customer", args=[case.customer_id])))
    assert "Dossier de preuve complet à" in page
    assert "preuve de livraison ou d'exécution" in page
    assert reverse("desk:proof", args=[case.pk]) in page


def test_a_paper_is_added_shown_and_withdrawn(owner: Client, case: Case) -> None:
    here = reverse("desk:proof", args=[case.pk])
    assert add(owner, case).status_code == 302  # type: ignore[attr-defined]
    paper = CasePaper.objects.get()
    page = words(owner.get(here))
    assert "Bon de livraison n° 4512" in page
    file = owner.get(reverse("desk:case_paper", args=[case.pk, paper.pk]))
    assert file.content == PDF
    owner.post(reverse("desk:paper_withdraw", args=[case.pk, paper.pk]))
    assert "Bon de livraison n° 4512" not in words(owner.get(here))


def test_what_is_no_paper_is_refused_in_words(owner: Client, case: Case) -> None:
    answer = add(owner, case, papers=SimpleUploadedFile("x.pdf", b"MZ", "application/pdf"))
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert not CasePaper.objects.exists()


def test_one_click_makes_the_file_and_who_takes_it_is_noted(owner: Client, case: Case) -> None:
    here = reverse("desk:proof", args=[case.pk])
    owner.post(reverse("desk:proof_ask", args=[case.pk]))
    owner.post(reverse("desk:proof_ask", args=[case.pk]))  # one at a time
    row = ProofFile.objects.get()
    assert asked.run(installation_clock()) == 1
    row.refresh_from_db()
    assert row.state == "ready", row.problem
    page = words(owner.get(here))
    assert row.seal in page
    answer = owner.get(reverse("desk:proof_take", args=[case.pk, row.pk]))
    assert answer.content.startswith(b"PK")
    kinds = list(JournalEntry.objects.filter(kind__startswith="cases.proof").values_list("kind", flat=True))
    assert kinds == ["cases.proof_asked", "cases.proof_made", "cases.proof_taken"]


def test_a_worker_that_died_loses_nothing(owner: Client, case: Case) -> None:
    owner.post(reverse("desk:proof_ask", args=[case.pk]))
    ProofFile.objects.update(state="writing", attempt="dead", alive_at=factories.LONG_AGO)
    assert asked.run(installation_clock()) == 1
    assert ProofFile.objects.get().state == "ready"


def test_another_company_sees_none_of_it(
    house: House, stranger: House, case: Case, sign_in: Callable[[House, Role], Client]
) -> None:
    add(sign_in(house, Role.OWNER), case)
    paper, theirs = CasePaper.objects.get(), sign_in(stranger, Role.OWNER)
    for name, more in (
        ("proof", []),
        ("case_paper", [paper.pk]),
        ("paper_new", []),
        ("paper_withdraw", [paper.pk]),
    ):
        assert theirs.get(reverse(f"desk:{name}", args=[case.pk, *more])).status_code == 404
    assert theirs.post(reverse("desk:proof_ask", args=[case.pk])).status_code == 404
    assert not ProofFile.objects.exists()
