"""A passkey in a real browser: Chromium's own virtual authenticator makes it, opens the door with it, loses it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.served import Served
from tests.browser.windows import Windows

OWNER, PASSWORD = "claire.besnard@besnard-lorieux.example", "faire-part-2026"
PATIENCE = 30_000
"""Milliseconds: hashing passwords on two busy cores takes its time."""
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(demonstration: Served, chromium: Browser) -> Iterator[Page]:
    """A window under the name at which passkeys work, and a device in it."""
    windows = Windows(chromium, demonstration.address.replace("127.0.0.1", "localhost"))
    page = windows.open("/connexion")
    page.set_default_timeout(PATIENCE)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    windows.close()


def test_a_passkey_is_made_opens_the_door_and_is_taken_away(page: Page) -> None:
    _by_password(page)
    page.wait_for_url("**/")
    page.goto("/compte")
    page.get_by_role("link", name="Ajouter une clé d'accès").click()
    page.locator("#dialog [name=name]").fill("Portable")
    page.locator("#dialog [name=present]").fill(PASSWORD)
    page.locator("#dialog button.main").click()
    # The device answers by itself: the recovery codes are next, shown once.
    expect(page.locator("#recovery-codes li")).to_have_count(10, timeout=PATIENCE)

    _leave(page)
    page.get_by_role("link", name="Employer une clé d'accès").click()
    page.wait_for_url("**/")

    _leave(page)
    _by_password(page)  # and then the passkey is asked for
    page.wait_for_url("**/")
    page.goto("/compte")
    expect(page.get_by_role("row", name="Portable")).to_be_visible(timeout=PATIENCE)

    page.get_by_role("link", name="retirer Portable").click()
    page.locator("#dialog [name=present]").fill(PASSWORD)
    page.locator("#dialog button.main").click()
    expect(page.get_by_text("Clé d'accès retirée.")).to_be_visible(timeout=PATIENCE)
    _leave(page)
    page.get_by_role("link", name="Employer une clé d'accès").click()
    expect(page.get_by_text("n'ouvre aucun compte ici")).to_be_visible(timeout=PATIENCE)


def _by_password(page: Page) -> None:
    page.fill("[name=username]", OWNER)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button.main").click()


def _leave(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/connexion")
