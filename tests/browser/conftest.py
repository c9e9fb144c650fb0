"""A real browser: Debian's Chromium, driven by Playwright, judged by axe."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, CHROMIUM
from tests.browser.every_page import Walk, walking
from tests.browser.served import Served, copied, served
from tests.browser.windows import Windows
from tests.installations import Installation, new_installation

# Playwright's synchronous face runs an event loop, in which Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Browse = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browse(
    chromium: Browser, live_server: object, settings: object, request: pytest.FixtureRequest
) -> Iterator[Browse]:
    """Opens pages on the live server: `browse("/", width=390, dark=True, language="en-GB")`.

    A script error, a refused resource or a breach of the content-security policy fails the test.
    """
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    windows = Windows(chromium, str(live_server), with_axe="axe" in request.fixturenames)
    yield windows.open
    windows.close()


@pytest.fixture
def page(browse: Browse) -> Page:
    """One page of ordinary size in French, light, on the first screen."""
    return browse()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails on any breach of WCAG 2.2 A and AA that a machine can see."""

    def check(page: Page) -> None:
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert results.violations_count == 0, results.generate_report()

    return check


@pytest.fixture(scope="session")
def demonstration_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, made once by `encours demo`."""
    home = tmp_path_factory.mktemp("demonstration") / "home"
    with new_installation(home) as installation:
        installation.run("demo", "--no-serve", timeout=300)
    return home


@pytest.fixture(scope="session")
def shown_demonstration(
    demonstration_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The demonstration served once for all tests that only look."""
    with (
        copied(demonstration_home, tmp_path_factory.mktemp("shown") / "home") as installation,
        served(installation) as shown,
    ):
        yield shown


@pytest.fixture(scope="session")
def walk(shown_demonstration: Served, chromium: Browser) -> Iterator[Walk]:
    """Every page that can be read, found once for all tests that go through them."""
    with walking(shown_demonstration, chromium) as found:
        yield found


@pytest.fixture
def demonstration(demonstration_home: Path, tmp_path: Path) -> Iterator[Served]:
    """A demonstration of the test's own."""
    with copied(demonstration_home, tmp_path / "home") as installation, served(installation) as own:
        yield own


@pytest.fixture
def empty_installation(installation: Installation) -> Iterator[Served]:
    """The user's own installation before anybody opened it."""
    installation.run("clock", check=False)
    with served(installation) as own:
        yield own


@pytest.fixture
def windows(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[[Served], Windows]]:
    """`windows(served)`: windows on an installation; complaints of its pages fail the test."""
    opened: list[Windows] = []

    def on(place: Served) -> Windows:
        opened.append(Windows(chromium, place.address))
        return opened[-1]

    yield on
    for each in opened:
        each.close()
