"""The counts of each quarter: the running one is counted anew each night, the past takes each customer once."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from encours.books.creditor.models import CreditorEntity
from encours.method.insight import actions, queries
from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.portfolio import past_quarters, quarter_of
from tests.factories import TODAY, a_customer, an_act, an_entity
from tests.insight.test_stored import NO_FOLLOW_UP, RELIABLE, UNEVEN, confirm, store

BEFORE = past_quarters(TODAY)[0]


def kept(entity: CreditorEntity, quarter: date) -> dict[DebtorType, int]:
    return queries.quarter_counts(entity.pk, [quarter]).get(quarter, {})


@pytest.mark.django_db
def test_the_running_quarter_is_counted_anew() -> None:
    entity, other = an_entity(), an_entity(name="Autre")
    customers = [a_customer(entity, f"Client {number}") for number in range(3)]
    for customer, opinion in zip(customers, [RELIABLE, UNEVEN, NO_FOLLOW_UP], strict=True):
        store(entity, customer.pk, opinion)
    actions.count_quarter(an_act(entity))
    running = quarter_of(TODAY)
    assert kept(entity, running) == {
        DebtorType.RELIABLE: 1,
        DebtorType.SPORADIC: 1,
        DebtorType.UNKNOWN: 1,
    }
    confirm(entity, customers[2].pk)
    store(entity, customers[1].pk, RELIABLE)
    actions.count_quarter(an_act(entity))
    assert kept(entity, running) == {DebtorType.RELIABLE: 2, DebtorType.AVOIDS: 1}
    assert kept(other, running) == {}


@pytest.mark.django_db
def test_a_customer_counts_once_in_the_past_whatever_is_repeated() -> None:
    entity = an_entity()
    first, second = a_customer(entity, "Un"), a_customer(entity, "Deux")
    for customer in (first, second):
        store(entity, customer.pk, RELIABLE)
    found = {first.pk: [(BEFORE, DebtorType.RELIABLE)]}
    assert actions.count_past(an_act(entity), found=found) == 1
    assert actions.count_past(an_act(entity), found=found) == 0
    assert kept(entity, BEFORE) == {DebtorType.RELIABLE: 1}
    more = {second.pk: [(BEFORE, DebtorType.RELIABLE)]}
    assert actions.count_past(an_act(entity), found=found | more) == 1
    assert kept(entity, BEFORE) == {DebtorType.RELIABLE: 2}
    assert queries.not_past_counted([first.pk, second.pk]) == set()
    assert set(queries.ever_read(entity.pk)) == {first.pk, second.pk}
    assert queries.read_longest_ago(entity.pk, before=TODAY, most=9) == []
    assert queries.read_longest_ago(entity.pk, before=TODAY + timedelta(days=1), most=1) == [first.pk]


@pytest.mark.django_db
def test_many_take_no_more_statements_than_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    entity = an_entity()
    customers = [a_customer(entity, f"Client {number}") for number in range(30)]
    for customer in customers:
        store(entity, customer.pk, RELIABLE)
    kinds = [DebtorType.RELIABLE, DebtorType.NEW, DebtorType.UNKNOWN]
    found = {
        customer.pk: [(quarter, kinds[number % 3]) for quarter in past_quarters(TODAY)]
        for number, customer in enumerate(customers)
    }
    with django_assert_num_queries(6):
        assert actions.count_past(an_act(entity), found=found) == 30
