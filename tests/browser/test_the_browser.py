"""The browser itself: it opens pages, sees a breach of the security policy, and judges a page."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

from encours.books.creditor.models import User
from tests.browser.conftest import Browse

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_sign_in_page_opens_without_a_complaint(browse: Browse, axe: Callable[[Page], None]) -> None:
    # Nobody signs in at a desk that belongs to nobody yet.
    User.objects.create(email="a@b.test", name="A", joined_at=datetime(2026, 3, 17, tzinfo=UTC))
    page = browse("/")
    assert page.locator("form").count() >= 1
    axe(page)


def test_axe_sees_a_page_that_nobody_could_use(chromium: Browser, axe: Callable[[Page], None]) -> None:
    page = chromium.new_page()
    page.set_content("<html><body><img src='x.png'><input></body></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)
    page.close()
