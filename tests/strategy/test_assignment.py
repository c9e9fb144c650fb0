"""The rules of a house that give ladders: in order, the first that fits, after a person's choice."""

from dataclasses import replace

import pytest

from encours.books.receivables.rules.party import CustomerKind
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.method.insight.rules.debtor_type import classify
from encours.method.insight.rules.payer import DebtorType, PayerFeatures
from encours.method.strategy.rules.assignment import (
    AssignmentFacts,
    AssignmentRule,
    Condition,
    RulesError,
    assigned,
    checked,
    read_rules,
    told,
    written_rules,
)
from encours.method.strategy.rules.procedure_choice import Choice, ChoiceFacts, choose_procedure

FACTS = AssignmentFacts(
    kind=CustomerKind.BUSINESS,
    country="FR",
    overdue=Money(120000, "EUR"),
    account_manager_id=7,
    customer_days=400,
    payer_type=DebtorType.RELIABLE,
)
FITTING = {
    Condition.KIND: "business",
    Condition.COUNTRY: "FR",
    Condition.OVERDUE_FROM: "1200",
    Condition.OVERDUE_BELOW: "1200.01",
    Condition.ACCOUNT_MANAGER: "7",
    Condition.CUSTOMER_SINCE: "400",
    Condition.CUSTOMER_LESS_THAN: "401",
    Condition.PAYER_TYPE: "RELIABLE",
}
OTHER = {
    Condition.KIND: "public",
    Condition.COUNTRY: "BE",
    Condition.OVERDUE_FROM: "1200.01",
    Condition.OVERDUE_BELOW: "1200",
    Condition.ACCOUNT_MANAGER: "8",
    Condition.CUSTOMER_SINCE: "401",
    Condition.CUSTOMER_LESS_THAN: "400",
    Condition.PAYER_TYPE: "NEW",
}


@pytest.mark.parametrize("condition", list(Condition))
def test_each_condition_fits_and_does_not(condition: Condition) -> None:
    rule = checked(AssignmentRule(condition, FITTING[condition], "new"))
    assert assigned([rule], FACTS) == rule
    assert assigned([replace(rule, value=OTHER[condition])], FACTS) is None
    assert str(told(rule, currency="EUR", names={7: "Nadia"}))


def test_the_first_rule_that_fits_wins() -> None:
    first = AssignmentRule(Condition.COUNTRY, "FR", "strained")
    assert assigned([first, AssignmentRule(Condition.KIND, "business", "new")], FACTS) == first


def test_what_is_not_known_fits_no_rule() -> None:
    unknown = replace(FACTS, overdue=None, customer_days=None, account_manager_id=None)
    for condition in (Condition.OVERDUE_BELOW, Condition.CUSTOMER_LESS_THAN, Condition.ACCOUNT_MANAGER):
        assert assigned([AssignmentRule(condition, FITTING[condition], "new")], unknown) is None


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (Condition.KIND, "martian"),
        (Condition.COUNTRY, "France"),
        (Condition.OVERDUE_FROM, "-5"),
        (Condition.OVERDUE_FROM, "NaN"),
        (Condition.OVERDUE_BELOW, "beaucoup"),
        (Condition.CUSTOMER_SINCE, "1e9"),
        (Condition.ACCOUNT_MANAGER, ""),
        (Condition.PAYER_TYPE, "reliable"),
    ],
)
def test_a_value_that_its_condition_does_not_take_is_refused(condition: Condition, value: str) -> None:
    with pytest.raises(RulesError):
        checked(AssignmentRule(condition, value, "new"))


@pytest.mark.parametrize("key", ["avoids", "small_balance"])
def test_no_rule_gives_a_ladder_that_asks_for_more_than_a_rule(key: str) -> None:
    with pytest.raises(RulesError):
        checked(AssignmentRule(Condition.COUNTRY, "FR", key))


def test_rules_survive_their_file_and_a_wrong_file_says_so() -> None:
    rules = tuple(AssignmentRule(one, FITTING[one], "new") for one in Condition)
    assert read_rules(written_rules(rules)) == rules
    assert read_rules("") == ()
    for text in ("[[rule]]", "rule = 3", '[[rule]]\nwhen = "sign"\nvalue = "x"\nprocedure = "new"', "= ="):
        with pytest.raises(RulesError):
            read_rules(text)


def test_a_person_then_a_small_balance_then_the_rules_then_the_account() -> None:
    by_rule = Choice("strained", Reason("règle"))
    facts = ChoiceFacts(
        classify(PayerFeatures()), assigned=by_rule, is_small_for_key=True, is_first_large=True
    )
    assert choose_procedure(facts) == by_rule
    assert choose_procedure(replace(facts, is_small_balance=True)).key == "small_balance"
    assert choose_procedure(replace(facts, is_small_balance=True, chosen="new")).key == "new"
    assert choose_procedure(replace(facts, assigned=None)).key == "key_small"
