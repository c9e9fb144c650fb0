"""Windows of a real browser that remember every complaint of the pages shown in them."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

# What axe adds to a page in order to measure it, and what the policy rightly refuses.
OF_AXE = "Applying inline style violates"
# A form that is refused answers 422 and a page that is not there 404; the browser calls both errors.
EXPECTED = re.compile(r"status of (422|404) .*")
WIDE, PHONE = (1280, 800), (360, 780)


@dataclass
class Windows:
    """Opens pages below one address; script errors, refused resources and breaches of the policy are kept."""

    browser: Browser
    address: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    with_axe: bool = False

    def open(
        self,
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        language: str = "fr-FR",
        scripts: bool = True,
        state: Any = None,
    ) -> Page:
        """A page in a window of its own; `state` is a session kept from another window."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            locale=language,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            storage_state=state,
        )
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path)
        return page

    def close(self) -> None:
        """Closes all, and fails when a page complained."""
        for context in self.contexts:
            context.close()
        assert not self.complaints, sorted(set(self.complaints))[:20]

    def _listen(self, message: ConsoleMessage) -> None:
        text = f"{message.text} ({message.location.get('url')})"
        if self.with_axe and text.startswith(OF_AXE):
            return
        if message.type == "error" and not EXPECTED.search(text):
            self.complaints.append(text)
