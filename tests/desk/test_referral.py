"""Outside help at the desk: partners, help for one customer, a placed file, and the page of the partner."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from encours.flows.referral import linking
from encours.ground.kernel.money import Money
from encours.method.cases.models import ProofFile
from encours.method.referral import actions, queries
from encours.method.referral.rules.partner import FeeTerms, PartnerDraft
from encours.method.referral.rules.quote import Quote
from encours.method.referral.rules.words import PartnerKind, PlacementState
from tests import factories
from tests.desk.conftest import House, words

TODAY = date(2026, 11, 23)
FORM = {
    "kind": "agency",
    "name": "Recouvrance",
    "registration": "R-1",
    "insurance": "Assureur 12",
    "insured_until_on": "2027-12-31",
    "has_segregated_account": "on",
    "countries": "fr, be",
    "languages": "fr",
}
FEE = {"from_on": "2026-11-01", "success_percent": "18", "fixed": "0"}


def placed(house: House) -> int:
    """A file that a partner has since this morning."""
    act = factories.an_act(house.entity)
    draft = PartnerDraft(
        kind=PartnerKind.AGENCY,
        name="Recouvrance",
        registration="R-1",
        insurance="A",
        has_segregated_account=True,
    )
    partner = actions.save_partner(act, draft=draft)
    assert isinstance(partner, int)
    actions.save_fee(act, partner_id=partner, fee=FeeTerms(TODAY, Decimal(18), Money.zero("EUR")))
    case = factories.a_case(house.customer)
    found = actions.ask_quote(
        act, case_id=case.pk, customer_id=house.customer.pk, currency="EUR", partner_id=partner
    )
    assert isinstance(found, int)
    quote = Quote(Decimal(18), Money.zero("EUR"))
    assert actions.record_quote(act, placement_id=found, quote=quote) is None
    assert actions.accept_quote(act, placement_id=found, hold_id=None) is None
    proof = factories_proof(house, case.pk)
    amount = Money.from_text("1200", "EUR")
    assert actions.hand_over(act, placement_id=found, proof_id=proof, amount=amount) is None
    return found


def factories_proof(house: House, case_id: int) -> int:

    row = ProofFile.objects.create(
        entity=house.entity, case_id=case_id, asked_by="user:1", asked_at=factories.NOW, state="ready"
    )
    return int(row.pk)


@pytest.mark.either
def test_a_partner_is_written_down_and_what_it_lacks_is_told(owner: Client, house: House) -> None:
    assert "Aucun partenaire" in words(owner.get("/partenaires"))
    owner.post("/partenaires/nouveau", FORM)
    owner.post("/partenaires/nouveau", {"kind": "lawyer", "name": "Maître Noël"})
    page = words(owner.get("/partenaires"))
    assert "Recouvrance" in page
    assert "preuves au dossier" in page
    assert "numéro d'inscription manque" in page
    [first, second] = queries.partners(house.entity.pk)
    owner.post(
        f"/partenaires/{second.id}/honoraires",
        FEE,
    )
    one = words(owner.get(f"/partenaires/{second.id}"))
    assert "FR,BE" in one
    assert "18 % des encaissements" in one
    assert "/services/partenaire/" in one
    owner.post(f"/partenaires/{first.id}/arreter")
    assert "plus utilisé" in words(owner.get("/partenaires"))


@pytest.mark.either
def test_help_is_there_from_the_first_day_late_with_its_cost(owner: Client, house: House) -> None:
    owner.post("/partenaires/nouveau", FORM)
    [one] = queries.partners(house.entity.pk)
    owner.post(f"/partenaires/{one.id}/honoraires", FEE)
    assert "Demander de l'aide" in words(owner.get(f"/clients/{house.customer.pk}"))
    help_url = reverse("desk:help", args=[house.customer.pk])
    shown = words(owner.get(help_url))
    assert "possible dès le premier jour de retard" in shown
    assert "Net attendu" in shown
    factories.a_case(house.customer)
    answer = owner.post(reverse("desk:help_ask", args=[house.customer.pk]), {"partner": one.id})
    assert answer.status_code == 302
    page = words(owner.get(answer.headers["Location"]))
    assert "devis demandé" in page
    assert "bloque la transmission" in page
    assert "Voir le dossier confié" in words(owner.get(help_url))


@pytest.mark.either
def test_the_page_of_a_partner_says_one_file_and_hears_its_news_once(
    owner: Client, house: House, client: Client
) -> None:
    found = queries.placement(house.entity.pk, placed(house))
    assert found is not None
    url = reverse("desk:partner_page", args=[linking.token_of(found)])
    page = words(client.get(url))
    assert house.customer.name in page
    assert "un contact par semaine au plus" in page
    said = {"key": "page-1", "kind": "status", "state": "contacted", "happened_on": "2026-11-23"}
    for _again in range(2):
        assert "Merci" in words(client.post(url, said))
    assert len(queries.news_of([found.id])[found.id]) == 1
    client.post(
        url, {**said, "key": "page-2", "kind": "remitted", "state": "", "amount": "400,00", "fee": "72,00"}
    )
    shown = words(owner.get(f"/confies/{found.id}"))
    assert "débiteur contacté" in shown
    assert "d'honoraires" in shown
    assert "72,00" in shown
    assert "6226" in owner.get("/partenaires/honoraires.csv").content.decode()
    assert client.get(url[:-3] + "xx/").status_code == 404


@pytest.mark.either
def test_the_owner_suspends_resumes_and_recalls_with_a_reason(owner: Client, house: House) -> None:
    pk = placed(house)
    move = "/confies/{}/etape/{}"
    assert owner.post(move.format(pk, "returned"), {"why": ""}).status_code == 422
    for event, state in (("complaint", "PAUSED"), ("resumed", "FILE_CHECKED"), ("returned", "RETURNED")):
        owner.post(move.format(pk, event), {"why": "une visite"})
        found = queries.placement(house.entity.pk, pk)
        assert found is not None
        assert found.state is PlacementState[state]
    assert owner.get(move.format(pk, "nothing")).status_code == 404


@pytest.mark.either
def test_a_csv_and_a_note_by_hand_tell_what_became_of_them(owner: Client, house: House) -> None:
    pk = placed(house)
    found = queries.placement(house.entity.pk, pk)
    assert found is not None
    note = {"key": "hand-1", "kind": "note", "happened_on": "2026-11-23", "words": "Appel prévu jeudi"}
    owner.post(f"/confies/{pk}/nouvelle", note)
    assert "Appel prévu jeudi" in words(owner.get(f"/confies/{pk}"))
