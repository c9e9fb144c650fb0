"""A step that a person carries out is marked as done where the customer is."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.models import CashConfirmation
from encours.flows.night.run import run as run_night
from encours.ground.plumbing.clock import installation_clock
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases import actions as cases_actions
from encours.method.cases.models import Case, ContactFact
from encours.method.cases.rules.contact import Channel, Direction, PastContact
from encours.method.cases.rules.records import ContactRecord
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.models import CaseProgress
from encours.method.strategy.procedures import shipped_procedures
from encours.method.strategy.rules.position import after_task
from encours.method.strategy.rules.step import StepKind
from tests import factories
from tests.desk.conftest import House, words

PLACE = ("level", "level_day", "level_done_on", "pending_call", "attempts", "step_on", "call_back_at")


@pytest.fixture
def page(house: House) -> str:
    """The firm letter of a customer is due: everything before it was done a month ago."""
    CashConfirmation.objects.create(
        entity=house.entity, known_to=factories.TODAY, source="person", confirmed_by="user:1",
        confirmed_at=factories.NOW,
    )  # fmt: skip
    factories.an_invoice(house.customer, due_on=factories.TODAY - timedelta(days=120))
    run_night(house.entity.pk, installation_clock())
    Message.objects.update(state=MessageState.CANCELLED.value)
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
    asked = words(owner.get(f"{page}/fait"))
    assert "est-elle partie" in asked
    assert "signée par le responsable" in asked
    assert "Pas avant" not in asked
    assert "la réponse est attendue" in words(owner.post(f"{page}/fait", follow=True))
    assert {"cases.contact_recorded", "strategy.step_done"} <= set(factories.kinds_about(house.customer))
    after = words(owner.get(page))
    assert f"{page}/fait" not in after
    assert "Lettre ferme du responsable : c'est fait" in after
    assert house.customer.name in words(owner.get("/")).partition("Fait aujourd'hui")[2]


def test_a_letter_marked_by_mistake_is_taken_back_within_a_day(
    owner: Client, house: House, page: str
) -> None:
    before = CaseProgress.objects.values(*PLACE).get()
    key = _undo_key(owner.post(f"{page}/fait", follow=True))
    assert ContactFact.objects.filter(source__startswith="step:").exists()
    assert "tout est comme avant" in words(owner.post(f"/annuler/{key}", follow=True))
    assert not ContactFact.objects.filter(source__startswith="step:").exists()
    assert CaseProgress.objects.values(*PLACE).get() == before
    again = words(owner.get(page))
    assert f"{page}/fait" in again
    assert "noté par erreur, repris" in again
    assert "c'est fait, réponse" not in again
    owner.post(f"{page}/fait")
    assert ContactFact.objects.filter(source__startswith="step:").exists()


def test_what_the_ladder_has_left_behind_is_not_taken_back(owner: Client, house: House, page: str) -> None:
    key = _undo_key(owner.post(f"{page}/fait", follow=True))
    level = shipped_procedures()[CaseProgress.objects.get().procedure].levels[-1]
    strategy_actions.move({Case.objects.get().pk: after_task(level, on=factories.TODAY)})
    assert "ne se reprend plus" in words(owner.post(f"/annuler/{key}", follow=True))
    assert ContactFact.objects.filter(source__startswith="step:").exists()


def test_a_letter_that_the_guard_forbids_today_says_until_when_and_why(
    owner: Client, house: House, page: str
) -> None:
    asked = factories.NOW - timedelta(days=2)
    contact = PastContact(asked, Direction.OUTBOUND, Channel.EMAIL, step="x", stage="reminder2")
    act = creditor_queries.act(house.entity.pk, "user:1", installation_clock())
    record = ContactRecord(house.customer.pk, "outreach.message:99", contact, Case.objects.get().pk)
    cases_actions.record_contacts(act, records=[record])
    shown = words(owner.get(f"{page}/fait"))
    assert "Pas avant le" in shown
    assert "7 jours pleins entre deux contacts" in shown
    assert "Elle est déjà partie" in shown
    assert "pas avant le" in words(owner.get(page))


def test_where_no_such_step_is_due_there_is_nothing_to_mark(owner: Client, house: House) -> None:
    page = f"/clients/{house.customer.pk}"
    assert f"{page}/fait" not in words(owner.get(page))
    assert "Aucune étape à faire soi-même" in words(owner.get(f"{page}/fait", follow=True))
    assert "Aucune étape à faire soi-même" in words(owner.post(f"{page}/fait", follow=True))


def _undo_key(answer: Any) -> str:
    found = re.search(r"/annuler/(\w+)", answer.content.decode())
    assert found
    return found.group(1)


@pytest.fixture
def broken(house: House) -> str:
    """An agreement for Friday was not followed by a payment, and the bank is read: words of ours are due."""
    factories.an_invoice(house.customer, due_on=factories.TODAY - timedelta(days=41))
    friday = factories.TODAY - timedelta(days=3)
    factories.an_agreement(
        factories.a_case(house.customer, broken_agreements=1),
        state=AgreementState.BROKEN,
        promised_for=friday,
        judged_on=factories.TODAY,
    )
    return f"/clients/{house.customer.pk}"


def test_a_message_without_words_of_ours_is_written_by_a_person_and_noted(
    owner: Client, house: House, broken: str
) -> None:
    """«Écrire» led to a page on which nothing could be written, and nothing noted."""
    shown = words(owner.get(broken))
    assert f"{broken}/fait" in shown and "un message de votre main, à anne@dupont.test" in shown
    assert "Le message à" in words(owner.get(f"{broken}/fait"))
    assert "C'est noté" in words(owner.post(f"{broken}/fait", follow=True))
    after = words(owner.get(broken))
    assert f"{broken}/fait" not in after
    assert "Accord non suivi d'un paiement, première fois : c'est fait" in after


def test_such_a_message_noted_by_mistake_is_taken_back(owner: Client, house: House, broken: str) -> None:
    owner.post(f"{broken}/fait")
    key = owner.session["undo"][-1]["key"]
    assert "C'est annulé" in words(owner.post(f"/annuler/{key}", follow=True))
    assert f"{broken}/fait" in words(owner.get(broken))
