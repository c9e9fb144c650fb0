"""The customer's page: for everybody, on a phone, in the dark, by the keyboard, without a script or a cookie."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from encours.ground.kernel.clock import InstallationClock
from encours.method.agreements.rules.words import AgreementState
from tests import factories
from tests.desk.conftest import a_house
from tests.portal.conftest import MONDAY, a_page

Browse = Callable[..., Page]


@pytest.fixture
def address(live_server: object, settings: LazySettings) -> str:
    """A page on which something is open, and something waits for a yes."""
    InstallationClock(settings.ENCOURS_CLOCK_FILE).fix(MONDAY)
    house = a_house("Atelier Morel")
    case = factories.a_case(house.customer)
    agreed = factories.an_agreement(case, state=AgreementState.PROPOSED)
    factories.a_contact(house.customer, email="", is_main=False)
    return f"{a_page(house).url}|{agreed.pk}"


def test_everybody_can_use_it_and_it_sets_no_cookie(
    browse: Browse, address: str, axe: Callable[[Page], None]
) -> None:
    url, agreement = address.split("|")
    for width, dark, language in ((360, True, "fr"), (1280, False, "en")):
        page = browse(url, width=width, dark=dark)
        for part in ("", "deja-regle", "en-plusieurs-fois", "un-probleme", f"accord/{agreement}"):
            page.goto(f"{url}{part}?langue={language}")
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), part
        assert page.context.cookies() == []


def test_the_keyboard_alone_answers(browse: Browse, address: str) -> None:
    page = browse(address.split("|", maxsplit=1)[0], width=390)
    link = page.get_by_role("link", name="Il y a un problème")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Il y a un problème")
    page.get_by_label("Quelle facture").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("En quelques mots").focus()
    page.keyboard.type("Livré en double")
    page.get_by_label("Votre nom").focus()
    page.keyboard.type("Anne")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("C'est noté")


def test_without_a_script_everything_works(browse: Browse, address: str) -> None:
    url, agreement = address.split("|")
    page = browse(url, width=390, scripts=False)
    expect(page.get_by_role("button", name="Copier")).to_have_count(0)
    page.get_by_role("link", name="Relire et confirmer").click()
    assert page.url.endswith(f"accord/{agreement}")
    page.get_by_label("Votre nom").fill("Anne Petit")
    page.get_by_role("button", name="Je confirme").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C'est noté")
    page.get_by_role("link", name="Retour au relevé").click()
    expect(page.get_by_text("Accord de règlement")).to_be_visible()
