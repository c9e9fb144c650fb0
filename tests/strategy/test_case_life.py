"""When a case opens, at which level it comes back, and which moves the method allows."""

from datetime import timedelta

import pytest

from encours.ground.kernel.reason import Reason
from encours.method.cases.rules.contact import HoldKind
from encours.method.outreach.rules.contact_facts import HoldFact
from encours.method.strategy.rules.case_life import PastCase, opening, opens_on
from encours.method.strategy.rules.case_state import ACTIVE, CaseEvent, CaseState, after
from encours.method.strategy.rules.gauge import Gauge, leaning
from encours.method.strategy.rules.position import Position
from encours.method.strategy.rules.pre_due import pre_due_step
from tests.strategy.story import DUE, case, contact, day, euros, invoice, ladder

CLOSED = PastCase(DUE, Position("call_2", 26, 2, DUE))


@pytest.mark.parametrize(
    ("days", "reopens", "level"),
    [
        (1, True, "call_2"),
        (90, True, "call_2"),
        (91, True, "second_reminder"),
        (180, True, "second_reminder"),
        (181, False, None),
    ],
)
def test_a_case_comes_back_at_the_level_its_age_says(days, reopens, level):
    found = opening(DUE + timedelta(days=days), ladder(), past=CLOSED)
    assert found.reopens is reopens
    assert (found.position.level if found.position else None) == level


def test_six_invoices_on_time_wipe_the_slate():
    assert opening(day(30), ladder(), past=CLOSED, on_time_in_a_row=6).position is None
    assert opening(day(30), ladder(), past=CLOSED, on_time_in_a_row=5).position is not None


def test_one_lower_than_the_first_level_is_the_start():
    past = PastCase(DUE, Position("courtesy", 1, 1, DUE))
    assert opening(day(100), ladder("new"), past=past).position is None


def test_a_case_opens_one_business_day_after_the_due_date():
    assert opens_on(day(4), "FR") == day(7)  # due on Friday, opens on Monday


@pytest.mark.parametrize(
    ("state", "event", "to"),
    [
        (CaseState.OPEN, CaseEvent.CONTACT_MADE, CaseState.CONTACTED),
        (CaseState.COMMITTED, CaseEvent.AGREEMENT_BROKEN, CaseState.BROKEN),
        (CaseState.BROKEN, CaseEvent.AGREEMENT_ACCEPTED, CaseState.COMMITTED),
        (CaseState.FORMAL, CaseEvent.DEADLINE_PASSED, CaseState.ESCALATING),
        (CaseState.PAID, CaseEvent.PAYMENT_REVERSED, CaseState.OPEN),
        (CaseState.OPEN, CaseEvent.AGREEMENT_ACCEPTED, None),
        (CaseState.OPEN, CaseEvent.FORMAL_STEP, None),
        (CaseState.PAID, CaseEvent.CONTACT_MADE, None),
        (CaseState.CONTACTED, CaseEvent.PLACED, None),
    ],
)
def test_the_moves_of_a_case_are_those_of_the_method(state, event, to):
    assert after(state, event) is to


@pytest.mark.parametrize("state", sorted(ACTIVE))
def test_any_active_case_may_be_disputed_held_or_ended_by_insolvency(state):
    assert after(state, CaseEvent.WHOLE_DISPUTED) is CaseState.DISPUTED
    assert after(state, CaseEvent.INSOLVENCY_PUBLISHED) is CaseState.INSOLVENT
    assert after(state, CaseEvent.SERIOUS_EVENT) is CaseState.HOLD


def leans(*args, caps=(), overrides=0, **facts):
    return leaning(case(*args, **facts), caps=caps, overrides=overrides).gauge


def test_twelve_idle_days_are_too_soft():
    found = leaning(case(day(20), contacts=(contact(day(8)),)))
    assert found.gauge is Gauge.TOO_SOFT
    assert found.why[0].values["days"] == 12
    assert leans(day(20), contacts=(contact(day(10)),)) is Gauge.BALANCED
    assert leans(day(20), contacts=(contact(day(8), deadline=day(25)),)) is Gauge.BALANCED
    assert leans(day(20), contacts=(contact(day(8)),), holds=(HoldFact(HoldKind.MANUAL),)) is Gauge.BALANCED


def test_a_cap_or_an_override_is_too_hard():
    assert leans(day(5), caps=(Reason("plein"),)) is Gauge.TOO_HARD
    assert leans(day(5), overrides=1) is Gauge.TOO_HARD


def pre_due(key, today, *items, credit=0, reminded=False):
    return pre_due_step(today, ladder(key), items, unallocated=euros(credit), pays_after_reminder=reminded)


def test_new_customers_get_a_word_before_the_date_and_others_only_if_they_pay_on_reminders():
    assert pre_due("new", day(-5), invoice(mentioned=False)).level.key == "pre_due"
    assert pre_due("new", day(-6), invoice(mentioned=False)) is None
    assert pre_due("new", day(-4), invoice()) is None
    assert pre_due("unknown", day(-5), invoice(mentioned=False)) is None
    assert pre_due("unknown", day(-5), invoice(mentioned=False), reminded=True) is not None


def test_no_word_before_the_date_while_something_is_overdue_or_already_covered():
    late = invoice(number="F-0", due=day(-20))
    assert pre_due("new", day(-5), invoice(mentioned=False), late) is None
    assert pre_due("new", day(-5), invoice(mentioned=False), credit=1000) is None
