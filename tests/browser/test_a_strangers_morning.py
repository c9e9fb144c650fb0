"""A stranger's morning: from an empty installation to the first message at a mail server, and the calls."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import morning
from tests.browser.morning import Invoice
from tests.browser.served import Served, copied, on_another_day, served
from tests.browser.windows import Windows
from tests.installations import Installation, new_installation
from tests.smtp import Received, SmtpServer

JEANNE = "jeanne@atelier-martin.example"
CLAIRE = ("claire.besnard@besnard-lorieux.example", "faire-part-2026")
TUESDAY = datetime(2026, 3, 17, 9, 10, tzinfo=ZoneInfo("Europe/Paris"))


@dataclass
class Morning:
    """The stranger's installation, their window, and the mail server they have."""

    place: Served
    page: Page
    smtp: SmtpServer
    folder: Path

    def owed(self, name: str, what: Invoice, *, more: dict[str, str] | None = None) -> int:
        """Types in a customer with one invoice and its PDF; gives the customer's id."""
        email = f"compta@{name.split(maxsplit=1)[0].lower()}.example"
        morning.customer(self.page, name=name, email=email, more=more)
        customer_id = int(self.page.url.rpartition("/")[2])
        pdf = self.folder / f"{what.number}.pdf"
        pdf.write_bytes(morning.SMALL_PDF)
        morning.invoice(self.page, of=name, what=what, pdf=pdf)
        return customer_id

    def work(self) -> None:
        """What the worker does by itself, one round."""
        self.place.installation.run("work", "--once")

    @property
    def arrived(self) -> list[Received]:
        """What the mail server took, but for the trial message."""
        return [m for m in self.smtp.messages if "F-" in str(m.message["Subject"])]


@pytest.fixture(scope="session")
def first_home(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty installation opened by the address that its start prints, and set up in the browser."""
    home = tmp_path_factory.mktemp("first") / "home"
    with new_installation(home) as installation:
        on_another_day(installation, TUESDAY)
        path = _printed_address(installation)
        with served(installation) as place:
            windows = Windows(chromium, place.address)
            page = windows.open(path)
            morning.account(page, name="Jeanne Martin", email=JEANNE)
            morning.company(page, name="Atelier Martin", email="compta@atelier-martin.example")
            morning.bank_account(page, iban="FR7699999001490001234567820", label="Banque de l'Authion")
            windows.close()
    return home


@pytest.fixture
def first_morning(
    first_home: Path, chromium: Browser, smtp_server: SmtpServer, tmp_path: Path
) -> Iterator[Morning]:
    """The installation just set up, on a Tuesday morning, nothing typed in yet."""
    with copied(first_home, tmp_path / "home") as installation:
        on_another_day(installation, TUESDAY)
        with served(installation) as place:
            windows = Windows(chromium, place.address)
            page = windows.open("/")
            morning.sign_in(page, JEANNE)
            yield Morning(place, page, smtp_server, tmp_path)
            windows.close()


def _printed_address(installation: Installation) -> str:
    """The path of the first-run guide that `encours serve` prints."""
    started = installation.start("serve")
    assert started.stdout is not None
    line = next(line for line in started.stdout if "/bienvenue/?cle=" in line)
    installation.kill(started)
    installation.processes.remove(started)
    return "/" + line.strip().partition("://")[2].partition("/")[2]


def test_one_customer_one_invoice_one_message(first_morning: Morning) -> None:
    page = first_morning.page
    morning.mail_server(page, first_morning.smtp)
    morning.switch_sending_on(page)
    first_morning.owed("Dupont SARL", Invoice("F-2031", date(2026, 2, 10), date(2026, 3, 12), "1 200,00"))
    expect(page.locator("body")).to_contain_text("Banque pas encore vérifiée")
    morning.bank(page)
    morning.night(page)

    page.goto("/")
    expect(page.locator("main")).to_contain_text("Partira tout seul")
    page.goto("/?client=1")
    expect(page.locator("#case")).to_contain_text("Facture F-2031, échue le 12 mars, 5 jours")
    expect(page.locator("#case")).to_contain_text("Si vous ne faites rien")
    page.goto("/messages/1")
    expect(page.locator("#message-text")).to_contain_text("F-2031")
    assert first_morning.arrived == []

    first_morning.work()
    (seen,) = first_morning.arrived
    assert seen.recipients == ("compta@dupont.example",)
    assert seen.message["Subject"] == "Facture F-2031 du 10 février 2026"
    assert "compta@atelier-martin.example" in str(seen.message["From"])
    assert "1\N{NARROW NO-BREAK SPACE}200,00\N{NO-BREAK SPACE}€" in seen.text
    assert "FR76" in seen.text
    (copy,) = seen.message.iter_attachments()
    assert (copy.get_filename(), copy.get_content_type()) == ("F-2031.pdf", "application/pdf")
    assert copy.get_content() == morning.SMALL_PDF
    page.goto("/clients/1")
    expect(page.locator("main")).to_contain_text("parti")

    first_morning.work()
    assert len(first_morning.arrived) == 1, "nothing twice"


def test_nothing_leaves_in_test_mode_and_the_bank_comes_first(first_morning: Morning) -> None:
    page = first_morning.page
    first_morning.owed("Dupont SARL", Invoice("F-2031", date(2026, 2, 10), date(2026, 3, 12), "1 200,00"))
    morning.night(page)
    page.goto("/messages?onglet=a-envoyer")
    expect(page.locator("[data-row]")).to_have_count(0)
    morning.bank(page)
    morning.night(page)
    morning.mail_server(page, first_morning.smtp)
    first_morning.work()
    assert first_morning.arrived == []
    page.goto("/")
    page.get_by_role("link", name="Relire et décider").click()
    expect(page.get_by_role("button", name="Je l'ai envoyé")).to_be_visible()


def test_the_first_time_customer_is_called_first_and_the_faithful_one_gets_an_email_only(
    first_morning: Morning,
) -> None:
    page = first_morning.page
    first = first_morning.owed(
        "Lumen SAS",
        Invoice("F-15", date(2026, 2, 10), date(2026, 3, 12), "15 000,00"),
        more={"phone": "01 99 00 47 31", "contact_name": "Thomas Aubertin"},
    )
    faithful = first_morning.owed(
        "Bazin SAS",
        Invoice("F-16", date(2026, 2, 5), date(2026, 3, 9), "250,00"),
        more={"phone": "01 99 00 47 32", "since_on": "2019-01-07"},
    )
    morning.bank(page)
    morning.night(page)

    page.goto("/")
    expect(page.locator("[data-row] .name").first).to_contain_text("Lumen SAS")
    rows = page.locator("[data-row]").filter(has_text="Bazin SAS")
    expect(rows.locator("a[href$='/appel']")).to_have_count(0)

    for path in ("/", f"/clients/{first}", f"/?client={first}"):
        page.goto(path)
        expect(page.locator("a[href^='tel:']")).to_have_count(0)
    page.locator("#case").get_by_role("link", name="Préparer l'appel").click()
    page.get_by_role("button", name="Prêt").click()
    expect(page.locator("a[href='tel:+33199004731']")).to_be_visible()
    page.get_by_role("button", name="abandonner sans rien noter").click()
    page.get_by_text("Noter un appel déjà passé").click()
    page.locator("[name=outcome]").select_option(index=1)
    page.locator("[name=note]").fill("La comptable revient lundi.")
    page.get_by_role("button", name="Noter l'appel").click()
    expect(page.locator("[name=next_step]")).to_be_focused()
    page.locator("[name=next_step]").fill("rappeler la comptable")
    page.locator("[name=next_on]").fill("2026-03-24")
    page.get_by_role("button", name="Noter l'appel").click()
    expect(page.locator("[data-flash]")).to_contain_text("Appel noté : Lumen SAS")
    page.goto(f"/clients/{first}")
    expect(page.locator("main")).to_contain_text("La comptable revient lundi.")
    page.goto(f"/clients/{faithful}")
    expect(page.locator("main")).to_contain_text("à envoyer vous-même")


def test_the_brief_of_the_demonstration_is_opened_and_the_next_morning_comes(
    demonstration: Served, windows: Callable[[Served], Windows]
) -> None:
    page = windows(demonstration).open("/")
    morning.sign_in(page, *CLAIRE)
    first = page.locator("section", has=page.get_by_role("heading", name="D'abord"))
    expect(first.locator("[data-row] .name").first).to_contain_text("Lumen SAS")
    expect(page.locator("a[href^='tel:']")).to_have_count(0)
    assert not page.locator("[data-row]", has_text="Séverin").locator("a[href$='/appel']").count()

    first.locator("[data-row]").first.get_by_role("link", name="Préparer l'appel").click()
    expect(page.get_by_role("heading", name="Lumen SAS")).to_be_visible()
    page.get_by_role("button", name="Prêt").click()
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    page.get_by_role("button", name="abandonner sans rien noter").click()
    page.get_by_text("Noter un appel déjà passé").click()
    page.locator("[name=outcome]").select_option(index=1)
    page.locator("[name=next_step]").fill("rappeler")
    page.locator("[name=next_on]").fill("2026-03-24")
    page.get_by_role("button", name="Noter l'appel").click()
    expect(page.locator("[data-flash]")).to_contain_text("Appel noté : Lumen SAS")
    expect(page.get_by_role("heading", name="Fait aujourd'hui")).to_be_visible()

    page.get_by_role("button", name="Lendemain matin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aujourd'hui, mercredi 18 mars")


def test_the_key_account_is_called_by_nobody_from_the_list(
    demonstration: Served, windows: Callable[[Served], Windows]
) -> None:
    page = windows(demonstration).open("/connexion?next=/clients/9/appel")
    morning.sign_in(page, *CLAIRE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Séverin")
    expect(page.locator("a[href^='tel:']")).to_have_count(0)
    expect(page.locator(".words-column .banner[data-tone=rest]")).to_be_visible()
