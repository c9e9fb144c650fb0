"""Each character's history really leads the classifier to the type that the story intends."""

import pytest

from encours.faces.demo.books import make_books
from encours.faces.demo.characters import Character, characters
from encours.faces.demo.company import TODAY, ZONE
from encours.faces.demo.events import TypeConfirmed
from encours.faces.demo.story import events
from encours.ground.kernel.clock import local_date
from encours.method.insight.rules.debtor_type import AvoidsConfirmation, TypeOpinion, classify
from encours.method.insight.rules.features import read_payer
from encours.method.insight.rules.payer import DebtorType
from tests.demo.history import payer_history


def opinion_of(code: str) -> TypeOpinion:
    confirmations = [e for e in events() if isinstance(e, TypeConfirmed) and e.customer == code]
    confirmation = (
        AvoidsConfirmation(confirmations[-1].by, local_date(confirmations[-1].at, ZONE))
        if confirmations
        else None
    )
    reading = read_payer(payer_history(make_books(), events(), code), today=TODAY, zone=ZONE)
    return classify(reading.features, confirmed_avoids=confirmation, details=reading.details)


@pytest.mark.parametrize("character", characters(), ids=lambda character: character.code)
def test_a_character_reaches_the_type_its_story_intends(character: Character) -> None:
    opinion = opinion_of(character.code)

    assert opinion.type == character.payer, [str(e.reason) for e in opinion.evidence]


@pytest.mark.parametrize("code", ["BAZIN", "TRIVELLE", "VIDAL", "LACOMBE"])
def test_the_type_of_a_character_is_sure(code: str) -> None:
    assert opinion_of(code).confidence_word == "solide" or code == "BAZIN"


def test_the_ladder_of_the_one_who_never_pays_applies_because_the_owner_confirmed_it() -> None:
    assert opinion_of("DIGIPLAN").ladder_type is DebtorType.AVOIDS


def test_all_sorts_of_payers_are_there() -> None:
    assert {character.payer for character in characters()} == set(DebtorType) - {DebtorType.INSOLVENCY}
