"""The day noted after a call: said beforehand, refused beside its field, or free when the customer asked for it."""

import pytest
from django.test import Client

from encours.ground.evidence.models import JournalEntry
from encours.method.calls.models import CallNote
from encours.method.strategy.models import CaseProgress
from tests import factories
from tests.desk.conftest import House, words

IN_THREE_DAYS, IN_A_WEEK = "2026-11-26", "2026-11-30"
"""The house's day is Monday 23 November 2026."""


@pytest.fixture
def page(owner: Client, house: House) -> str:
    factories.a_contact(house.customer, phone="01 44 00 00 00", is_main=False)
    case = factories.a_case(house.customer)
    CaseProgress.objects.create(case=case, review_on=factories.TODAY)
    page = f"/clients/{house.customer.pk}/appel"
    owner.get(page)
    return page


def given(**noted: str) -> dict[str, str]:
    return {
        "outcome": "answered_no_promise",
        "note": "Attend un visa.",
        "next_step": "rappeler",
        "mood": "calm",
    } | noted


def test_the_form_says_from_which_day_a_contact_is_possible(owner: Client, page: str) -> None:
    assert "Après un échange, nous pouvons recontacter ce client à partir du 30 novembre" in words(
        owner.get(page)
    )


def test_a_day_that_the_guard_would_refuse_is_answered_beside_it_with_the_first_possible_one(
    owner: Client, page: str
) -> None:
    """«fixée au 19» was noted on the 16th, and K1 closed that day without a word."""
    refused = owner.post(page, given(next_on=IN_THREE_DAYS))

    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"next_on"}
    assert "Premier jour possible : le 30 novembre" in words(refused)
    assert not CallNote.objects.exists()
    assert not JournalEntry.objects.filter(kind="evidence.request_refused").exists()


def test_a_possible_day_is_kept_as_that_of_the_next_step(owner: Client, page: str) -> None:
    assert owner.post(page, given(next_on=IN_A_WEEK)).status_code == 302
    assert str(CaseProgress.objects.get().step_on) == IN_A_WEEK


def test_a_call_back_that_the_customer_asked_for_may_come_sooner(owner: Client, page: str) -> None:
    asked = given(next_on=IN_THREE_DAYS, next_way="asked", call_back_hour="10:30")

    assert owner.post(page, asked).status_code == 302
    call_back = CaseProgress.objects.get().call_back_at
    assert call_back is not None
    assert call_back.isoformat() == "2026-11-26T09:30:00+00:00"


def test_the_outcome_call_back_requested_says_it_by_itself(owner: Client, page: str) -> None:
    asked = given(outcome="callback_requested", next_on=IN_THREE_DAYS)

    assert owner.post(page, asked).status_code == 302
    assert CaseProgress.objects.get().call_back_at is not None


def test_nobody_is_called_back_on_a_sunday(owner: Client, page: str) -> None:
    refused = owner.post(page, given(next_on="2026-11-29", next_way="asked"))

    assert refused.status_code == 422
    assert "Premier jour possible : le 30 novembre" in words(refused)


def test_what_is_nothing_for_the_customer_may_be_done_tomorrow(owner: Client, page: str) -> None:
    assert owner.post(page, given(next_on="2026-11-24", next_way="inside")).status_code == 302
    assert CallNote.objects.get().next_step == "rappeler"
    assert not CaseProgress.objects.filter(step_on__isnull=False).exists()
