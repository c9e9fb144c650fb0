"""The law at the desk: what is in force, updates and marks, rights, and the last day to sue of each invoice."""

from datetime import date

import pytest
from django.test import Client

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.models import LawChange
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import InvoiceDue
from encours.flows.customer_file import customer_file
from encours.flows.legal.in_force import law_in_force
from encours.flows.legal.last_days import near_last_days
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import FixedClock
from encours.ground.law.unknown import LawUnknown
from encours.ground.plumbing.clock import installation_clock
from encours.method.cases.models import LegalEvent
from tests.desk.conftest import House, words
from tests.law.test_updating import SEMESTER

pytestmark = pytest.mark.either

LAW = "/reglages/law"
NOW = date(2026, 11, 23)
SOON = SEMESTER.replace("last_checked_on = 2027-01-04", "last_checked_on = 2026-11-22")


def act(house: House):
    clock = FixedClock(installation_clock().now())
    return creditor_queries.act(house.entity.pk, f"user:{house.members[Role.OWNER].user_id}", clock)


def age(house: House, due_on: date, *, kind: str = "business", jurisdiction: str = "FR") -> None:
    """The house's invoice was due on a day, under a law."""
    house.invoice.issued_on = due_on
    house.invoice.save()
    InvoiceDue.objects.filter(invoice=house.invoice).update(due_on=due_on)
    house.customer.kind, house.customer.jurisdiction = kind, jurisdiction
    house.customer.save()


def test_the_subject_shows_countries_dates_to_watch_and_no_change(owner: Client, house: House) -> None:
    page = words(owner.get(LAW))
    assert "France" in page and "Québec" in page and "Dates à surveiller" in page
    assert "aucun juriste ne l'a encore validé" in page
    assert "Droit à vérifier" in words(owner.get("/"))


def test_who_may_not_configure_gets_no_alert_of_the_law(sign_in, house: House) -> None:  # type: ignore[no-untyped-def]
    assert "Droit à vérifier" not in words(sign_in(house, Role.AR).get("/"))


def test_an_update_is_checked_kept_journalled_and_taken_back(owner: Client, house: House) -> None:
    day = date(2027, 2, 1)
    with pytest.raises(LawUnknown):
        law_in_force(house.entity.pk).table("FR_B2B_DEFAULT").at(day)
    answer = owner.post("/reglages/droit/mise-a-jour", {"text": SOON}, follow=True)
    assert "First semester of 2027" in words(answer), words(answer)
    assert str(law_in_force(house.entity.pk).table("FR_B2B_DEFAULT").at(day).percent) == "12.65"
    (row,) = LawChange.objects.all()
    assert (
        row.made_by.startswith("user:") and JournalEntry.objects.filter(kind="creditor.law_updated").exists()
    )
    again = owner.post("/reglages/droit/mise-a-jour", {"text": SOON})
    assert again.status_code == 422 and LawChange.objects.count() == 1
    owner.post(f"/reglages/droit/{row.pk}/retirer")
    with pytest.raises(LawUnknown):
        law_in_force(house.entity.pk).table("FR_B2B_DEFAULT").at(day)
    assert "retiré" in words(owner.get(LAW))


def test_an_update_that_cannot_be_used_changes_nothing_and_says_where(owner: Client, house: House) -> None:
    answer = owner.post("/reglages/droit/mise-a-jour", {"text": SOON.replace("12.65", "11.11")})
    assert answer.status_code == 422 and "does not follow" in words(answer)
    assert not LawChange.objects.exists()


def test_a_lawyer_s_mark_is_shown_with_person_and_day(owner: Client, house: House) -> None:
    given = {"person": "Me Durand, avocate", "on": "2026-11-20"}
    owner.post("/reglages/droit/fait/FR-COMP-01", given)
    page = words(owner.get("/reglages/droit/pays/FR"))
    assert "validé par Me Durand, avocate" in page
    assert law_in_force(house.entity.pk).standing("FR-COMP-01").is_lawyer_validated
    assert owner.post("/reglages/droit/fait/FR-COMP-01", given | {"on": "2026-11-24"}).status_code == 422
    assert owner.get("/reglages/droit/fait/FR-NOWHERE").status_code == 404


def test_only_who_configures_changes_the_law(sign_in, house: House) -> None:  # type: ignore[no-untyped-def]
    client = sign_in(house, Role.MANAGER)
    assert client.get("/reglages/droit/mise-a-jour").status_code == 403
    assert client.post("/reglages/droit/fait/FR-COMP-01", {}).status_code == 403
    assert client.get("/reglages/droit/pays/FR").status_code == 200


def test_a_business_invoice_is_pointed_out_ninety_days_before_its_last_day(
    owner: Client, house: House
) -> None:
    age(house, date(2022, 2, 22))
    assert [last.found.last_on for last in near_last_days(act(house))] == []  # type: ignore[union-attr]
    age(house, date(2022, 2, 21))
    (last,) = near_last_days(act(house))
    assert last.found.last_on == date(2027, 2, 21)  # type: ignore[union-attr]
    assert "Prescription proche" in words(owner.get("/"))
    page = words(owner.get("/prescription"))
    assert house.invoice.number in page and "encore 90 jours" in page and "FR-LIM-01" in page


def test_a_consumer_s_debt_ends_sooner_and_a_past_one_stays_on_the_page(owner: Client, house: House) -> None:
    age(house, date(2024, 11, 22), kind="consumer")
    page = words(owner.get("/prescription"))
    assert "délai passé" in page and "Passées" in page
    assert "Prescription proche" not in words(owner.get("/"))


def test_a_payment_of_part_and_an_acknowledgement_start_the_period_anew(owner: Client, house: House) -> None:
    age(house, date(2022, 1, 10))
    pk, url = house.customer.pk, f"/clients/{house.customer.pk}/prescription"
    given = {
        "kind": "acknowledgement",
        "on": "2025-06-02",
        "until": "",
        "invoice": "",
        "proof": "lettre signée",
    }
    answer = owner.post(f"{url}/evenement", given, follow=True)
    assert "2 juin 2030" in words(answer) and "reconnaissance écrite" in words(answer), words(answer)
    assert near_last_days(act(house)) == []
    assert owner.post(f"{url}/evenement", given | {"proof": ""}).status_code == 422
    assert owner.post(f"{url}/evenement", given | {"on": "2027-01-01"}).status_code == 422
    event = LegalEvent.objects.get(customer_id=pk)
    owner.post(f"/prescription/{event.pk}/retirer")
    assert len(near_last_days(act(house))) == 1
    kinds = set(JournalEntry.objects.values_list("kind", flat=True))
    assert {"cases.legal_event_noted", "cases.legal_event_withdrawn"} <= kinds


def test_a_registered_letter_of_ours_moves_nothing_and_the_page_says_so(owner: Client, house: House) -> None:
    age(house, date(2022, 1, 10))
    url = f"/clients/{house.customer.pk}/prescription"
    given = {
        "kind": "registered_letter",
        "on": "2025-06-02",
        "until": "",
        "invoice": "",
        "proof": "accusé 12",
    }
    answer = owner.post(f"{url}/evenement", given, follow=True)
    assert "N'interrompt pas la prescription" in words(answer)
    assert len(near_last_days(act(house))) == 1


def test_the_sector_of_the_company_makes_the_period_shorter(owner: Client, house: House) -> None:
    age(house, date(2025, 12, 1))
    assert near_last_days(act(house)) == []
    owner.post(LAW, {"sector": "transport"})
    assert len(near_last_days(act(house))) == 1


def test_an_unknown_law_says_so_on_the_customer_s_page(owner: Client, house: House) -> None:
    age(house, date(2022, 1, 10), jurisdiction="JP")
    page = words(owner.get(f"/clients/{house.customer.pk}"))
    assert "Droit inconnu pour JP" in page and "demandez à un juriste" in page
    assert "inconnu" in words(owner.get(f"/clients/{house.customer.pk}/prescription"))
    assert near_last_days(act(house)) == []


def test_rights_stand_on_the_customer_s_page_and_never_offer_a_consumer_a_fee(
    owner: Client, house: House
) -> None:
    business = words(owner.get(f"/clients/{house.customer.pk}"))
    assert "Vos droits" in business and "l'indemnité forfaitaire, une fois par facture" in business
    assert "https://" in business and "non validé par un juriste" in business
    age(house, date(2026, 11, 13), kind="consumer")
    consumer = words(owner.get(f"/clients/{house.customer.pk}"))
    assert "l'indemnité forfaitaire, une fois par facture" not in consumer
    assert "frais de relance à un particulier" in consumer


def test_once_everything_is_time_barred_the_rights_say_so(owner: Client, house: House) -> None:
    age(house, date(2021, 1, 10))
    page = words(owner.get(f"/clients/{house.customer.pk}"))
    assert "prescription acquise" in page and "Accepter un paiement volontaire" in page
    assert "Demander une injonction de payer" not in page
    file = customer_file(act(house), house.customer.pk)
    assert file is not None
    assert file.assessments[0].balance.time_barred and not file.assessments[0].balance.actionable


def test_another_company_s_law_and_events_are_out_of_reach(
    owner: Client, house: House, stranger: House
) -> None:
    url = f"/clients/{stranger.customer.pk}/prescription"
    assert owner.get(url).status_code == 404
    assert owner.post(f"{url}/evenement", {}).status_code == 404
