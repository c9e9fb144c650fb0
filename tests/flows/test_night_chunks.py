"""The night goes by some hundreds of customers, each of them whole; when other processes are started for it."""

from typing import Any

import pytest
from django.db import transaction

from encours.flows.night import ahead, halving, run
from encours.flows.night.ahead import crew_for


def test_the_currencies_of_a_customer_stay_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK", 2)
    pairs = [(1, "EUR"), (2, "EUR"), (2, "USD"), (3, "EUR"), (4, "EUR"), (4, "GBP"), (4, "USD")]
    assert list(run._chunks(pairs)) == [pairs[:3], pairs[3:]]
    assert list(run._chunks([])) == []


def test_halves_cut_between_customers_as_long_as_there_are_two() -> None:
    assert halving._middle([(1, "EUR"), (2, "EUR"), (2, "GBP"), (2, "USD")]) == 1
    assert halving._middle([(1, "EUR"), (2, "EUR"), (3, "EUR"), (4, "EUR")]) == 2
    assert halving._middle([(1, "EUR"), (1, "USD")]) == 1


@pytest.mark.django_db
def test_no_process_is_started_for_what_will_be_taken_back() -> None:
    def never() -> int:
        raise AssertionError("nobody has to count")

    with transaction.atomic(), crew_for(never) as crew:
        assert crew is None


def test_no_process_is_started_for_few_cases_or_where_one_is_to_do_all(
    settings: Any,
) -> None:
    settings.ENCOURS_NIGHT_PROCESSES = 2
    with crew_for(lambda: ahead.FEWEST_CASES - 1) as crew:
        assert crew is None
    settings.ENCOURS_NIGHT_PROCESSES = 1
    with crew_for(lambda: 10**6) as crew:
        assert crew is None
