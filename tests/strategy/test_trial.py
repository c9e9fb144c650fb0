"""A ladder tried day by day: the dates of its steps, what the guard moves, what ends it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from encours.ground.kernel.business_days import Period
from encours.method.cases.rules.contact import Channel, HoldKind
from encours.method.outreach.rules.contact_facts import GuardFacts, HoldFact
from encours.method.strategy.procedures import event_levels
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.step import Gate
from encours.method.strategy.rules.trial import Ground, Trial, TrialStep, as_new, walk
from tests.strategy.story import READY, case, day, invoice, ladder


def tried(facts: CaseFacts, key: str = "unknown", *, closed: tuple[Period, ...] = ()) -> Trial:
    guard = GuardFacts(
        now=datetime(2026, 3, 2, 8, tzinfo=UTC), closed=closed, allowed_contact_ids=frozenset({1})
    )
    ground = Ground(guard, time(9), {Channel.EMAIL: 1, Channel.PHONE: 1})
    return walk(facts, ladder(key), event_levels(), ground)


def steps(trial: Trial) -> dict[str, TrialStep]:
    return {step.level.key: step for step in trial.steps}


FRESH = case(day(1), invoice(mentioned=False), prepared=READY)


def test_the_whole_ladder_comes_in_its_order_and_ends_with_the_hand_over() -> None:
    trial = tried(FRESH)
    on_ladder = [step.level.key for step in trial.steps if not step.is_beside]
    assert on_ladder == [level.key for level in ladder().levels if level.key != "pre_due"]
    assert str(trial.ended) == "Le dossier est transmis."


def test_no_step_comes_before_its_day_nor_within_seven_days_of_the_last() -> None:
    found = [step for step in tried(FRESH).steps if step.on]
    for step in found:
        assert step.on is not None
        assert step.is_beside or step.on >= day(step.level.day)
    gaps = [later.on - earlier.on for earlier, later in pairwise(found) if later.on and earlier.on]
    assert min(gaps) >= timedelta(days=7)


def test_nothing_falls_on_a_day_without_business() -> None:
    for step in tried(FRESH).steps:
        assert step.on is not None
        assert step.on.weekday() < 5


def test_a_closed_week_moves_a_step_and_says_by_which_rule() -> None:
    closed = (Period(day(9), day(13)),)
    call = steps(tried(FRESH, closed=closed))["call_1"]
    assert call.asked_on == day(9)
    assert call.on is not None
    assert call.on > day(13)
    assert call.why is not None
    assert call.why.rule == "K8"


def test_two_calls_in_vain_are_one_step_with_its_second_attempt() -> None:
    call = steps(tried(FRESH))["call_1"]
    assert call.on is not None
    assert call.again_on is not None
    assert call.again_on > call.on


def test_what_is_missing_is_said_at_its_step() -> None:
    found = steps(tried(case(day(1), invoice(mentioned=False))))
    assert Gate.OWNER_APPROVAL in found["formal_notice"].missing
    assert Gate.FORMAL_NOTICE_SENT not in found["last_notice"].missing
    assert found["courtesy"].missing == ()


def test_before_the_due_date_the_word_before_it_leaves_first() -> None:
    facts = as_new(replace(FRESH, pays_after_reminder=True), day(-5))
    trial = tried(facts)
    assert trial.steps[0].level.key == "pre_due"
    assert trial.steps[0].on is not None
    assert trial.steps[0].on < day(0)
    assert trial.steps[1].level.key == "courtesy"


def test_a_case_under_way_goes_on_from_where_it_stands() -> None:
    from tests.strategy.test_ladders import at

    trial = tried(case(day(20), position=at("second_reminder"), prepared=READY))
    assert next(s.level.key for s in trial.steps if not s.is_beside) == "call_2"


def test_a_hold_without_an_end_ends_the_trial() -> None:
    trial = tried(replace(FRESH, holds=(HoldFact(HoldKind.INSOLVENCY),)))
    assert trial.steps == ()
    assert "En attente" in str(trial.ended)


def test_a_hold_with_an_end_only_moves_the_ladder() -> None:
    trial = tried(replace(FRESH, holds=(HoldFact(HoldKind.MANUAL, day(20)),)))
    assert trial.steps[0].on is not None
    assert trial.steps[0].on > day(20)


def test_a_small_balance_stays_on_the_account_after_two_words() -> None:
    trial = tried(case(day(1), invoice(30, mentioned=False)), "small_balance")
    assert [step.level.key for step in trial.steps if not step.is_beside] == ["courtesy", "second_reminder"]
    assert "reste sur le compte" in str(trial.ended)


def test_an_account_seen_as_new_forgets_what_was_said_and_agreed() -> None:
    facts = as_new(replace(FRESH, unanswered=6, broken_agreements=3), date(2026, 1, 5))
    assert (facts.unanswered, facts.broken_agreements, facts.today) == (0, 0, date(2026, 1, 5))
    assert not any(item.mentioned for item in facts.items)


def test_every_shipped_ladder_comes_to_an_end() -> None:
    from tests.strategy.story import PROCEDURES

    for key in PROCEDURES:
        trial = tried(FRESH, key)
        assert trial.steps
        assert "plus d'un an" not in str(trial.ended), key
