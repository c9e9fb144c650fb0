"""A promise at the desk: accepted in writing, moved once before its date, shown as paid."""

from datetime import date

import pytest
from django.test import Client

from encours.method.agreements.models import Agreement
from encours.method.cases.models import Case
from tests import factories
from tests.desk.conftest import House, words

PROMISE = {
    "amount": "100,00", "promised_for": "2026-12-01", "means": "virement", "person": "Mme Morel", "source": "call",
    "measure": "short_plan", "after_days": "1",
    "trace": "",
}  # fmt: skip


@pytest.fixture
def page(owner: Client, house: House) -> str:
    """The page of a promise of 100 € for the first of December, not accepted yet."""
    Case.objects.create(
        entity=house.entity, customer=house.customer, currency="EUR", opened_on=date(2026, 11, 20)
    )
    here = f"/clients/{house.customer.pk}/promesse"
    assert owner.post(here, PROMISE).status_code == 302
    return f"{here}/{Agreement.objects.get().pk}"


@pytest.fixture
def accepted(owner: Client, page: str) -> str:
    owner.post(page, {"trace": "D'accord pour le 1er décembre, Mme Morel, le 23 novembre."})
    assert Agreement.objects.get().state == "accepted"
    return page


def test_an_accepted_promise_is_moved_once_and_accepted_anew(owner: Client, accepted: str) -> None:
    assert f"{accepted}/date" in words(owner.get(accepted))
    too_early = owner.post(f"{accepted}/date", {"to": "2026-11-01", "why": "trésorerie"})
    assert too_early.status_code == 422
    answer = owner.post(f"{accepted}/date", {"to": "2026-12-08", "why": "trésorerie"}, follow=True)
    assert "à confirmer par écrit" in words(answer)
    moved = Agreement.objects.get()
    assert (moved.state, moved.promised_for) == ("proposed", date(2026, 12, 8))


def test_money_that_left_is_shown_with_its_proof(owner: Client, house: House, accepted: str) -> None:
    assert owner.post(accepted, {"proof": ""}).status_code == 422
    answer = owner.post(accepted, {"proof": "avis d'opération du 23 novembre"}, follow=True)
    assert "trois jours bancaires" in words(answer)
    assert Agreement.objects.get().state == "in_transit"
    assert "agreements.transfer_shown" in factories.kinds_about(house.customer)


def test_what_is_not_accepted_has_no_transfer_yet(owner: Client, page: str) -> None:
    assert 'name="proof"' not in words(owner.get(page))
    assert f"{page}/date" not in words(owner.get(page))
