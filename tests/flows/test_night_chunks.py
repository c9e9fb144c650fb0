"""The night goes by some hundreds of customers, each of them whole; when other processes are started for it."""

from typing import Any

import pytest
from django.db import transaction

from encours.books.receivables.models import Customer
from encours.flows.night import ahead, halving, run
from encours.flows.night.ahead import Ahead, crew_for
from encours.flows.night.overtaken import Overtaken
from encours.flows.night.report import NightReport
from encours.flows.night.review_chunk import decide_reviews, write_reviews
from encours.flows.night.works import Work
from encours.flows.review.gathered import House, Pair, house_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
from tests.factories import (
    NOW,
    TODAY,
    a_case,
    a_contact,
    a_customer,
    a_message,
    an_act,
    an_entity,
    an_invoice,
)


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


@pytest.fixture
def late() -> Customer:
    """A customer who is late, and to whose former address a message waits."""
    customer = a_customer(an_entity())
    a_contact(customer, email="ici@client.test")
    an_invoice(customer)
    a_case(customer)
    a_message(customer, MessageState.READY, to_email="ailleurs@client.test", contact=customer.contacts.get())
    return customer


@pytest.mark.django_db
def test_a_message_that_is_being_sent_undoes_the_plan_to_withhold_it(late: Customer) -> None:
    act, house = an_act(late.entity), house_of(late.entity_id, TODAY, FixedClock(NOW))
    plan = decide_reviews(act, house, [(late.pk, "EUR")])
    assert [found.message.to_email for found in plan.withheld] == ["ailleurs@client.test"]
    Message.objects.update(state=MessageState.SENDING.value)
    report = NightReport(late.entity_id, TODAY)
    with pytest.raises(Overtaken):
        write_reviews(act, plan, report)
    assert (report.cases, Message.objects.get().state) == (0, MessageState.SENDING)


@pytest.mark.django_db
@pytest.mark.parametrize(("times", "failed"), [(2, 0), (3, 1)])
def test_what_is_overtaken_is_decided_anew_a_few_times(late: Customer, times: int, failed: int) -> None:
    decided: list[int] = []

    def write(_act: Act, plan: int, part: NightReport) -> None:
        if plan <= times:
            raise Overtaken
        part.cases += 1

    def decide(_act: Act, _house: House, _pairs: list[Pair], *, tells: bool) -> int:
        assert tells
        decided.append(len(decided) + 1)
        return decided[-1]

    act, house = an_act(late.entity), house_of(late.entity_id, TODAY, FixedClock(NOW))
    report = NightReport(late.entity_id, TODAY)
    for step in Ahead(act, house, None).steps(Work("test", decide, write), [[(late.pk, "EUR")]], report):
        step()
    assert (len(decided), report.cases, report.failed) == (3, 1 - failed, failed)
