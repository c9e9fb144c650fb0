"""Every address that can be read: no breach of accessibility, no complaint, nothing wider than the screen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import TAGS
from tests.browser.every_page import Walk
from tests.browser.windows import PHONE, WIDE, Windows

PARTS = 4  # so that several processes can share the walk
# The elements of a page are the same on a phone and in the dark; what one sees of them is not.
OF_LOOKS = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block")


def _breaches(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    only: dict[str, Any] = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    return [
        f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes'][:3]]}"
        for v in found.response["violations"]
    ]


def _too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_can_be_used_by_everybody(walk: Walk, part: int) -> None:
    """Wide and light: WCAG 2.2 A and AA; on a phone and dark: what colours and sizes change, no sideways scrolling."""
    wrong = []
    windows = Windows(walk.windows.browser, walk.windows.address, with_axe=True)
    page = windows.open("/", state=walk.state)
    assert len(walk.paths) > 50, walk.paths
    for path in walk.paths[part::PARTS]:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        page.goto(path)
        wrong += [f"{path} {breach}" for breach in _breaches(page)]
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        wrong += [f"{path} phone, dark {breach}" for breach in _breaches(page, OF_LOOKS)]
        wrong += [f"{path} is too wide for a phone"] if _too_wide(page) else []
    windows.close()
    assert wrong == [], "\n".join(wrong)


def test_every_page_speaks_english_on_a_phone(walk: Walk) -> None:
    """Words of another length do not push the page wider; the page says which language it speaks."""
    page = walk.windows.open("/", state=walk.state, width=PHONE[0], height=PHONE[1])
    _speak(page, "en")
    wrong = []
    for path in walk.paths:
        page.goto(path)
        wrong += [f"{path} is too wide"] if _too_wide(page) else []
        wrong += (
            [f"{path} speaks {page.locator('html').get_attribute('lang')}"]
            if page.locator("html[lang=en]").count() == 0
            else []
        )
    _speak(page, "fr")
    assert wrong == [], "\n".join(wrong)


def _speak(page: Page, language: str) -> None:
    page.goto("/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    page.request.post(
        "/preferences",
        form={"language": language, "csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )


def test_the_policy_is_strict_on_every_page(walk: Walk) -> None:
    page = walk.windows.open("/", state=walk.state)
    for path in walk.paths:
        policy = page.request.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
