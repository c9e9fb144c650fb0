"""The keyboard alone: Tab comes to everything that a mouse can press, shows where it is, and gets out again."""

import pytest
from playwright.sync_api import Page

from tests.browser.every_page import Walk
from tests.browser.windows import Windows

FEW = (
    "/",
    "/clients/8",
    "/clients/8/appel",
    "/factures",
    "/reglages/seuils/guard",
    "/reglages/scenarios/unknown",
)
# What can be pressed and seen; of radio buttons of one name the browser stops at one alone.
LISTEN = """() => {
  const pressable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const names = new Set();
  window.wanted = [...document.querySelectorAll(pressable)].filter(e => {
    const once = e.type === 'radio' ? !names.has(e.name) && names.add(e.name) : true;
    return once && !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})
      && e.getClientRects().length && !e.closest('[inert]');
  });
  const mice = [...document.querySelectorAll('main *, nav *')].filter(e =>
    getComputedStyle(e).cursor === 'pointer' && e.checkVisibility()
    && !e.closest(pressable + ', label, [data-row], option, [tabindex="-1"]'));
  window.out = mice.map(e => 'only for a mouse: ' + e.outerHTML.slice(0, 90));
  window.met = new Set();
  document.addEventListener('focusin', event => {
    const e = event.target;
    if (window.met.has(e)) return;
    window.met.add(e);
    const ring = part => {  // a link that fills its row draws it around the row
      const style = getComputedStyle(e, part);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
    };
    if (!ring() && !ring('::after'))
      window.out.push('does not show that it has the focus: ' + e.outerHTML.slice(0, 90));
  });
  document.activeElement?.blur();
  window.getSelection()?.collapse(document.body, 0);
  // Day, month, year and the calendar of a date are stops of their own.
  return window.wanted.length + 4 * document.querySelectorAll('input[type=date], input[type=time]').length;
}"""
TELL = """() => window.out.concat(window.wanted
  .filter(e => e.isConnected && !window.met.has(e)
    && !(e.type === 'radio' && [...window.met].some(m => m.type === 'radio' && m.name === e.name)))
  .map(e => 'never reached: ' + e.outerHTML.slice(0, 90)))"""


def _walked(page: Page, path: str) -> list[str]:
    page.goto(path)
    for _ in range(page.evaluate(LISTEN) + 6):
        page.keyboard.press("Tab")
    return [f"{path} {found}" for found in page.evaluate(TELL)]


def _through(walk: Walk, paths: list[str]) -> list[str]:
    windows = Windows(walk.windows.browser, walk.windows.address)
    page = windows.open("/", state=walk.state)
    wrong = [found for path in paths for found in _walked(page, path)]
    windows.close()
    return wrong


def test_tab_reaches_everything_on_the_pages_of_a_morning(walk: Walk) -> None:
    assert _through(walk, list(FEW)) == []


@pytest.mark.long
def test_tab_reaches_everything_on_every_page(walk: Walk) -> None:
    wrong = _through(walk, walk.paths)
    assert wrong == [], "\n".join(wrong)
