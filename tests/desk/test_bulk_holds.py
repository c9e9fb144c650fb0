"""Several customers put on hold at once: ticked in the list or all of a filter, one transaction, taken back."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import Customer
from encours.method.cases.models import Hold
from tests import factories
from tests.desk.conftest import House, words

PAGE = "/clients/attente"
GIVEN = {"reason": "fermeture annuelle du groupe", "until_on": "2026-12-11"}


@pytest.fixture
def group(house: House) -> list[Customer]:
    """Three customers of one group, all late, with the house's own customer beside."""
    rows = [factories.a_customer(house.entity, name) for name in ("Groupe Est", "Groupe Nord", "Groupe Sud")]
    for row in rows:
        factories.an_invoice(row)
    return rows


def ticked(rows: list[Customer]) -> str:
    return PAGE + "?" + "&".join(f"client={row.pk}" for row in rows)


def test_the_ticked_ones_are_held_together_and_the_others_are_not(
    owner: Client, group: list[Customer]
) -> None:
    assert 'name="client"' in words(owner.get("/clients"))
    page = words(owner.get(ticked(group[:2])))
    assert "Mettre 2 clients en attente" in page and "Groupe Est, Groupe Nord" in page
    answer = owner.post(ticked(group[:2]), GIVEN, follow=True)
    assert "Mises en attente : 2." in words(answer)
    held = Hold.objects.order_by("customer__search_key")
    assert [(h.customer_id, h.until_on) for h in held] == [(r.pk, date(2026, 12, 11)) for r in group[:2]]
    for row in group[:2]:
        assert factories.kinds_about(row) == ["cases.hold_placed"]


def test_all_of_a_filter_is_held_and_taken_back_in_one_click(owner: Client, group: list[Customer]) -> None:
    answer = owner.post(f"{PAGE}?tous=1&vue=late&q=groupe", GIVEN, follow=True)
    assert Hold.objects.count() == 3
    undo = words(answer).split('action="/annuler/')[1].split('"')[0]
    assert "tout est comme avant" in words(owner.post(f"/annuler/{undo}", follow=True))
    assert not Hold.objects.filter(released_at__isnull=True).exists()
    assert "cases.hold_released" in factories.kinds_about(group[0])


def test_who_is_held_already_keeps_the_end_that_was_agreed(owner: Client, group: list[Customer]) -> None:
    factories.a_hold(group[0], until_on=date(2026, 11, 27))
    answer = owner.post(ticked(group), GIVEN, follow=True)
    assert "Mises en attente : 2 ; déjà en attente, laissés tels quels : 1." in words(answer)
    assert Hold.objects.get(customer=group[0]).until_on == date(2026, 11, 27)


def test_without_a_reason_an_end_or_with_one_that_has_passed_nobody_is_held(
    owner: Client, group: list[Customer]
) -> None:
    for wrong in ({"reason": ""}, {"until_on": ""}, {"until_on": "2026-11-20"}):
        assert owner.post(ticked(group), GIVEN | wrong).status_code == 422
    assert Hold.objects.count() == 0


def test_nothing_ticked_goes_back_to_the_list(owner: Client, group: list[Customer]) -> None:
    assert owner.get(f"{PAGE}?vue=late").headers["Location"] == "/clients?vue=late"


def test_another_companys_customers_are_never_among_them(
    owner: Client, group: list[Customer], stranger: House
) -> None:
    owner.post(ticked([*group, stranger.customer]), GIVEN)
    assert not Hold.objects.filter(customer=stranger.customer).exists()


def test_who_may_only_read_sees_no_boxes_and_holds_nobody(
    house: House, group: list[Customer], sign_in: Callable[[House, Role], Client]
) -> None:
    client = sign_in(house, Role.READ_ONLY)
    assert 'name="client"' not in words(client.get("/clients"))
    assert client.post(ticked(group), GIVEN).status_code == 403


def test_many_are_held_with_as_many_statements_as_two(
    owner: Client, house: House, group: list[Customer], django_assert_max_num_queries: Callable[..., object]
) -> None:
    more = [factories.a_customer(house.entity, f"Filiale {place}") for place in range(30)]
    with django_assert_max_num_queries(120):  # type: ignore[attr-defined]
        owner.post(ticked(more), GIVEN)
    assert Hold.objects.count() == 30
