"""What holds for every history: a delay leads to a yes, nothing leaves at a forbidden hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from encours.ground.kernel.business_days import Period, is_business_day
from encours.ground.kernel.clock import local_date
from encours.method.cases.rules.contact import (
    CallOutcome,
    Channel,
    Direction,
    HoldKind,
    Occasion,
    PastContact,
)
from encours.method.outreach.rules.cadence import calendar_of, next_open, open_hours
from encours.method.outreach.rules.contact_facts import (
    Decision,
    GuardFacts,
    HoldFact,
    Override,
    ProposedContact,
    Verdict,
)
from encours.method.outreach.rules.guard import review
from encours.method.outreach.rules.limits import LawLimits
from encours.method.outreach.rules.pauses import lets_through

pytestmark = pytest.mark.slow

ZONES = st.sampled_from(
    ["Europe/Paris", "America/Toronto", "Pacific/Noumea", "Asia/Kathmandu", "America/Havana"]
)
MOMENTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 7, 20), timezones=st.just(UTC))
STEPS = st.sampled_from(["", "courtesy", "call_1", "promise-1"])
DAYS = st.dates(date(2026, 3, 1), date(2026, 8, 30))


@st.composite
def contacts(draw: st.DrawFn) -> PastContact:
    channel = draw(st.sampled_from(list(Channel)))
    outcome = draw(st.none() | st.sampled_from(list(CallOutcome))) if channel is Channel.PHONE else None
    return PastContact(
        at=draw(MOMENTS),
        direction=draw(st.sampled_from(list(Direction))),
        channel=channel,
        occasion=draw(st.sampled_from(list(Occasion))),
        step=draw(STEPS),
        outcome=outcome,
        contact_id=draw(st.none() | st.integers(1, 3)),
        answered=draw(st.booleans()),
        deadline_named_on=draw(st.none() | DAYS),
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[GuardFacts, ProposedContact]:
    now = draw(MOMENTS)
    holds = st.builds(HoldFact, st.sampled_from(list(HoldKind)), DAYS)
    first = draw(DAYS)
    law = LawLimits("loi", calls_in_7_days=3, contacts_in_7_days=4, days_after_conversation=9)
    facts = GuardFacts(
        now=now,
        country=draw(st.sampled_from(["FR", "CA", "CH"])),
        time_zone=draw(ZONES),
        closed=draw(st.sampled_from([(), (Period(first, first + timedelta(days=20)),)])),
        history=draw(st.lists(contacts(), max_size=9)),
        holds=draw(st.lists(holds, max_size=2)),
        allowed_contact_ids=frozenset({1, 2}),
        caller_irritated_at=draw(st.none() | st.just(now)),
        law=draw(st.sampled_from([None, law])),
    )
    proposed = ProposedContact(
        channel=draw(st.sampled_from(list(Channel))),
        at=now + timedelta(hours=draw(st.integers(-5, 200))),
        step=draw(STEPS),
        stage=draw(st.sampled_from(["courtesy", "firm", "promise_reminder"])),
        occasion=draw(st.sampled_from(list(Occasion))),
        contact_id=draw(st.none() | st.integers(1, 3)),
        appointment_at=draw(st.none() | MOMENTS),
        leaves_voicemail=draw(st.booleans()),
        override=draw(
            st.sampled_from([None, Override(by_owner=True, reason="Convenu de vive voix au comptoir")])
        ),
    )
    return facts, proposed


def when(facts: GuardFacts, proposed: ProposedContact, verdict: Verdict) -> datetime:
    return verdict.until or max(facts.now, proposed.at)


@settings(max_examples=400, deadline=None)
@given(situations())
def test_the_instant_of_a_delay_is_an_instant_at_which_the_answer_is_yes(
    situation: tuple[GuardFacts, ProposedContact],
) -> None:
    facts, proposed = situation
    verdict = review(facts, proposed)
    assert (verdict.until is not None) == (verdict.decision is Decision.DELAY)
    if verdict.until is None:
        return
    assert verdict.until > max(facts.now, proposed.at)
    assert review(facts, replace(proposed, at=verdict.until)).is_allowed
    assert review(replace(facts, now=verdict.until), replace(proposed, at=verdict.until)).is_allowed


@settings(max_examples=300, deadline=None)
@given(situations())
def test_whatever_is_allowed_falls_on_open_hours_of_a_business_day(
    situation: tuple[GuardFacts, ProposedContact],
) -> None:
    facts, proposed = situation
    verdict = review(facts, proposed)
    if verdict.decision is Decision.BLOCK:
        return
    instant = when(facts, proposed, verdict)
    assert next_open(instant, calendar_of(facts), open_hours(facts, proposed.channel)) == instant
    day = local_date(instant, facts.time_zone)
    assert is_business_day(day, facts.country, facts.region, closed=facts.closed)
    standing = [hold for hold in facts.holds if hold.until_on is not None and day <= hold.until_on]
    assert all(lets_through(hold, proposed) for hold in standing)


@settings(max_examples=200, deadline=None)
@given(situations())
def test_the_order_of_the_history_does_not_matter(situation: tuple[GuardFacts, ProposedContact]) -> None:
    facts, proposed = situation
    backwards = replace(facts, history=list(reversed(facts.history)))
    assert review(facts, proposed) == review(backwards, proposed)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(0, 60), max_size=40), st.sampled_from([Channel.EMAIL, Channel.PHONE, Channel.LETTER])
)
def test_a_ladder_that_obeys_keeps_seven_days_between_two_contacts(days: list[int], channel: Channel) -> None:
    start = datetime(2026, 3, 2, 8, tzinfo=UTC)
    history: list[PastContact] = []
    for number, day in enumerate(sorted(days)):
        at = start + timedelta(days=day)
        facts = GuardFacts(now=at, history=history, unanswered_in_case=0)
        verdict = review(facts, ProposedContact(channel, at, step=f"s{number}"))
        if verdict.is_allowed:
            outcome = CallOutcome.ANSWERED_NO_PROMISE if channel is Channel.PHONE else None
            history.append(PastContact(at, Direction.OUTBOUND, channel, step=f"s{number}", outcome=outcome))
    gaps = [later.at - earlier.at for earlier, later in pairwise(history)]
    assert all(gap >= timedelta(days=7) for gap in gaps)
