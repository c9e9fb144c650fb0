"""The desk by the keyboard alone, and the main path in a browser that runs no script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import morning
from tests.browser.served import Served
from tests.browser.windows import Windows

OWNER = ("claire.besnard@besnard-lorieux.example", "faire-part-2026")
Open = Callable[[Served], Windows]


@pytest.fixture
def desk(demonstration: Served, windows: Open) -> Page:
    page = windows(demonstration).open("/")
    morning.sign_in(page, *OWNER)
    return page


def test_j_k_enter_a_and_s_work_through_the_list(desk: Page) -> None:
    names = desk.locator("[data-row] .name a").all_inner_texts()
    here = desk.locator("[data-row]:focus .name a")
    desk.keyboard.press("j")
    expect(here).to_have_text(names[0])
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    expect(here).to_have_text(names[1])
    desk.keyboard.press("Enter")
    expect(desk.locator("#case h2")).to_have_text(names[1])
    desk.keyboard.press("Escape")
    expect(desk.locator("#case")).to_have_count(0)

    lumen = desk.locator("[data-row]", has_text="Lumen SAS")
    lumen.focus()
    desk.keyboard.press("s")
    expect(desk.get_by_role("heading", name="Reporter Lumen SAS")).to_be_visible()
    desk.keyboard.press("Escape")
    lumen.focus()
    desk.keyboard.press("a")
    expect(desk.get_by_role("heading", level=1, name="Lumen SAS")).to_be_visible()


def test_u_takes_back_what_was_just_done(desk: Page) -> None:
    desk.get_by_role("button", name="J'ai vérifié ma banque aujourd'hui").click()
    expect(desk.locator("[data-flash]")).to_contain_text("Banque vérifiée")
    desk.keyboard.press("u")
    expect(desk.locator("[data-flash]")).to_contain_text("C'est annulé")


def test_ctrl_k_finds_a_customer_and_the_question_mark_shows_the_keys(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    expect(desk.locator("#palette")).to_be_visible()
    desk.keyboard.type("kerva")
    expect(desk.locator("#palette [data-results] .option").first).to_contain_text("Kervadec")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Kervadec Distribution")
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator("#keys")).to_be_hidden()


def test_letters_typed_in_a_field_stay_letters(desk: Page) -> None:
    desk.goto("/clients/8/appel")
    desk.get_by_text("Noter un appel déjà passé").click()
    note = desk.locator("[name=note]")
    note.focus()
    desk.keyboard.type("j'ai su ? a")
    expect(note).to_have_value("j'ai su ? a")


def test_the_main_path_needs_no_script(demonstration: Served, windows: Open) -> None:
    page = windows(demonstration).open("/", scripts=False)
    page.locator("[name=username]").fill(OWNER[0])
    page.locator("[name=password]").fill(OWNER[1])
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("link", name="Lumen SAS", exact=True).click()
    expect(page.locator("#case")).to_contain_text("premier achat")
    page.locator("#case").get_by_role("link", name="Préparer l'appel").click()
    page.get_by_role("button", name="Prêt").click()
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    page.get_by_role("button", name="Personne, répondeur").click()
    page.get_by_role("button", name="pas de réponse").click()
    page.get_by_role("button", name="Terminer et noter l'appel").click()
    expect(page.locator("[data-flash]")).to_contain_text("Appel noté : Lumen SAS")

    page.goto("/")
    page.get_by_role("link", name="Relire et décider").click()
    page.goto("/messages?onglet=a-confirmer")
    page.locator("[data-row] a[data-open]").first.click()
    page.locator("main form[action$='/confirmer'] button").click()
    expect(page.locator("[data-flash]")).to_contain_text("Confirmé")
    page.get_by_role("searchbox").fill("kerva")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("main")).to_contain_text("Kervadec Distribution")
    page.get_by_role("button", name="Lendemain matin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aujourd'hui, mercredi 18 mars")
