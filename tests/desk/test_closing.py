"""«Transiger ?», giving up and what was given up: the owner's pages."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import CreditNote, Customer
from encours.method.agreements.models import Acceptance, Settlement
from encours.method.insight.models import ReviewLine
from tests import factories
from tests.desk.conftest import House, words

pytestmark = pytest.mark.either


@pytest.fixture
def late(house: House) -> House:
    """An invoice half a year late, two agreements broken, the reason known."""
    due = house.invoice.dues.get()
    due.due_on = date(2025, 6, 1)
    due.save()
    factories.a_case(
        house.customer,
        broken_agreements=2,
        reason="FINANCIAL",
        reason_channel="phone",
        reason_on=date(2025, 7, 1),
    )
    return house


def address(house: House, page: str = "transiger") -> str:
    return f"/clients/{house.customer.pk}/{page}"


def test_the_owner_sees_every_way_and_nobody_else_opens_the_page(
    late: House, owner: Client, sign_in: Callable[[House, Role], Client]
) -> None:
    shown = words(owner.get(address(late)))
    for way in ("Continuer nous-mêmes", "Société de recouvrement", "Justice", "Transiger", "Renoncer"):
        assert way in shown
    assert sign_in(late, Role.MANAGER).get(address(late)).status_code == 403
    assert "Transiger" not in words(sign_in(late, Role.MANAGER).get(f"/clients/{late.customer.pk}"))


def test_giving_up_asks_for_an_offer_first_unless_the_law_is_the_ground(late: House, owner: Client) -> None:
    due = late.invoice.dues.get()
    form = {"invoices": [due.pk], "ground": "no_hope", "words": "Relances et appels", "papers": [], "vat": ""}
    refused = owner.post(address(late, "renoncer"), form)
    assert refused.status_code == 422
    done = owner.post(address(late, "renoncer"), {**form, "ground": "liquidation", "vat": "20,00"})
    note = CreditNote.objects.get(kind="write_off")
    assert done.headers["Location"] == f"/abandons/{note.pk}"
    due.refresh_from_db()
    assert due.open_minor == 0
    assert Customer.objects.get(pk=late.customer.pk).prepays_since is not None
    shown = words(owner.get(f"/abandons/{note.pk}"))
    assert "654" in shown and "44571" in shown and "411" in shown
    assert "La TVA" in shown and "La demander de nouveau" in shown
    sheet = owner.get("/abandons/ecritures").content.decode()
    assert note.number in sheet
    owner.post(f"/abandons/{note.pk}/reprendre")
    due.refresh_from_db()
    assert due.open_minor == due.amount_minor
    assert "reprise" in words(owner.get("/abandons"))
    owner.post(address(late, "conditions"))
    assert Customer.objects.get(pk=late.customer.pk).prepays_since is None


def test_an_offer_is_decided_from_the_page(late: House, owner: Client) -> None:
    page = owner.get(address(late, "transiger/offre"))
    assert page.status_code == 200
    form = page.context["form"]
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    sent["amount"] = str(sent["amount"].decimal)
    done = owner.post(address(late, "transiger/offre"), sent)
    assert done.status_code == 302, (done.context["form"].errors, sent)
    one = Settlement.objects.get()
    assert one.state == "approved"
    shown = words(owner.get(address(late)))
    assert "Offre de" in shown and "Retirer l'offre" in shown
    assert owner.get(address(late, f"transiger/{one.pk}/remise")).status_code == 200
    assert owner.post(address(late, f"transiger/{one.pk}/remise")).status_code == 302
    one.refresh_from_db()
    assert one.state == "offered"
    assert "Noter sa réponse écrite" in words(owner.get(address(late)))
    answer, signed = address(late, f"transiger/{one.pk}/reponse"), b"%PDF-1.7 signed"
    assert owner.get(answer).status_code == 200
    without = owner.post(answer, {"answer": "part", "how": "signed", "words": "lu et approuvé"})
    assert without.status_code == 422
    paper = SimpleUploadedFile("accord.pdf", signed, "application/pdf")
    done = owner.post(answer, {"answer": "part", "how": "signed", "words": "", "document": paper})
    assert done.status_code == 302, done.context["form"].errors
    one.refresh_from_db()
    assert one.state == "accepted"
    kept = Acceptance.objects.get(agreement=one.agreement)
    assert kept.how == "signed" and kept.document_id and "solde de tout compte" in kept.text


def test_the_review_is_opened_by_the_owner_voted_on_by_all_and_its_figures_are_the_owners(
    late: House, owner: Client, sign_in: Callable[[House, Role], Client]
) -> None:
    Customer.objects.filter(pk=late.customer.pk).update(since_on=date(2023, 1, 1))
    late.invoice.__class__.objects.filter(pk=late.invoice.pk).update(issued_on=date(2025, 5, 1))
    assert "revue annuelle" in words(owner.get("/"))
    assert owner.post("/revue/ouvrir").status_code == 302
    line = ReviewLine.objects.get(customer=late.customer)
    ReviewLine.objects.filter(pk=line.pk).update(cost_minor=900_000)
    collector = sign_in(late, Role.AR)
    assert collector.post(f"/revue/{line.pk}/vote", {"stress": "3"}).status_code == 302
    shown = words(collector.get("/revue"))
    assert late.customer.name in shown and "votre vote" in shown
    assert "Marge" not in shown and "Se séparer" not in shown
    assert collector.get(f"/revue/{line.pk}/fin").status_code == 403
    owner = sign_in(late, Role.OWNER)
    shown = words(owner.get("/revue"))
    assert "Marge" in shown and "Se séparer" in shown
    form = {"tried": "prepay", "ends_on": "2026-12-01", "supplier": "", "orders": ""}
    assert owner.post(f"/revue/{line.pk}/fin", form).status_code == 422
    fair = {**form, "ends_on": "2027-12-01", "is_free_of_grounds": "on"}
    done = owner.post(f"/revue/{line.pk}/fin", fair)
    assert done.status_code == 302, done.context["form"].errors
    assert "fin de la relation" in words(owner.get("/revue"))
    assert owner.post(f"/revue/tenue/{line.review_id}").status_code == 302
    assert "tenue le" in words(owner.get("/revue"))
