"""Thresholds on their pages: seen by all, tried, changed by who may, taken back; the list follows them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from encours.books.creditor.models import ThresholdChange
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import CashConfirmation
from encours.flows.night.run import run as run_night
from encours.flows.worklist import worklist
from encours.ground.plumbing.clock import installation_clock
from encours.method.insight.rules.priority import Section
from encours.method.strategy.models import WorkItem
from encours.method.strategy.rules.thresholds import FAMILIES
from encours.method.strategy.thresholds import thresholds_of
from tests import factories
from tests.desk.conftest import House, words

CUT = "/reglages/seuils/order/today_from"
SMALL = "/reglages/seuils/ladder/small_balance_minor"
GAP = "/reglages/seuils/guard/gap_days"


@pytest.fixture
def late(house: House) -> House:
    """The customer of the house has a running case."""
    CashConfirmation.objects.create(
        entity=house.entity, known_to=factories.TODAY, source="person", confirmed_by="user:1",
        confirmed_at=factories.NOW,
    )  # fmt: skip
    run_night(house.entity.pk, installation_clock())
    return house


def values(house: House) -> dict[str, int | None]:
    rows = ThresholdChange.objects.filter(entity=house.entity).order_by("pk")
    return dict(rows.values_list("key", "value"))


def test_the_subjects_and_their_thresholds_are_read_by_everybody(
    house: House, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(house, Role.READ_ONLY)
    index = words(client.get("/reglages/thresholds"))
    assert all(family.label in index for family in FAMILIES)
    page = words(client.get("/reglages/seuils/guard"))
    assert "Jours entre deux contacts" in page and "7 à 30 jours" in page
    assert "Seul le dirigeant change ce seuil." in words(client.get(GAP))
    assert "Enregistrer ce seuil" not in words(client.get(GAP))


def test_a_change_is_kept_with_its_person_told_on_the_page_and_taken_back(
    house: House, owner: Client
) -> None:
    page = words(owner.post(SMALL, {"value": "80"}, follow=True))
    assert "« Petit solde » est modifié." in page and "80,00 €" in page
    assert f"Modifié par {house.members[Role.OWNER].name}" in page
    assert values(house) == {"ladder.small_balance_minor": 8_000}
    assert thresholds_of(house.entity.pk, currency="EUR").ladder.small_balance_minor == 8_000
    assert "50,00 € → 80,00 €" in words(owner.get(SMALL))
    owner.post(f"{SMALL}/defaut")
    assert values(house) == {"ladder.small_balance_minor": None}
    assert thresholds_of(house.entity.pk, currency="EUR").ladder.small_balance_minor == 5_000


def test_undo_brings_the_former_value_back(house: House, owner: Client) -> None:
    owner.post(SMALL, {"value": "80"})
    owner.post(SMALL, {"value": "90"})
    key = owner.session["undo"][-1]["key"]
    owner.post(f"/annuler/{key}")
    assert values(house) == {"ladder.small_balance_minor": 8_000}


@pytest.mark.parametrize(
    ("address", "typed", "said"),
    [
        (GAP, "3", "protège le client"),
        (GAP, "abc", "nombre entier"),
        (SMALL, "5000", "entre 0,00 € et 1 000,00 €"),
        ("/reglages/seuils/guard/call_from", "08:00", "protège le client"),
        ("/reglages/seuils/order/today_from", "80", "Au plus la valeur de « D'abord »"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_the_reason(
    house: House, owner: Client, address: str, typed: str, said: str
) -> None:
    answer = owner.post(address, {"value": typed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert values(house) == {}


def test_what_would_change_is_shown_first_and_the_list_follows_the_change(late: House, owner: Client) -> None:
    entity, clock = late.entity.pk, installation_clock()
    stood = WorkItem.objects.get(entity=late.entity).section
    seen = words(owner.post(CUT, {"value": "60", "look": "1"}))
    assert "rien n'est encore enregistré" in seen
    assert late.customer.name in seen and "devient « Cette semaine »" in seen
    assert (values(late), [line.section for line in worklist(entity, clock)]) == ({}, [stood])
    owner.post(CUT, {"value": "60"})
    assert WorkItem.objects.get(entity=late.entity).section == Section.THIS_WEEK
    assert [line.section for line in worklist(entity, clock)] == [Section.THIS_WEEK]


def test_a_past_day_is_computed_with_the_numbers_of_that_day(late: House, owner: Client) -> None:
    entity, clock = late.entity.pk, installation_clock()
    yesterday = factories.TODAY - timedelta(days=1)
    then = [line.section for line in worklist(entity, clock, on=yesterday)]
    assert then and Section.THIS_WEEK not in then
    owner.post(CUT, {"value": "60"})
    assert [line.section for line in worklist(entity, clock, on=yesterday)] == then


def test_some_thresholds_are_the_owners_alone(house: House, sign_in: Callable[..., Client]) -> None:
    manager = sign_in(house, Role.MANAGER)
    assert manager.post(GAP, {"value": "9"}).status_code == 403
    assert manager.post(f"{GAP}/defaut").status_code == 403
    assert manager.post(SMALL, {"value": "80"}).status_code == 302
    assert sign_in(house, Role.AR).post(SMALL, {"value": "90"}).status_code == 403
    assert values(house) == {"ladder.small_balance_minor": 8_000}


def test_what_does_not_exist_is_not_found(owner: Client) -> None:
    assert owner.get("/reglages/seuils/nothing").status_code == 404
    assert owner.get("/reglages/seuils/guard/nothing").status_code == 404


def test_another_company_has_its_own_numbers(
    house: House, stranger: House, sign_in: Callable[..., Client]
) -> None:
    sign_in(house, Role.OWNER).post(SMALL, {"value": "80"})
    page = words(sign_in(stranger, Role.OWNER).get(SMALL))
    assert "50,00 €" in page and "80,00 €" not in page
