"""The steps of a first morning, as the tutorial tells them: the tests and the tutorial's pictures walk them.

Fields are found by their name, so that the same steps can be walked in both languages.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Page

from tests.smtp import SmtpServer

PASSWORD = "un-bon-mot-de-passe"
# A PDF as small as one can be.
SMALL_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True)
class Invoice:
    """An invoice as one types it."""

    number: str
    issued_on: date
    due_on: date
    total: str


def submit(page: Page) -> None:
    """Presses the main button of the form on the page."""
    page.locator("main form button.main:not([disabled])").last.click()


def account(page: Page, *, name: str, email: str) -> None:
    """Who you are."""
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    submit(page)
    page.locator("[name=siren]").wait_for()


def company(page: Page, *, name: str, email: str, phone: str = "") -> None:
    """The company that is owed."""
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("[name=phone]").fill(phone)
    submit(page)
    page.locator("[name=iban]").wait_for()


def bank_account(page: Page, *, iban: str, label: str) -> None:
    """Where you are paid."""
    page.locator("[name=iban]").fill(iban)
    page.locator("[name=label]").fill(label)
    submit(page)
    page.locator("ol.steps").wait_for()


def mail_server(page: Page, server: SmtpServer) -> None:
    """Through which server you write."""
    page.goto("/reglages/mail")
    page.locator("[name=host]").fill(server.host)
    page.locator("[name=security]").select_option("none")
    page.locator("[name=port]").fill(str(server.port))
    page.locator("[name=username]").fill(server.username)
    page.locator("[name=password]").fill(server.password)
    submit(page)
    page.locator("[data-flash]").wait_for()


def switch_sending_on(page: Page) -> None:
    """Out of the test mode."""
    page.goto("/reglages/sending")
    page.locator("button[name=on][value=yes]").click()
    page.locator("button[name=on][value=no]").wait_for()


def customer(page: Page, *, name: str, email: str, more: dict[str, str] | None = None) -> None:
    """A customer: a name and an e-mail are enough."""
    page.goto("/clients/nouveau")
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    if more:
        page.locator("details.fold > summary").click()
        for field, value in more.items():
            page.locator(f"[name={field}]").fill(value)
    page.locator("main form button.main").click()
    page.locator("[data-flash]").wait_for()


def invoice(page: Page, *, of: str, what: Invoice, pdf: Path | None = None) -> None:
    """An invoice issued elsewhere."""
    page.goto("/factures/nouvelle")
    page.locator("[name=customer]").fill(of)
    page.keyboard.press("Escape")
    page.locator("[name=number]").fill(what.number)
    page.locator("[name=issued_on]").fill(what.issued_on.isoformat())
    page.locator("[name=due_on]").fill(what.due_on.isoformat())
    page.locator("[name=total]").fill(what.total)
    if pdf:
        page.locator("[name=pdf]").set_input_files(pdf)
    page.locator("main form button.main").click()
    page.locator("[data-flash]").wait_for()


def bank(page: Page) -> None:
    """«J'ai vérifié ma banque aujourd'hui», on Today."""
    page.goto("/")
    page.locator("main form[action='/banque'] button").click()
    page.locator("[data-flash]").wait_for()


def night(page: Page) -> None:
    """What each night does by itself, now."""
    page.goto("/nuit")
    page.locator("main form button.main").click()
    page.locator("[data-flash]").wait_for()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Comes in by the door."""
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("main form button.main").click()
    page.locator("nav .place[aria-current=page], main .call").first.wait_for()
    # The keys work from the moment the page's scripts have run.
    page.wait_for_load_state()
