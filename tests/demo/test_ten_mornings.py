"""Ten mornings in a row: the demonstration lives on, and nobody is written to too often."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest

from encours.books.creditor import queries as creditor_queries
from encours.faces.demo.company import TODAY, ZONE
from encours.flows import dispatch, next_morning, recording
from encours.flows.night.report import NightReport
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.business_days import is_business_day
from encours.ground.kernel.clock import days_between, local_date
from encours.method.cases.rules.contact import Occasion
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
from tests.demo.conftest import Morning

pytestmark = pytest.mark.either

MORNINGS = 10


@pytest.fixture(scope="module")
def two_weeks(lasting_morning: Morning) -> list[NightReport]:
    """Each day a person looks at the bank and confirms what waits; what may leave leaves."""
    morning = lasting_morning
    reports = [morning.report]
    for _ in range(MORNINGS):
        _work_a_day(morning)
        reports += next_morning.run(morning.clock).nights
        assert is_business_day(morning.clock.today(ZONE), "FR")
    return reports


@pytest.fixture
def lived(two_weeks: list[NightReport], at_home: None) -> list[NightReport]:
    return two_weeks


def test_each_morning_is_a_business_day_and_no_night_is_left_out(
    lasting_morning: Morning, lived: list[NightReport]
) -> None:
    """Ten mornings are two weeks: the nights of the two week-ends are run on the way."""
    assert lasting_morning.clock.today(ZONE) == date(2026, 3, 31)
    assert [days_between(TODAY, report.as_of) for report in lived] == list(range(MORNINGS + 5))
    assert [chain.problem for chain in evidence_queries.verify()] == ["", ""]


def test_nobody_gets_two_messages_of_ours_within_seven_days(lived: list[NightReport]) -> None:
    by_customer: dict[int, list[date]] = defaultdict(list)
    for message in _gone():
        if message.occasion == Occasion.LADDER.value:
            by_customer[message.customer_id].append(local_date(message.sent_at, ZONE))
    gaps = [
        (customer, days_between(earlier, later))
        for customer, days in by_customer.items()
        for earlier, later in pairwise(days)
        if later >= TODAY
    ]

    assert gaps
    assert [gap for gap in gaps if gap[1] < 7] == []


def test_messages_leave_on_business_days_alone(lived: list[NightReport]) -> None:
    days = {local_date(message.sent_at, ZONE) for message in _gone()} - {date(2026, 3, 16)}

    assert all(is_business_day(day, "FR") for day in days)
    assert len([day for day in days if day >= TODAY]) >= 3


def test_what_the_guard_refuses_is_written_down(lived: list[NightReport]) -> None:
    told = JournalEntry.objects.filter(kind="outreach.contact_refused").count()

    assert told == sum(sum(report.refusals.values()) for report in lived)
    assert told > 5


def test_each_mail_that_left_is_a_file_and_no_other(
    lasting_morning: Morning, lived: list[NightReport]
) -> None:
    files = list((lasting_morning.clock.file.parent / "outbox").glob("*.eml"))

    assert len(files) == len([m for m in _gone() if local_date(m.sent_at, ZONE) >= TODAY])


def _work_a_day(morning: Morning) -> None:
    owner = f"user:{creditor_queries.team(morning.entity_id)[0].user_id}"
    act = creditor_queries.act(morning.entity_id, owner, morning.clock)
    if is_business_day(act.today, "FR"):
        recording.confirm_bank(act)
    for pk in Message.objects.filter(state=MessageState.TO_CONFIRM.value).values_list("pk", flat=True):
        outreach_actions.approve(act, message_id=pk)
    dispatch.run(morning.clock)


def _gone() -> Iterator[Message]:
    return Message.objects.filter(state="accepted").order_by("sent_at", "pk").iterator()
