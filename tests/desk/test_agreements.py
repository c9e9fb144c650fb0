"""The list of agreements, the builder of plans, a plan's page, and plan B that only we see."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from encours.books.creditor.rules.roles import Role
from encours.method.agreements.models import Acceptance, Agreement, PlanB
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.models import Case
from encours.method.outreach.models import Message
from tests import factories
from tests.desk.conftest import House, words


@pytest.fixture
def case(house: House) -> Case:
    return Case.objects.create(
        entity=house.entity, customer=house.customer, currency="EUR", opened_on=date(2026, 11, 20)
    )


def asked(house: House, **more: object) -> dict[str, object]:
    due = house.invoice.dues.get()
    return {
        "invoices": [str(due.pk)], "instalments": "3", "first_on": "2026-11-27", "rhythm": "fortnightly",
        "means": "virement", "person": "Anne Petit", "source": "call", "measure": "agency", "after_days": "10",
        "waives_interest": "on", **more,
    }  # fmt: skip


@pytest.fixture
def page(owner: Client, house: House, case: Case) -> str:
    here = f"/clients/{house.customer.pk}/echeancier"
    answer = owner.post(here, asked(house))
    assert answer.status_code == 302, words(answer)
    return f"{here}/{Agreement.objects.get(kind='plan').pk}"


def test_the_builder_shows_the_plan_before_it_exists(owner: Client, house: House, case: Case) -> None:
    here = f"/clients/{house.customer.pk}/echeancier"
    assert owner.get(here).status_code == 200
    shown = words(owner.post(f"{here}/apercu", asked(house)))
    assert shown.count("<tr>") == 5 and "Total" in shown
    beyond = words(owner.post(f"{here}/apercu", asked(house, instalments="8", rhythm="monthly")))
    assert "Le dirigeant doit valider" in beyond
    assert owner.post(f"{here}/apercu", {}).content == b""
    assert not Agreement.objects.exists()


def test_a_plan_is_proposed_with_its_message_and_its_paper(owner: Client, house: House, page: str) -> None:
    plan = Agreement.objects.get(kind="plan")
    assert sum(part.amount_minor for part in plan.parts.all()) == house.invoice.dues.get().open_minor
    message = Message.objects.get(template="T14")
    assert message.state == "by_hand" and "accepté" in message.text
    assert message.attachments.count() == 1
    answer = owner.get(f"{page}/papier")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_a_plan_is_accepted_by_a_reply_and_the_text_is_kept(owner: Client, page: str) -> None:
    assert "Ce que le client accepte" in words(owner.get(page))
    answer = owner.post(
        f"{page}/accepter", {"how": "reply", "words": "accepté, Anne Petit, 24/11"}, follow=True
    )
    assert "les relances s'arrêtent" in words(answer)
    kept = Acceptance.objects.get()
    assert "Échéance 1" in kept.text and kept.words.startswith("accepté")
    assert owner.post(f"{page}/accepter", {"how": "signed"}).status_code == 422


def test_a_plan_beyond_the_terms_waits_for_the_owner(sign_in, house: House, case: Case) -> None:
    here = f"/clients/{house.customer.pk}/echeancier"
    clerk = sign_in(house, Role.AR)
    assert clerk.post(here, asked(house, instalments="8", rhythm="monthly")).status_code == 302
    page = f"{here}/{Agreement.objects.get(kind='plan').pk}"
    assert "le dirigeant le valide d'abord" in words(clerk.get(page))
    assert clerk.post(f"{page}/valider").status_code == 403
    assert not Message.objects.filter(template="T14").exists()
    owner = sign_in(house, Role.OWNER)
    assert owner.post(f"{page}/valider").status_code == 302
    assert Message.objects.filter(template="T14").count() == 1


def test_plan_b_is_seen_by_us_and_the_owner_alone_approves_it(sign_in, house: House, page: str) -> None:
    clerk = sign_in(house, Role.AR)
    plan_b = PlanB.objects.get()
    assert "la société de recouvrement" in words(clerk.get(page))
    assert "la société de recouvrement" in words(clerk.get(f"/clients/{house.customer.pk}/appel"))
    here = f"/clients/{house.customer.pk}/plan-b/{plan_b.pk}"
    clerk.post(here, {"account": "on", "approval": "on"})
    plan_b.refresh_from_db()
    assert plan_b.account_open_on and plan_b.approved_on is None
    sign_in(house, Role.OWNER).post(
        here, {"account": "on", "quote": "on", "evidence": "on", "approval": "on"}
    )
    plan_b.refresh_from_db()
    assert plan_b.quote_on and plan_b.approved_on
    assert "recouvrement" not in Message.objects.get(template="T14").text


def test_every_agreement_is_one_line_of_one_list(owner: Client, house: House, page: str) -> None:
    owner.post(f"/clients/{house.customer.pk}/parole", {"kind": "answer", "what": "numéro de commande"})
    shown = words(owner.get("/accords"))
    assert "échéancier de" in shown and "0 échéances sur 3 payées" in shown
    assert "De notre part" in shown and "numéro de commande" in shown
    for tab in ("non-tenus", "tenus", "autres", "nous", "tous"):
        assert owner.get(f"/accords?onglet={tab}").status_code == 200
    assert (
        "échéancier" not in words(owner.get("/accords?onglet=tenus")).split("<main", 1)[-1].split("Tenus")[-1]
    )


def test_the_list_counts_what_broke_and_had_no_reaction(owner: Client, house: House, case: Case) -> None:
    factories.an_agreement(case, state=AgreementState.BROKEN, judged_on=date(2026, 11, 20))
    shown = words(owner.get("/accords"))
    assert "3 jours sans contact de notre part" in shown
    assert "sans contact de notre part : 1, depuis 3 jours au plus" in words(owner.get("/"))


def test_the_list_takes_as_many_statements_for_one_as_for_many(
    owner: Client, house: House, case: Case, page: str
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            owner.get("/accords?onglet=tous")
        return len(seen)

    statements()
    few = statements()
    for _place in range(12):
        factories.an_agreement(case)
    assert statements() <= few
