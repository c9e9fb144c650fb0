"""The telephone script: a line for each step, in the words that fit the case, and nothing that must not be said."""

from itertools import combinations

import pytest

from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.linter.context import Context
from encours.ground.wording.linter.lint import Kind, is_ok, lint
from encours.ground.wording.script import ANY_TIME, GAP, Line, Step, script
from encours.ground.wording.stages import Stage

FORMS = (("fr", Register.VOUS), ("fr", Register.TU), ("en", Register.VOUS))
GOALS = {
    Fact.PLAN,
    Fact.FIXED_DAY,
    Fact.STANDING_PLAN,
    Fact.WRITTEN_AGREEMENT,
    Fact.WRITTEN_DATE,
    Fact.REVIEW,
}
VALUES = {
    "contact": "Claire Morel",
    "caller": "Jeanne Duval",
    "our_company": "Atelier Duval",
    "their_company": "Morel SARL",
    "invoice_no": "F-2031",
    "phone": "01 23 45 67 89",
}


def lines(language: str, register: Register, *facts: Fact) -> dict[Step, Line]:
    return {line.step: line for line in script(language, register).lines(set(facts))}


@pytest.mark.parametrize(("language", "register"), FORMS)
def test_every_line_keeps_the_rules_of_wording(language: str, register: Register) -> None:
    told = script(language, register)
    known = sorted({f for s in told.sections for f in s.with_facts | s.without_facts})
    context = Context(tutoiement=register is Register.TU, hardship=True, names=("Morel SARL",))
    sets = [set(c) for size in (0, 1, 2) for c in combinations(known, size)]
    spoken = (line for facts in sets for line in told.lines(facts) if len(facts & GOALS) < 2)
    said = {line.said(VALUES) for line in spoken if line.step is not Step.PREPARATION}
    for words in said:
        found = lint(words, lang=language, stage=Stage.CALL, kind=Kind.SENTENCE, context=context)
        assert is_ok(found), (words, found)


@pytest.mark.parametrize(("language", "register"), FORMS)
def test_a_plain_call_has_every_step_but_empathy(language: str, register: Register) -> None:
    assert set(Step) - set(lines(language, register, Fact.CONTACT)) == {Step.EMPATHY}
    assert Step.EMPATHY in lines(language, register, Fact.HARDSHIP)


def test_only_the_opening_and_the_close_change_between_steps_that_follow_each_other() -> None:
    order = [line.step for line in script("fr").lines({Fact.CONTACT})]
    assert (
        order.index(Step.MINOR)
        < order.index(Step.MAJOR)
        < order.index(Step.SUMMARY)
        < order.index(Step.REQUEST)
    )
    assert set(order[-2:]) < ANY_TIME


def test_somebody_else_hears_a_name_a_company_and_a_number_only() -> None:
    """PRI02: no invoice, no amount, no reason."""
    for language, register in FORMS:
        line = lines(language, register)[Step.SOMEONE_ELSE]
        assert line.names == {"caller", "our_company", "phone"}


def test_what_only_the_call_tells_is_a_gap() -> None:
    line = lines("fr", Register.VOUS, Fact.CONTACT)[Step.AGREEMENT]
    assert GAP in line.said({"agreed_amount": "100 €"})
    assert "100 €" in line.said({"agreed_amount": "100 €"})


def test_one_who_says_tu_says_it_throughout() -> None:
    said = " ".join(
        line.said(VALUES) for line in script("fr", Register.TU).lines({Fact.CONTACT, Fact.HARDSHIP})
    )
    assert "vous" not in said.lower().split()
    assert script("en", Register.TU) is not None
