"""Alerts that a person builds: conditions under a name, counted on Today, told in the journal, taken back."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.ground.evidence.models import JournalEntry
from encours.method.cases.models import Alert, ContactFact
from tests import factories
from tests.desk.conftest import House, words

PAGE = "/clients/alertes"
EMPTY = {"name": "", "late_days": "", "over": "", "untouched_days": ""}
SignIn = Callable[[House, Role], Client]


@pytest.fixture
def forgotten(house: House) -> House:
    """The house's customer is ten days late and was written to a month ago; a second one on Friday."""
    recent = factories.a_customer(house.entity, "Récent SARL")
    factories.an_invoice(recent)
    for customer, at in ((house.customer, datetime(2026, 10, 20)), (recent, datetime(2026, 11, 20))):
        ContactFact.objects.create(
            entity=house.entity, customer=customer, at=at.replace(tzinfo=ZoneInfo("UTC")), direction="outbound",
            channel="email", occasion="ladder", source=f"test:{customer.pk}",
        )  # fmt: skip
    return house


def make(client: Client, **given: str) -> str:
    answer = client.post(f"{PAGE}/nouvelle", EMPTY | {"name": "Oubliés"} | given, follow=True)
    assert answer.status_code == 200, words(answer)
    return words(answer)


def test_late_more_than_x_and_untouched_more_than_y(owner: Client, forgotten: House) -> None:
    page = make(owner, late_days="5", untouched_days="20")
    assert forgotten.customer.name in page and "Récent SARL" not in page
    assert "plus de 5 jours de retard et sans contact depuis plus de 20 jours" in page
    assert "Oubliés" in words(owner.get("/"))
    assert "Oubliés" in words(owner.get(PAGE))


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({"late_days": "9"}, 2), ({"late_days": "10"}, 0), ({"over": "1 199,99"}, 2), ({"over": "1200"}, 0),
        ({"untouched_days": "2"}, 2), ({"untouched_days": "3"}, 1), ({"untouched_days": "34"}, 0),
    ],
)  # fmt: skip
def test_each_condition_asks_for_more_than_its_figure(
    owner: Client, forgotten: House, given: dict[str, str], count: int
) -> None:
    page = make(owner, **given)
    assert page.count("<tr data-row") == count


def test_what_was_received_and_not_allocated_counts_first(owner: Client, forgotten: House) -> None:
    factories.a_payment(forgotten.customer, factories.euros("1200"))
    assert forgotten.customer.name not in make(owner, late_days="5")


def test_an_alert_is_told_changed_removed_and_taken_back(owner: Client, forgotten: House) -> None:
    make(owner, late_days="5")
    row = Alert.objects.get()
    owner.post(f"{PAGE}/{row.pk}/modifier", EMPTY | {"name": "Autres", "over": "500"})
    row.refresh_from_db()
    assert (row.name, row.late_days, row.over_minor) == ("Autres", None, 50_000)
    answer = owner.post(f"{PAGE}/{row.pk}/retirer", follow=True)
    assert not Alert.objects.exists()
    undo = words(answer).split('action="/annuler/')[1].split('"')[0]
    owner.post(f"/annuler/{undo}")
    assert Alert.objects.get().name == "Autres"
    kinds = list(JournalEntry.objects.filter(kind__startswith="cases.alert").values_list("kind", flat=True))
    assert kinds == ["cases.alert_kept", "cases.alert_changed", "cases.alert_removed", "cases.alert_kept"]


def test_ones_own_alert_is_ones_own_and_a_shared_one_everybodys(forgotten: House, sign_in: SignIn) -> None:
    make(sign_in(forgotten, Role.AR), late_days="5")
    make(sign_in(forgotten, Role.AR), late_days="5", name="Commune", is_shared="on")
    page = words(sign_in(forgotten, Role.ACCOUNT_MANAGER).get(PAGE))
    assert "Commune" in page and "Oubliés" not in page
    own, shared = Alert.objects.order_by("pk").values_list("pk", flat=True)
    other = sign_in(forgotten, Role.ACCOUNT_MANAGER)
    assert other.get(f"{PAGE}/{own}").status_code == 404
    assert other.post(f"{PAGE}/{shared}/retirer").status_code == 403
    assert sign_in(forgotten, Role.MANAGER).post(f"{PAGE}/{shared}/retirer").status_code == 302


def test_without_a_name_or_a_condition_nothing_is_kept(owner: Client, forgotten: House) -> None:
    for wrong in ({"name": "", "late_days": "5"}, {"name": "Vide"}, {"name": "x", "late_days": "1+1"}):
        assert owner.post(f"{PAGE}/nouvelle", EMPTY | wrong).status_code == 422
    assert not Alert.objects.exists()


def test_what_is_gone_is_not_taken_back_twice(owner: Client, forgotten: House) -> None:
    answer = owner.post(f"{PAGE}/nouvelle", EMPTY | {"name": "Oubliés", "late_days": "5"}, follow=True)
    undo = words(answer).split('action="/annuler/')[1].split('"')[0]
    Alert.objects.all().delete()
    assert "n'existe plus" in words(owner.post(f"/annuler/{undo}", follow=True))


def test_another_company_sees_none_of_it(forgotten: House, stranger: House, sign_in: SignIn) -> None:
    make(sign_in(forgotten, Role.OWNER), late_days="5", is_shared="on")
    client = sign_in(stranger, Role.OWNER)
    assert client.get(f"{PAGE}/{Alert.objects.get().pk}").status_code == 404
    assert "Oubliés" not in words(client.get(PAGE))
