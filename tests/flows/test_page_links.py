"""The night's messages carry links that open, at no cost in statements; without a public address, none."""

from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encours.flows.page_links import address_of, example_link, page_in, page_link, public_address
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Link, Purpose
from encours.ground.wording.library import SHIPPED
from encours.method.outreach.rules.compose import page_words

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def link() -> str:
    return page_link(entity_id=1, customer_id=7, contact=None, now=NOW)


@pytest.mark.django_db
def test_a_link_opens_the_page_of_its_customer_and_asks_nothing(settings: LazySettings) -> None:
    settings.ENCOURS_PUBLIC_URL = "https://compta.example.fr"
    with CaptureQueriesContext(connection) as asked:
        address = link()
    assert len(asked) == 0
    token = address.removeprefix("https://compta.example.fr/p/").removesuffix("/")
    opened = links_queries.open_link(token, purpose=Purpose.PAGE, now=NOW)
    assert isinstance(opened, Link)
    assert opened.subject == "customer:7"


def test_the_address_is_the_one_that_the_face_answers_to(settings: LazySettings) -> None:
    settings.ENCOURS_PUBLIC_URL = "https://compta.example.fr"
    assert address_of("abc") == "https://compta.example.fr" + reverse("portal:page", args=["abc"])


@pytest.mark.parametrize("told", ["", "compta.example.fr", "javascript:x", "https://a b", "https://a/?x=1"])
def test_what_is_no_address_gives_no_link(settings: LazySettings, told: str) -> None:
    settings.ENCOURS_PUBLIC_URL = told
    assert (public_address(), link(), example_link()) == ("", "", "")


def test_the_address_in_a_text_is_found_again_and_no_other(settings: LazySettings) -> None:
    settings.ENCOURS_PUBLIC_URL = "https://compta.example.fr"
    text = "Voir le relevé : https://compta.example.fr/p/abc234/\nhttps://ailleurs.test/p/abc234/"
    assert page_in(text) == "https://compta.example.fr/p/abc234/"
    assert page_in("https://ailleurs.test/p/abc234/ https://compta.example.fr/p/ABC/") == ""
    settings.ENCOURS_PUBLIC_URL = ""
    assert page_in(text) == ""


def test_words_written_by_hand_get_the_same_way_to_the_page() -> None:
    for language in ("fr", "en"):
        said = page_words(SHIPPED, language=language, link="https://compta.example.fr/p/abc/")
        assert "https://compta.example.fr/p/abc/" in said
        assert "{" not in said
