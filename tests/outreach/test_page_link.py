"""A message carries the link to its customer's page, calmly, and the rules of wording take no offence."""

from dataclasses import replace

import pytest

from encours.ground.kernel.reason import Refused
from encours.ground.wording.facts import Register
from encours.method.outreach.rules.as_html import html_of
from encours.method.outreach.rules.compose import compose, findings
from encours.method.outreach.rules.message_facts import Draft
from tests.outreach.test_compose import FACTS

URL = "https://compta.example.fr/p/ceaqaea2k2f26xxh4eze56r5abu2nzw6qcy7/"


def written(**changes: object) -> Draft:
    made = compose(replace(FACTS, page=URL, **changes))  # type: ignore[arg-type]
    assert not isinstance(made, Refused)
    return made


@pytest.mark.parametrize(("language", "register"), [("fr", "vous"), ("fr", "tu"), ("en", "vous")])
def test_the_link_stands_at_the_end_and_replying_is_enough(language: str, register: str) -> None:
    plain = compose(replace(FACTS, language=language, register=Register(register)))
    linked = written(language=language, register=Register(register))
    assert isinstance(plain, Draft)
    assert linked.text.startswith(plain.text)
    assert URL in linked.text
    assert ("Répondre à ce message suffit aussi." in linked.text) == (language == "fr")


def test_in_a_mail_the_address_lies_under_its_words() -> None:
    html = written().html
    assert f'<a href="{URL}"' in html
    assert ">Voir le relevé, répondre ou nous écrire</a>" in html
    assert html.count(URL) == 1


def test_nobody_else_s_address_becomes_a_link() -> None:
    for text in (
        "Voir : https://voleur.example/p/abc",
        f'Voir : {URL}"onclick="x',
        "a : javascript:alert(1)/p/a/",
    ):
        assert "<a " not in html_of(text, language="fr")


def test_no_figure_of_the_link_counts_even_after_a_person_changed_the_words() -> None:
    changed = written().text.replace("Bonjour", "Chère Anne")
    assert findings(replace(FACTS, page=""), "Objet", changed) == ()


def test_without_a_public_address_nothing_changes() -> None:
    plain, empty = compose(FACTS), compose(replace(FACTS, page=""))
    assert plain == empty
    assert isinstance(plain, Draft)
    assert "/p/" not in plain.text
