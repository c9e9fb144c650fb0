"""Every number that the rules of the method compute with is declared once, with bounds around its default."""

import json
from dataclasses import fields
from datetime import time

import pytest

from encours.books.creditor.rules.threshold import Family, Unit
from encours.flows.advise.answering import answer_line
from encours.ground.kernel.money import Money
from encours.method.outreach.rules.declared import FIXED, GUARD
from encours.method.outreach.rules.limits import Hours
from encours.method.strategy.kit import shipped_kit
from encours.method.strategy.rules.thresholds import (
    DEFAULTS,
    FAMILIES,
    FAMILY_OF,
    MethodThresholds,
    method_thresholds,
)


def test_the_declared_defaults_are_those_of_the_rules() -> None:
    assert method_thresholds({}, "EUR") == DEFAULTS


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_every_number_of_the_rules_is_declared(family: Family) -> None:
    numbers = {field.name for field in fields(getattr(DEFAULTS, family.key))}
    declared = {one.field.partition(".")[0] for one in family.thresholds}
    if family is GUARD:
        declared |= {*FIXED, "call_hours", "email_hours", "sms_hours"}
    assert numbers == declared - {""}


def test_a_family_stands_for_each_part_of_the_method() -> None:
    assert {one.name for one in fields(MethodThresholds)} == {family.key for family in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_every_default_is_within_its_bounds_and_in_order(family: Family) -> None:
    now = family.values({}, "EUR")
    for one in family.thresholds:
        assert one.least_in("EUR") <= now[one.key] <= one.most_in("EUR"), one.key
        assert one.least_in("EUR") < one.most_in("EUR"), one.key
        assert one.label and one.meaning.endswith(".") and one.source, one.key
        assert len(one.key) <= 60
    assert all(now[low] <= now[high] for low, high in family.rising)


def test_the_keys_are_distinct() -> None:
    assert len(FAMILY_OF) == sum(len(family.thresholds) for family in FAMILIES)


def test_the_rules_get_what_the_entity_changed_and_nothing_else() -> None:
    changed = {
        "payer.good_share": 90,
        "payer.points.silence": 5,
        "order.age.0": 3,
        "order.event.step_due": 1,
        "ladder.small_balance_minor": 8_000,
        "guard.call_from": 600,
        "dispute.answer_days": 5,
        "of another release": 3,
    }
    found = method_thresholds(changed, "EUR")
    assert found.payer.good_share * 100 == 90
    assert {rule.value for rule in found.payer.points if found.payer.points[rule] == 5} == {"silence"}
    assert found.order.age_points == (3, *DEFAULTS.order.age_points[1:])
    assert found.ladder.small_balance_minor == 8_000
    assert found.guard.call_hours[0] == Hours(time(10), time(12, 30))
    assert found.disputes.answer_days == 5
    assert (found.promises, found.closing) == (DEFAULTS.promises, DEFAULTS.closing)


def test_amounts_of_a_currency_with_three_decimals_keep_their_size() -> None:
    assert Money(method_thresholds({}, "TND").ladder.small_balance_minor, "TND").decimal == 50
    assert {one.unit for family in FAMILIES for one in family.thresholds} == set(Unit)


def test_advise_answers_with_the_numbers_of_an_entity() -> None:
    invoice = {"no": "F1", "amount": "380.00", "currency": "EUR", "due": "2026-03-01"}
    situation = {"id": 1, "today": "2026-03-17", "customer": {"type": "RELIABLE"}, "invoices": [invoice]}
    line = json.dumps(situation)
    own = shipped_kit(method_thresholds({"order.amount_most": 0}, "EUR"))
    assert float(str(answer_line(line, own)["priority"])) < float(
        str(answer_line(line, shipped_kit())["priority"])
    )
