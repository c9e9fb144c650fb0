"""A pause at the desk: seen with its reason and end, given another end, lifted."""

from datetime import date

import pytest
from django.test import Client

from encours.method.cases.models import Hold
from tests import factories
from tests.desk.conftest import House, words


@pytest.fixture
def page(owner: Client, house: House) -> str:
    """The page of a pause that the customer asked for, until the fourth of December."""
    here = f"/clients/{house.customer.pk}/attente"
    given = {"kind": "manual", "reason": "inventaire", "until_on": "2026-12-04"}
    assert owner.post(here, given).status_code == 302
    return f"{here}/{Hold.objects.get().pk}"


def test_a_pause_gets_another_end_with_a_reason(owner: Client, house: House, page: str) -> None:
    customer = f"/clients/{house.customer.pk}"
    assert page in words(owner.get(customer))
    assert 'value="2026-12-04"' in words(owner.get(page))
    assert owner.post(page, {"until_on": "2026-12-11", "why": ""}).status_code == 422
    answer = owner.post(page, {"until_on": "2026-12-11", "why": "inventaire plus long"}, follow=True)
    assert "Mise en attente jusqu'au" in words(answer)
    assert Hold.objects.get().until_on == date(2026, 12, 11)
    assert "cases.hold_changed" in factories.kinds_about(house.customer)
    assert "Mise en attente modifiée" in words(owner.get(customer)), "told among the exchanges"


def test_an_end_that_has_passed_or_none_at_all_is_refused_beside_its_field(owner: Client, page: str) -> None:
    assert "déjà passée" in words(owner.post(page, {"until_on": "2026-11-20", "why": "fini"}))
    assert owner.post(page, {"until_on": "", "why": "sans fin"}).status_code == 422
    assert Hold.objects.get().until_on == date(2026, 12, 4)


def test_what_lasts_until_it_is_lifted_may_lose_its_end(owner: Client, house: House) -> None:
    here = f"/clients/{house.customer.pk}/attente"
    owner.post(here, {"kind": "insolvency", "reason": "jugement", "until_on": "2026-12-04"})
    page = f"{here}/{Hold.objects.get().pk}"
    answer = owner.post(page, {"until_on": "", "why": "procédure ouverte"}, follow=True)
    assert "sans date de fin" in words(answer)
    assert Hold.objects.get().until_on is None


def test_a_pause_is_lifted_from_its_page(owner: Client, house: House, page: str) -> None:
    assert f"{page}/lever" in words(owner.get(page))
    owner.post(f"{page}/lever", {"why": "inventaire terminé"})
    assert Hold.objects.get().released_at is not None
    assert owner.get(page).status_code == 404
    assert page not in words(owner.get(f"/clients/{house.customer.pk}"))
