"""The method in ten minutes, and why each page is as it is: in both languages, on every page, with links that lead."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from encours.faces.desk.context import _SECTIONS
from encours.faces.desk.help import method
from tests.desk.conftest import House, words

NAMES = {key for key in get_resolver("encours.faces.desk.urls").reverse_dict if isinstance(key, str)}


def test_both_languages_say_the_same_things() -> None:
    french, english = method.sections("fr"), method.sections("en")
    assert [(s.key, s.page, len(s.text)) for s in french] == [(s.key, s.page, len(s.text)) for s in english]
    assert {p: w.section for p, w in method.whys("fr").items()} == {
        p: w.section for p, w in method.whys("en").items()
    }


@pytest.mark.parametrize("language", method.LANGUAGES)
def test_ten_minutes_are_ten_sections_that_can_be_read_in_them(language: str) -> None:
    read = method.sections(language)
    assert len(read) == 10
    assert 600 < sum(len(" ".join(section.text).split()) for section in read) < 1800


def test_each_reason_belongs_to_a_page_and_to_a_section_that_exist() -> None:
    sections = {section.key for section in method.sections("fr")}
    parts = {f"section:{name}" for name in ("", *_SECTIONS)}
    for page, why in method.whys("fr").items():
        assert why.section in sections
        assert page in parts or page in NAMES, page
    assert parts <= set(method.whys("fr"))


def test_the_method_opens_and_its_links_lead_somewhere(owner: Client, house: House) -> None:
    shown = owner.get("/methode")
    assert "Presque tout retard vient d'un silence" in words(shown)
    for section in method.sections("fr"):
        assert owner.get(reverse(section.page_address)).status_code == 200


def test_a_page_says_why_it_is_as_it_is(owner: Client, house: House) -> None:
    assert "les deux façons de perdre" in words(owner.get(f"/clients/{house.customer.pk}"))
    assert "Pourquoi ?" in words(owner.get("/reglages/people"))


def test_english_pages_give_their_reason_in_english(owner: Client, house: House) -> None:
    owner.post("/preferences", {"language": "en"})
    assert "two ways to lose" in words(owner.get(f"/clients/{house.customer.pk}"))
    assert "Most late payment comes from silence" in words(owner.get("/methode"))
