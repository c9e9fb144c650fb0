"""Old debts on screen: seen on Today, chosen on one page, confirmed together, taken back."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.flows.night.run import run as run_night
from encours.ground.kernel.clock import FixedClock
from encours.method.strategy.models import CaseProgress
from tests import factories
from tests.desk.conftest import House, words

PAGE = "/clients/anciennes"
MORNING = FixedClock(datetime(2026, 11, 23, 2, 30, tzinfo=ZoneInfo("Europe/Paris")))


@pytest.fixture
def old(house: House) -> list[int]:
    """Three customers who owed for months when their invoices came in on Sunday; their cases."""
    for name in ("Aubert SA", "Bernard SARL", "Colin SAS"):
        customer = factories.a_customer(house.entity, name)
        factories.a_contact(customer)
        factories.an_invoice(
            customer, due_on=date(2026, 7, 1), created_at=datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("UTC"))
        )
    run_night(house.entity.pk, MORNING)
    rows = CaseProgress.objects.filter(entry_asked_on__isnull=False)
    return list(rows.order_by("case__customer__search_key").values_list("case_id", flat=True))


def test_today_says_how_many_wait_and_where_to_choose(owner: Client, old: list[int]) -> None:
    page = words(owner.get("/"))
    assert "3 dettes anciennes attendent leur étape d'entrée" in page
    assert PAGE in page


def test_nothing_is_said_where_no_debt_was_old(owner: Client, house: House) -> None:
    run_night(house.entity.pk, MORNING)
    assert "dettes anciennes" not in words(owner.get("/"))
    assert "Aucune dette ancienne à confirmer" in words(owner.get(PAGE))


def test_the_page_proposes_a_step_with_its_reason_and_another_where_reminders_left_before(
    owner: Client, old: list[int]
) -> None:
    page = words(owner.get(PAGE))
    assert "145 jours de retard et rien d'écrit avant" in page
    assert 'value="courtesy" selected' in page
    page = words(owner.get(f"{PAGE}?relances=oui"))
    assert "des relances déjà parties" in page
    assert 'value="call_2" selected' in page


def test_the_ticked_ones_are_confirmed_together_and_taken_back(owner: Client, old: list[int]) -> None:
    given = {f"step_{pk}": "call_2" for pk in old} | {f"tick_{pk}": "on" for pk in old[:2]}
    answer = owner.post(PAGE, given, follow=True)
    assert "Étapes d'entrée confirmées : 2." in words(answer)
    levels = dict(CaseProgress.objects.values_list("case_id", "entry_level"))
    assert [levels[pk] for pk in old] == ["call_2", "call_2", ""]
    assert "1 dette ancienne attend" in words(owner.get("/"))
    undo = words(answer).split('action="/annuler/')[1].split('"')[0]
    assert "tout est comme avant" in words(owner.post(f"/annuler/{undo}", follow=True))
    assert not CaseProgress.objects.exclude(entry_level="").exists()


def test_the_customers_page_says_that_its_entry_waits(owner: Client, old: list[int]) -> None:
    customer = CaseProgress.objects.get(case_id=old[0]).case.customer_id
    page = words(owner.get(f"/clients/{customer}"))
    assert "Dette déjà ancienne à son arrivée" in page and PAGE in page


def test_who_may_not_decide_sees_the_steps_and_confirms_nothing(
    house: House, old: list[int], sign_in: Callable[[House, Role], Client]
) -> None:
    client = sign_in(house, Role.AR)
    page = words(client.get(PAGE))
    assert "Mot de courtoisie" in page and "Confirmer les étapes" not in page
    assert client.post(PAGE, {f"step_{old[0]}": "call_2", f"tick_{old[0]}": "on"}).status_code == 403


def test_the_page_takes_as_many_statements_for_many_as_for_few(
    owner: Client, house: House, old: list[int], django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        owner.get(PAGE)
