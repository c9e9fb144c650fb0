"""From the desk: the customer's page is looked at, its link handed out and revoked, what was said there is read."""

import re
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.method.inbox.models import InboundPiece
from tests import factories
from tests.desk.conftest import House, words

URL = "https://compta.example.fr"


@pytest.fixture
def address(house: House, settings: LazySettings) -> str:
    settings.ENCOURS_PUBLIC_URL = URL
    return f"/clients/{house.customer.pk}/page"


def test_it_is_reached_from_the_customer_and_seen_as_they_see_it(
    owner: Client, house: House, address: str
) -> None:
    assert f'href="{address}"' in words(owner.get(f"/clients/{house.customer.pk}"))
    seen = owner.get(f"{address}/apercu", follow=True)
    assert "Aperçu" in words(seen)
    assert house.invoice.number in words(seen)


def test_a_link_is_handed_out_told_in_the_journal_and_opens_until_all_are_revoked(
    owner: Client, house: House, address: str
) -> None:
    shown = words(owner.post(f"{address}/lien"))
    found = re.search(rf"{URL}(/p/[a-z2-7]+/)", shown)
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    assert "n'ouvrira plus" in words(owner.get(f"{address}/revoquer"))
    owner.post(f"{address}/revoquer")
    assert Client().get(found[1]).status_code == 404
    assert factories.kinds_about(house.customer)[-2:] == ["links.link_issued", "links.links_revoked"]


def test_without_a_public_address_no_link_is_offered(
    owner: Client, address: str, settings: LazySettings
) -> None:
    settings.ENCOURS_PUBLIC_URL = ""
    assert "Obtenir un lien" not in words(owner.get(address))
    refused = owner.post(f"{address}/lien")
    assert refused.status_code == 422
    assert "Aucune adresse publique" in words(refused)


def test_who_may_only_read_hands_nothing_out(
    house: House, address: str, sign_in: Callable[[House, Role], Client]
) -> None:
    reader = sign_in(house, Role.READ_ONLY)
    assert "Obtenir un lien" not in words(reader.get(address))
    assert reader.post(f"{address}/lien").status_code == 403
    assert reader.post(f"{address}/revoquer").status_code == 403


def test_what_was_said_there_is_listed_with_its_file(
    owner: Client, house: House, stranger: House, address: str
) -> None:
    link = re.search(r"/p/[a-z2-7]+/", words(owner.post(f"{address}/lien")))
    assert link is not None
    proof = SimpleUploadedFile("avis.pdf", b"%PDF-1.7 avis")
    said = {"once": "a", "name": "Anne", "on": "2026-11-20", "means": "transfer", "proof": proof}
    Client().post(f"{link[0]}deja-regle", said)
    shown = words(owner.get(address))
    assert "c'est déjà réglé" in shown
    piece = InboundPiece.objects.get()
    file = f"/recu/{piece.item_id}/fichiers/{piece.pk}"
    assert file in shown
    assert file in words(owner.get(f"/recu/{piece.item_id}"))
    assert owner.get(file).content == b"%PDF-1.7 avis"
    elsewhere = Client()
    elsewhere.force_login(stranger.members[Role.OWNER].user)
    assert elsewhere.get(file).status_code == 404
