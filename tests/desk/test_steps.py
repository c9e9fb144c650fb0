"""A step that a person carries out is marked as done where the customer is."""

from datetime import date, timedelta

import pytest
from django.test import Client

from encours.books.receivables.models import CashConfirmation
from encours.flows.night.run import run as run_night
from encours.ground.plumbing.clock import installation_clock
from encours.method.cases.models import Case
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.models import CaseProgress
from encours.method.strategy.procedures import shipped_procedures
from encours.method.strategy.rules.position import after_task
from encours.method.strategy.rules.step import StepKind
from tests import factories
from tests.desk.conftest import House, words


@pytest.fixture
def page(house: House) -> str:
    """The firm letter of a customer is due: everything before it was done a month ago."""
    CashConfirmation.objects.create(
        entity=house.entity, known_to=factories.TODAY, source="person", confirmed_by="user:1",
        confirmed_at=factories.NOW,
    )  # fmt: skip
    factories.an_invoice(house.customer, due_on=factories.TODAY - timedelta(days=120))
    run_night(house.entity.pk, installation_clock())
    levels = shipped_procedures()[CaseProgress.objects.get().procedure].levels
    task = next(place for place, level in enumerate(levels) if level.kind is StepKind.TASK)
    month_ago: date = factories.TODAY - timedelta(days=30)
    strategy_actions.move(
        {Case.objects.get().pk: after_task(levels[task - 1], on=month_ago)}, clears_dates=True
    )
    return f"/clients/{house.customer.pk}"


def test_a_letter_that_was_written_is_marked_as_done_and_the_ladder_goes_on(
    owner: Client, house: House, page: str
) -> None:
    assert f"{page}/fait" in words(owner.get(page))
    assert "C'est fait" in words(owner.get(f"{page}/fait"))
    assert "Étape faite" in words(owner.post(f"{page}/fait", follow=True))
    assert "cases.contact_recorded" in factories.kinds_about(house.customer)
    assert f"{page}/fait" not in words(owner.get(page))


def test_where_no_such_step_is_due_there_is_nothing_to_mark(owner: Client, house: House) -> None:
    page = f"/clients/{house.customer.pk}"
    assert f"{page}/fait" not in words(owner.get(page))
    assert "Aucune étape à faire soi-même" in words(owner.post(f"{page}/fait", follow=True))
