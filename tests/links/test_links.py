"""Links are made without a row, revoked with one, and what is said through one counts once."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.links import actions as links_actions
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Closed, Link, Purpose, WhyClosed

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(clock: FixedClock) -> Act:
    return Act(1, "user:1", clock.now(), clock.today("Europe/Paris"))


def _link(act: Act, **other: object) -> Link:
    return links_queries.link_for(Purpose.PAGE, entity_id=1, subject_id=12, now=act.at, **other)  # type: ignore[arg-type]


def _opens(act: Act, token: str, days: int = 0) -> Link | Closed:
    return links_queries.open_link(token, purpose=Purpose.PAGE, now=act.at + timedelta(days=days))


def test_a_link_is_made_without_a_statement_and_opened_with_one(act: Act) -> None:
    with CaptureQueriesContext(connection) as made:
        token = links_queries.token_of(_link(act))
    assert len(made) == 0
    with CaptureQueriesContext(connection) as made:
        assert _opens(act, token) == _link(act)
        assert isinstance(_opens(act, "made-up"), Closed)
    assert len(made) == 1


def test_a_key_that_is_being_replaced_still_opens(act: Act, settings: object) -> None:
    token = links_queries.token_of(_link(act))
    settings.SECRET_KEY, settings.ENCOURS_FORMER_KEYS = "a new one", [settings.SECRET_KEY]  # type: ignore[attr-defined]
    assert _opens(act, token) == _link(act)
    settings.ENCOURS_FORMER_KEYS = []  # type: ignore[attr-defined]
    assert _opens(act, token) == Closed(WhyClosed.UNKNOWN)


def test_all_links_of_a_subject_are_revoked_and_later_ones_open(act: Act) -> None:
    token, other = (
        links_queries.token_of(_link(act)),
        links_queries.link_for(Purpose.PAGE, entity_id=1, subject_id=13, now=act.at),
    )
    links_actions.revoke_all(act, purpose=Purpose.PAGE, subject_id=12, about="customer:12")
    assert _opens(act, token) == Closed(WhyClosed.REVOKED, _link(act))
    assert _opens(act, links_queries.token_of(other)) == other
    later = Act(1, "user:1", act.at + timedelta(seconds=2), act.today)
    assert _opens(later, links_queries.token_of(_link(later))) == _link(later)
    assert links_queries.last_ended_at(1, purpose=Purpose.PAGE, subject_id=12) == act.at


def test_one_link_is_revoked_alone_and_the_journal_tells_both_ends(act: Act) -> None:
    token = links_actions.hand_out(
        act, purpose=Purpose.PAGE, subject_id=12, about="customer:12", contact_id=3
    )
    links_actions.revoke(act, link=_link(act, contact_id=3), about="customer:12")
    assert isinstance(_opens(act, token), Closed)
    assert _opens(act, links_queries.token_of(_link(act, contact_id=4))) == _link(act, contact_id=4)
    told = evidence_queries.lines_about(act.chain, ["customer:12"])
    assert {line.kind for line in told} == {"links.link_issued", "links.link_revoked"}


def test_a_form_sent_twice_counts_once_and_one_taken_back_may_come_again(act: Act) -> None:
    link = _link(act)
    with transaction.atomic():
        assert links_actions.use_once(act, link=link, form="abc", what="already_paid")
        transaction.set_rollback(True)
    assert links_actions.use_once(act, link=link, form="abc", what="already_paid")
    links_actions.name_outcome(link=link, form="abc", outcome="item:5")
    assert not links_actions.use_once(act, link=link, form="abc", what="already_paid")
    assert links_actions.use_once(act, link=_link(act, contact_id=9), form="abc", what="already_paid")
    said = links_queries.uses_of(1, purpose=Purpose.PAGE, subject_id=12)
    assert [(use.what, use.outcome, use.contact_id) for use in said] == [
        ("already_paid", "", 9),
        ("already_paid", "item:5", None),
    ]
    assert links_queries.use_under(links_actions.key_of(link, "abc")) == said[1]
