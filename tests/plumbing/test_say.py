"""A Reason becomes a sentence of the reader's language."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy, override

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.say import say

TODAY = date(2026, 3, 17)


def test_the_facts_of_a_reason_are_written_as_people_read_them() -> None:
    reason = Reason("{amount} dus depuis le {since}", amount=Money(420000, "EUR"), since=date(2026, 3, 1))
    assert say(reason, "fr", today=TODAY) == "4\u202f200,00\u00a0€ dus depuis le 1er mars"
    assert say(reason, "en", today=TODAY) == "€4,200.00 dus depuis le 1 March"


def test_a_date_carries_its_year_when_today_is_not_known() -> None:
    assert say(Reason("accord du {on}", on=date(2026, 4, 2)), "fr") == "accord du 2 avril 2026"


def test_the_text_is_translated() -> None:
    assert say(Reason("Yes"), "fr") == "Oui"
    assert say(Reason("Yes"), "en") == "Yes"


def test_the_current_language_is_used_when_none_is_given() -> None:
    with override("en"):
        assert say(Reason("{amount}", amount=Money(100, "EUR"))) == "€1.00"


def test_a_reason_inside_a_reason_is_said_in_the_same_language() -> None:
    inner = Reason("Yes")
    assert say(Reason("réponse : {answer}", answer=inner), "fr") == "réponse : Oui"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (2017, "2017"),
        (Decimal("12.50"), "12,5"),
        (None, "—"),
        (True, "oui"),
        ("Dupont SARL", "Dupont SARL"),
        (gettext_lazy("Yes"), "Oui"),
        ([date(2026, 3, 12), date(2026, 4, 2)], "12 mars et 2 avril"),
        (datetime(2026, 3, 12, 9, 5, tzinfo=UTC), "12 mars à 9\u00a0h\u00a005"),
    ],
)
def test_each_kind_of_fact_has_its_form(value: object, text: str) -> None:
    assert say(Reason("{value}", value=value), "fr", today=TODAY) == text


def test_a_plain_text_is_returned_as_it_is() -> None:
    assert say("déjà {dit}", "fr") == "déjà {dit}"
    assert say(Reason(""), "fr") == ""


def test_a_missing_fact_is_a_broken_promise() -> None:
    with pytest.raises(KeyError):
        say(Reason("{amount} dus"), "fr")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Agence Trivelle", "Le mot d'Agence Trivelle"),
        ("Établissements Bazin", "Le mot d'Établissements Bazin"),
        ("Lumen", "Le mot de Lumen"),
        ("Hôtel du Grand Large", "Le mot de Hôtel du Grand Large"),
    ],
)
def test_french_drops_a_vowel_before_another(name: str, said: str) -> None:
    assert say(Reason("Le mot de {name}", name=name), "fr") == said
    assert say(Reason("Le mot de {name}", name=name), "en") == f"Le mot de {name}"
