"""Every step of the shipped ladders has its words, for one who never answered and for other histories.

Rendered purely: ladder by ladder, language, form of address, one invoice or several.
"""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from encours.ground.kernel.reason import Refused
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.script import script
from encours.ground.wording.stages import Stage
from encours.ground.wording.templates import has_template
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import ComposeFacts, Happened
from encours.method.strategy.procedures import event_levels, shipped_procedures
from encours.method.strategy.rules.step import Enclosed, Level
from tests.outreach.test_letters_library import FORMS, context_of, facts_of, wrong_in

pytestmark = pytest.mark.slow

SEEN: set[tuple[object, ...]] = set()
"""Ladders share their words: each is rendered once."""
LADDERS = sorted([*shipped_procedures(), "events"])
SENT_TWICE = Happened(messages_on=(date(2026, 3, 18), date(2026, 3, 27)))
HISTORIES = {
    "never answered": SENT_TWICE,
    "only called": Happened(calls_on=(date(2026, 3, 24),)),
    "broke agreements": Happened(
        SENT_TWICE.messages_on, (date(2026, 3, 24),), (date(2026, 3, 20), date(2026, 3, 30))
    ),
    "nothing at all": Happened(),
}


def levels(key: str) -> tuple[Level, ...]:
    return (event_levels() if key == "events" else shipped_procedures()[key]).levels


def facts(level: Level, template: str, form: tuple[str, Register], *, several: bool) -> ComposeFacts:
    found = facts_of(template, *form, rich=False, several=several)
    return replace(
        found,
        sender=replace(found.sender, phone="01 23 45 67 89"),
        is_light=level.key.startswith("light_"),
        offers_options=Enclosed.WRITTEN_OPTIONS in level.enclosed,
        statement=found.lines if Enclosed.STATEMENT in level.enclosed else (),
        next_step_on=date(2026, 4, 17) if level.stage is Stage.REMINDER2 else None,
    )


@pytest.mark.parametrize("key", LADDERS)
def test_each_written_step_is_true_and_clean_whatever_happened(key: str) -> None:
    for level in levels(key):
        template = level.message.template if level.message else ""
        written = (template, level.stage, level.key.startswith("light_"), level.enclosed)
        if not template or written in SEEN:
            continue
        SEEN.add(written)
        for form, several, (name, happened) in product(FORMS, (False, True), HISTORIES.items()):
            if template == "T13" and not happened.broken_on:
                continue  # the ladder names it after two broken agreements only
            if several and name not in {"never answered", "broke agreements"}:
                continue
            told = replace(facts(level, template, form, several=several), happened=happened)
            draft = compose(told)
            assert not isinstance(draft, Refused), (key, level.key, form, name, draft)
            assert draft.stage is level.stage, (key, level.key)
            assert wrong_in(draft, context_of(told)) == [], (key, level.key, form, several, name, draft.text)


@pytest.mark.parametrize("key", LADDERS)
def test_each_part_of_a_step_names_words_that_exist(key: str) -> None:
    for level in levels(key):
        for part in level.parts:
            if part.channel is Channel.PHONE:
                goal = part.variant.replace("_", " ")
                known = {Fact(goal)} if goal in set(Fact) else set()
                assert not goal or known, (level.key, part.variant)
                for language, register in FORMS:
                    assert script(language, register).lines({Fact.CONTACT, *known})
            elif part.template:
                assert has_template(part.template), (level.key, part.template)
