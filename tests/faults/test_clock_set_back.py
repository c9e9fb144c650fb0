"""The machine's clock goes back: nothing leaves twice, no night is made twice, and somebody is told."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Member
from encours.books.creditor.rules.roles import Role
from encours.faces.desk.context import blocks
from encours.faces.desk.who import Desk
from encours.flows import dispatch, nightly
from encours.flows.doctor import examine
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import FixedClock
from encours.ground.plumbing.say import say
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.models import NightRun
from tests.factories import NOW, a_customer, a_message, an_act, an_entity
from tests.faults import subjects
from tests.kill.world import times_taken
from tests.smtp import SmtpServer

pytestmark = pytest.mark.django_db

MONDAY = datetime.fromisoformat("2026-11-23T09:30:00+01:00")
BACK = [timedelta(hours=1), timedelta(days=1), timedelta(days=30)]
ONE_BY_DEFAULT = [pytest.param(back, marks=[pytest.mark.long] * (back != BACK[1])) for back in BACK]


def day(at: datetime) -> None:
    """What a worker does at an instant: the night if it is due, then what may leave."""
    nightly.run_due(FixedClock(at))
    dispatch.run(FixedClock(at))


def journal_is_whole() -> bool:
    return all(state.broken_at is None for state in evidence_queries.verify())


@pytest.mark.parametrize("back", ONE_BY_DEFAULT, ids=str)
def test_nothing_leaves_twice_and_no_night_is_made_twice(smtp_server: SmtpServer, back: timedelta) -> None:
    entity = subjects.seed(7, port=smtp_server.port, is_sending=True)
    day(MONDAY)
    sent, told = times_taken(smtp_server), JournalEntry.objects.count()
    assert len(sent) == 3
    day(MONDAY - back)
    day(MONDAY - back + timedelta(minutes=5))
    assert times_taken(smtp_server) == sent
    nights = set(NightRun.objects.filter(entity_id=entity).values_list("as_of", flat=True))
    for after in range(1, 5):
        day(MONDAY + timedelta(hours=after))
    assert times_taken(smtp_server) == sent
    assert set(NightRun.objects.filter(entity_id=entity).values_list("as_of", flat=True)) == nights
    nightly_told = Counter(
        JournalEntry.objects.filter(kind="strategy.night_run").values_list("recorded_at__date", flat=True)
    )
    assert set(nightly_told.values()) == {1}, nightly_told
    assert JournalEntry.objects.count() >= told
    assert journal_is_whole()


def test_a_message_whose_worker_died_is_shown_although_the_clock_went_back_a_month() -> None:
    entity = an_entity()
    message = a_message(a_customer(entity))
    with transaction.atomic():
        claim = outreach_actions.claim_next(entity.pk, lease="a", now=NOW, technical_now=NOW)
    assert claim is not None
    act = an_act(entity)
    assert outreach_actions.mark_lost(act, technical_now=NOW) == []
    assert outreach_actions.mark_lost(act, technical_now=NOW - timedelta(days=30)) == [message.pk]
    message.refresh_from_db()
    assert message.state == MessageState.UNKNOWN


def test_a_night_whose_worker_died_is_begun_again_although_the_clock_went_back() -> None:
    entity = an_entity()
    today = NOW.date()
    NightRun.objects.create(
        entity=entity, as_of=today, started_at=NOW, lease="a", leased_until=NOW + timedelta(minutes=5)
    )
    running = strategy_queries.night_is_running
    assert running(entity.pk, today, technical_now=NOW)
    assert not running(entity.pk, today, technical_now=NOW - timedelta(hours=1))


def test_the_doctor_and_every_page_say_that_the_clock_is_behind() -> None:
    entity = subjects.seed(1)
    nightly.run_due(FixedClock(MONDAY))
    assert told(entity, MONDAY) == ([], [])
    for back in BACK:
        findings, banners = told(entity, MONDAY - back)
        assert len(findings) == len(banners) == 1
        # What a worker goes on telling with the wrong time hides nothing.
        outreach_actions.stop_sending(act_of(entity, MONDAY - back), why="incident")
        assert told(entity, MONDAY - back)[1] == banners


def act_of(entity: int, at: datetime) -> Act:
    return creditor_queries.act(entity, "user:1", FixedClock(at))


def told(entity: int, at: datetime) -> tuple[list[str], list[str]]:
    """What the doctor, and the head of every page, say of the clock."""
    clock = FixedClock(at)
    findings = [say(f.what) for f in examine(clock, with_mail=False) if f.code == "clock" and f.remedy]
    member = Member(1, entity, 1, "Claire", Role.OWNER, "", "", None)
    desk = Desk(1, member, creditor_queries.entity(entity), act_of(entity, at), clock)  # type: ignore[arg-type]
    return findings, [say(b.text) for b in blocks(desk) if b.icon == "clock-alert"]  # type: ignore[arg-type]
