"""Who comes first: the ten rows of the method, the rules above the score, the reasons shown."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.say import say
from encours.method.insight.rules.debtor_type import DebtorType
from encours.method.insight.rules.priority import (
    Event,
    EventKind,
    Gate,
    GateKind,
    Override,
    Priority,
    PriorityFacts,
    Section,
    Work,
    is_first_large,
    is_key,
    is_small_for_key,
    kept_rate,
    prioritise,
)
from encours.method.insight.rules.priority_facts import GATE_LABELS, PartCode
from encours.method.insight.rules.worklist_order import in_order

STEP = (Event(EventKind.STEP_DUE),)


def customer(name: str, euros: int, dpd: int, kind: DebtorType, **more: object) -> PriorityFacts:
    return replace(PriorityFacts(name, "EUR", euros * 100, dpd, kind), **more)  # type: ignore[arg-type]


ROWS = {
    1: customer("Un", 250, 10, DebtorType.RELIABLE, since_months=90, otr=Decimal(1), ever_paid=True),
    2: customer("Deux", 15_000, 5, DebtorType.NEW, ever_paid=False, events=STEP),
    3: customer("Trois", 380, 18, DebtorType.RELIABLE, key=True, revenue_12m_minor=24_000_000, events=STEP),
    4: customer("Quatre", 4_200, 24, DebtorType.SPORADIC, events=STEP, ever_paid=True),
    5: customer(
        "Cinq", 6_000, 41, DebtorType.STRAINED, broken=1, ever_paid=True,
        events=(Event(EventKind.INSTALMENT_BROKEN, date(2026, 3, 16)),),
    ),
    6: customer("Six", 9_800, 12, DebtorType.RELIABLE, since_months=60, otr=Decimal(".9"), events=STEP),
    7: customer("Sept", 2_600, 95, DebtorType.AVOIDS, events=STEP, broken=3),
    8: customer("Huit", 1_900, 20, DebtorType.UNKNOWN, events=(Event(EventKind.WE_OWE_ANSWER, date(2026, 3, 16)),)),
    9: customer("Neuf", 7_000, 30, DebtorType.UNKNOWN, gates=(Gate(GateKind.DISPUTED),)),
    10: customer("Dix", 640, 400, DebtorType.UNKNOWN, events=STEP),
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "parts", "values", "overrides", "section"),
    [
        (1, "1.8 8 0 2 4.5 0 0 3.2", "13.1 13.1", (), Section.WRITTEN_ONLY),
        (2, "22.8 6 10 12 10.5 0 0 0", "61.2 85", (Override.FIRST_LARGE,), Section.FIRST),
        (3, "2.6 10 10 2 4.5 0 0 12.1", "17.0 17", (Override.KEY_SMALL,), Section.WRITTEN_ONLY),
        (4, "13.5 10 10 6 12 0 0 .1", "51.5 51.5", (), Section.TODAY),
        (5, "16.0 13 20 6 9 0 0 .1", "63.9 80", (Override.BROKEN_OR_APPOINTMENT,), Section.FIRST),
        (6, "19.5 8 10 2 4.5 0 6 .1", "50.0 50.0", (), Section.TODAY),
        (7, "10.5 15 10 9 6 0 0 .2", "50.3 50.3", (), Section.TODAY),
        (8, "8.7 10 18 7 9 0 0 .2", "52.5 75", (Override.WE_OWE,), Section.WE_OWE),
        (9, "", "0 0", (Override.GATE,), Section.DO_NOT_CONTACT),
        (10, "4.1 4 10 7 9 0 0 .6", "33.4 33.4", (), Section.THIS_WEEK),
    ],
)
def test_the_ten_rows_of_the_method(row, parts, values, overrides, section):
    found = prioritise(ROWS[row])
    raw, value = values.split()
    assert [part.points for part in found.parts] == [Decimal(points) for points in parts.split()]
    assert (found.raw, found.value) == (Decimal(raw), Decimal(value))
    assert (found.overrides, found.section) == (overrides, section)


def test_the_ten_rows_stand_in_the_order_of_the_method():
    ranked = in_order((facts, prioritise(facts)) for facts in ROWS.values())
    names = {facts.name: number for number, facts in ROWS.items()}
    assert [names[facts.name] for facts, _ in ranked] == [2, 5, 8, 4, 7, 6, 10, 3, 1, 9]


def test_the_eight_parts_come_in_their_order_each_with_its_reason():
    parts = prioritise(ROWS[4]).parts
    assert [part.code for part in parts] == list(PartCode)
    assert all(said(part.reason) for part in parts)


# --- Parts, and what nearly counts -----------------------------------------------------------


def points(facts: PriorityFacts, code: str) -> Decimal:
    return next(part.points for part in prioritise(facts).parts if part.code == code)


def said(reason: Reason) -> str:
    return say(reason, "fr", today=date(2026, 3, 17)).replace("\u00a0", " ").replace("\u202f", " ")


def reason(facts: PriorityFacts, code: str) -> str:
    return next(said(part.reason) for part in prioritise(facts).parts if part.code == code)


@pytest.mark.parametrize(
    ("dpd", "expected"),
    [
        (-3, 0), (0, 0), (1, 6), (7, 6), (8, 8), (15, 8), (16, 10), (30, 10), (31, 13), (60, 13), (61, 15),
        (120, 15), (121, 12), (180, 12), (181, 8), (365, 8), (366, 4),
    ],
)  # fmt: skip
def test_age_rises_for_four_months_then_falls(dpd, expected):
    assert points(replace(ROWS[4], dpd=dpd), "G") == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), 0),
        ((Event(EventKind.PROMISE_DUE),), 8),
        ((Event(EventKind.STEP_DUE),), 10),
        ((Event(EventKind.STEP_DUE, late_days=3),), 13),
        ((Event(EventKind.STEP_DUE, late_days=40),), 15),
        ((Event(EventKind.WE_OWE_ANSWER),), 18),
        ((Event(EventKind.OWN_PROMISE_DUE),), 18),
        ((Event(EventKind.DISPUTE_ANSWER_DUE),), 18),
        ((Event(EventKind.APPOINTMENT),), 20),
        ((Event(EventKind.AGREEMENT_BROKEN), Event(EventKind.STEP_DUE)), 20),
    ],
)
def test_the_weightiest_event_counts_alone(events, expected):
    assert points(replace(ROWS[4], events=events), "E") == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"kept": 0, "broken": 1}, 6),
        ({"kept": 0, "broken": 2}, 8),
        ({"kept": 1, "broken": 1}, 6),
        ({"kept": 1, "broken": 2}, 8),
        ({"kept": 0, "partly_kept": 1, "broken": 1}, 8),
        ({"kept": 0, "partly_kept": 2}, 6),
        ({"type": DebtorType.AVOIDS, "broken": 3}, 9),
        ({"type": DebtorType.NEW}, 7),
        ({"type": DebtorType.UNKNOWN}, 7),
        ({"type": DebtorType.STRAINED}, 6),
        ({"type": DebtorType.RELIABLE}, 2),
    ],
)
def test_history(more, expected):
    assert points(replace(ROWS[4], **more), "H") == expected


def test_a_kept_rate_is_drawn_to_the_middle_while_agreements_are_few():
    assert kept_rate(0, 0) == Decimal("0.5")
    assert kept_rate(1, 0) == Decimal(2) / 3
    assert kept_rate(0, 2) == Decimal("0.25")
    assert kept_rate(0, 0, partly_kept=2) == Decimal("0.5")


def test_what_a_contact_moves_depends_on_the_type_and_on_what_we_can_mend():
    moved = {
        kind: points(replace(ROWS[4], type=kind), "M")
        for kind in DebtorType
        if kind is not DebtorType.INSOLVENCY
    }
    assert moved == {
        DebtorType.SPORADIC: Decimal(12), DebtorType.NEW: Decimal("10.5"), DebtorType.STRAINED: Decimal(9),
        DebtorType.UNKNOWN: Decimal(9), DebtorType.AVOIDS: Decimal(6), DebtorType.RELIABLE: Decimal("4.5"),
    }  # fmt: skip
    assert points(replace(ROWS[1], minor_fix_pending=True), "M") == 12


def test_risk_takes_the_greater_of_its_two_values():
    assert points(replace(ROWS[4], limit_exceeded=True), "R") == 5
    assert points(replace(ROWS[4], new_order_on_terms=True), "R") == 5
    assert points(replace(ROWS[4], limit_exceeded=True, insolvency_signal=True), "R") == 8


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, 6),
        ({"since_months": 23}, 0),
        ({"otr": Decimal("0.79")}, 0),
        ({"otr": None}, 0),
        ({"actionable_minor": 99_999}, 0),
        ({"actionable_minor": 100_000}, 6),
        ({"key": True}, 8),
        ({"key": True, "actionable_minor": 49_999}, 0),
    ],
)
def test_relationship(more, expected):
    assert points(replace(ROWS[6], **more), "S") == expected


def test_the_cost_is_that_of_a_call_even_where_only_a_mail_will_leave():
    assert points(ROWS[1], "C") == Decimal("3.2")
    assert prioritise(ROWS[1]).planned_minutes == 4
    assert points(replace(ROWS[1], actionable_minor=0), "C") == 10


def test_reasons_are_said_as_the_method_says_them():
    assert reason(ROWS[4], "A") == "4 200,00 € exigibles"
    assert reason(ROWS[4], "G") == "24 jours de retard"
    assert reason(replace(ROWS[4], dpd=1), "G") == "1 jour de retard"
    assert reason(replace(ROWS[4], dpd=0), "G") == "pas encore échu"
    assert reason(ROWS[5], "E") == "mensualité du 16 mars non reçue"
    assert reason(ROWS[2], "H") == "premier achat, rien encore payé"
    assert reason(ROWS[4], "M") == "un appel change souvent l'issue"
    assert reason(replace(ROWS[6], since_on=date(2017, 5, 1)), "S") == "client depuis 2017"
    assert reason(ROWS[1], "C") == "petit montant"
    assert reason(ROWS[3], "C") == "grand compte, petite facture"
    late = replace(ROWS[4], events=(Event(EventKind.STEP_DUE, late_days=1),))
    assert reason(late, "E") == "étape prévue hier"


def test_the_row_shows_one_reason_the_one_that_decided():
    shown = {row: said(prioritise(facts).reason) for row, facts in ROWS.items()}
    assert shown[1] == "250,00 € exigibles"
    assert shown[2] == "premier achat, rien encore payé"
    assert shown[3] == "grand compte, petite facture"
    assert shown[5] == "mensualité du 16 mars non reçue"
    assert shown[8] == "réponse due le 16 mars"
    assert shown[9] == "tout est contesté"


def test_why_tells_each_reason_once_the_deciding_one_first():
    why = [said(told) for told in prioritise(ROWS[5]).why]
    assert why[0] == "mensualité du 16 mars non reçue"
    assert len(why) == len(set(why))


# --- The rules above the score ---------------------------------------------------------------

BROKEN = Event(EventKind.AGREEMENT_BROKEN, date(2026, 3, 16))
OWED = Event(EventKind.DISPUTE_ANSWER_DUE, date(2026, 3, 16))


@pytest.mark.parametrize("kind", list(GateKind))
def test_a_gate_stops_every_demand_and_says_until_when(kind):
    gate = Gate(kind, date(2026, 3, 24))
    found = prioritise(replace(ROWS[2], gates=(gate,), events=(BROKEN,)))
    assert (found.value, found.section, found.planned_minutes) == (0, Section.DO_NOT_CONTACT, 0)
    assert said(found.reason) == f"{GATE_LABELS[kind]}, jusqu'au 24 mars"


def test_what_we_owe_stays_listed_behind_a_gate():
    found = prioritise(replace(ROWS[9], events=(OWED,)))
    assert (found.value, found.section) == (75, Section.WE_OWE)
    assert found.overrides == (Override.GATE, Override.WE_OWE)
    assert found.planned_minutes == 20
    assert "tout est contesté" in [said(told) for told in found.why]


def test_an_insolvency_closes_the_gate_by_itself():
    found = prioritise(replace(ROWS[4], type=DebtorType.INSOLVENCY))
    assert [gate.kind for gate in found.gates] == [GateKind.INSOLVENCY]
    assert found.section is Section.DO_NOT_CONTACT


def test_a_key_customer_with_a_small_invoice_is_never_phoned_and_never_on_top():
    insistent = replace(
        ROWS[3], actionable_minor=47_000, dpd=90, insolvency_signal=True, minor_fix_pending=True
    )
    found = prioritise(insistent)
    assert found.raw > 30
    assert found.value == 30
    assert found.no_phone
    assert found.planned_minutes == 4


def test_a_broken_agreement_of_a_key_customer_comes_up_and_still_nobody_phones():
    found = prioritise(replace(ROWS[3], events=(BROKEN,)))
    assert (found.value, found.no_phone, found.planned_minutes) == (80, True, 4)


def test_a_broken_agreement_or_an_appointment_goes_up_to_eighty():
    assert prioritise(replace(ROWS[10], events=(BROKEN,))).value == 80
    assert prioritise(replace(ROWS[10], events=(Event(EventKind.APPOINTMENT),))).value == 80


def test_what_we_owe_is_listed_first_without_losing_a_higher_value():
    found = prioritise(replace(ROWS[2], events=(OWED,)))
    assert (found.value, found.section) == (85, Section.WE_OWE)


@pytest.mark.parametrize(
    ("more", "top"),
    [
        ({}, True),
        ({"ever_paid": True}, False),
        ({"ever_paid": None}, False),
        ({"actionable_minor": 200_000}, True),
        ({"actionable_minor": 199_999}, False),
        ({"median_invoice_minor": 500_000}, True),
        ({"median_invoice_minor": 500_001}, False),
        ({"dpd": 0}, False),
    ],
)
def test_a_first_customer_with_a_large_invoice_comes_on_top(more, top):
    found = prioritise(replace(ROWS[2], **more))
    assert (found.value >= 85) == top
    assert (Override.FIRST_LARGE in found.overrides) == top


def test_who_is_a_key_customer():
    assert is_key(500_000, 10_000_000)
    assert not is_key(499_999, 10_000_000)
    assert is_key(1, 10_000_000, in_top_decile=True)
    assert not is_key(None, 10_000_000)
    assert not is_key(500_000, None)
    assert not is_key(500_000, 0)


def test_what_is_small_for_a_key_customer():
    assert is_small_for_key(49_999, 1_000_000)
    assert not is_small_for_key(50_000, 1_000_000)
    assert is_small_for_key(479_999, 24_000_000)
    assert not is_small_for_key(480_000, 24_000_000)
    assert is_small_for_key(49_999, None)


def test_a_first_large_invoice_needs_certainty_that_nothing_was_paid():
    assert is_first_large(200_000, ever_paid=False)
    assert not is_first_large(200_000, ever_paid=None)
    assert not is_first_large(200_000, ever_paid=True)
    assert not is_first_large(299_999, ever_paid=False, median_invoice_minor=100_000)


# --- Minutes ----------------------------------------------------------------------------------


def test_planned_minutes_follow_the_work_foreseen_else_the_likely_work():
    assert prioritise(ROWS[4]).planned_minutes == 15
    assert prioritise(ROWS[2]).planned_minutes == 19
    assert prioritise(ROWS[8]).planned_minutes == 4
    assert prioritise(replace(ROWS[4], planned=(Work.EMAIL,))).planned_minutes == 4
    assert prioritise(replace(ROWS[4], planned=())).planned_minutes == 0


# --- Always -----------------------------------------------------------------------------------

FACTS = st.builds(
    PriorityFacts,
    name=st.sampled_from(["Dupont SARL", "Lumen SAS"]),
    currency=st.just("EUR"),
    actionable_minor=st.integers(min_value=-50_000, max_value=10_000_000),
    dpd=st.integers(min_value=-30, max_value=900),
    type=st.sampled_from(DebtorType),
    events=st.lists(
        st.builds(Event, st.sampled_from(EventKind), st.none(), st.integers(0, 30)), max_size=3
    ).map(tuple),
    gates=st.lists(st.builds(Gate, st.sampled_from(GateKind)), max_size=1).map(tuple),
    ever_paid=st.none() | st.booleans(),
    key=st.booleans(),
    revenue_12m_minor=st.none() | st.integers(0, 50_000_000),
    since_months=st.none() | st.integers(0, 200),
    kept=st.integers(0, 5),
    broken=st.integers(0, 5),
    minor_fix_pending=st.booleans(),
    insolvency_signal=st.booleans(),
)


@given(FACTS)
def test_a_priority_stays_in_its_bounds_and_obeys_the_rules_above_it(facts):
    found: Priority = prioritise(facts)
    assert 0 <= found.value <= 100
    assert found.value == round(found.value, 1)
    assert (Override.GATE in found.overrides) == bool(found.gates)
    if Override.WE_OWE in found.overrides:
        assert found.section is Section.WE_OWE
        assert found.value >= 75
    elif found.gates:
        assert (found.value, found.section) == (0, Section.DO_NOT_CONTACT)
    elif Override.BROKEN_OR_APPOINTMENT in found.overrides:
        assert found.value >= 80
    elif Override.FIRST_LARGE in found.overrides:
        assert found.value >= 85
    elif Override.KEY_SMALL in found.overrides:
        assert found.value <= 30


@given(FACTS, st.integers(min_value=1, max_value=1_000_000))
def test_a_larger_amount_never_comes_later_all_else_equal(facts, more):
    ordinary = replace(facts, key=False)
    larger = replace(ordinary, actionable_minor=facts.actionable_minor + more)
    assert prioritise(larger).value >= prioritise(ordinary).value


@given(FACTS)
def test_every_reason_can_be_said(facts):
    for told in prioritise(facts).why:
        assert "{" not in said(told)
