"""Takes the pictures of the documentation (run by `tools/screenshots`)."""

import base64
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import morning
from tests.browser.chromium import ARGUMENTS, CHROMIUM
from tests.browser.served import on_another_day, served
from tests.browser.windows import Windows
from tests.installations import new_installation
from tests.smtp import running_smtp_server

TARGET = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
SIZES = {"wide": (1200, 760), "phone": (390, 780)}
OWNER = ("claire.besnard@besnard-lorieux.example", "faire-part-2026")
FIRST_DAY = datetime(2026, 3, 17, 9, 10, tzinfo=ZoneInfo("Europe/Paris"))
FILE = """Facture;Client;E-mail;Date;Échéance;Montant TTC
F-2031;Dupont SARL;compta@dupont.example;10/02/2026;12/03/2026;1 200,00
F-2032;Maison Perrin;contact@perrin.example;10/02/2026;;480,00
F-2033;Atelier Joly;gestion@joly.example;30/02/2026;31/03/2026;960,00
"""


@dataclass(frozen=True)
class Picture:
    """A page of the demonstration, and in which forms it is shown."""

    name: str
    path: str
    forms: tuple[tuple[str, str], ...] = (("wide", "light"),)


BOTH = (("wide", "light"), ("wide", "dark"))
ALL = (*BOTH, ("phone", "light"), ("phone", "dark"))
PICTURES = (
    Picture("today", "/", ALL),
    Picture("case", "/?client=8", BOTH),
    Picture("customer", "/clients/4", ALL),
    Picture("brief", "/clients/8/appel", ALL),
    Picture("preview", "/messages/a-venir", BOTH),
    Picture("messages", "/messages?onglet=a-confirmer"),
    Picture("message", "/messages/{waiting}", BOTH),
    Picture("invoices", "/factures", BOTH),
    Picture("import", "/fichiers/{file}", BOTH),
    Picture("settings", "/reglages/sending", BOTH),
)


class Camera:
    """Writes what a page shows as one small picture."""

    def __init__(self, wanted: list[str], language: str) -> None:
        self.wanted, self.language = wanted, language
        self.darkroom: Page | None = None

    def wants(self, name: str) -> bool:
        """Whether a picture was asked for."""
        return not self.wanted or any(name.startswith(wish) for wish in self.wanted)

    def take(self, page: Page, name: str, form: str = "") -> None:
        """One picture: docs/screenshots/NAME[-FORM].LANGUAGE.png."""
        if not self.wants(name):
            return
        page.evaluate("document.fonts.ready")
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement?.blur()")
        shown = page.screenshot(animations="disabled", caret="hide")
        target = TARGET / f"{name}{f'-{form}' if form else ''}.{self.language}.png"
        target.write_bytes(self._smaller(page, shown))
        print(target.name, target.stat().st_size // 1024, "KB", flush=True)

    def _smaller(self, page: Page, picture: bytes) -> bytes:
        """The same picture in 256 colours: a third of the size, and nobody sees it."""
        blank = self.darkroom or page.context.browser.new_page()  # type: ignore[union-attr]
        self.darkroom = blank
        address = "data:image/png;base64," + base64.b64encode(picture).decode()
        found = blank.evaluate((Path(__file__).with_name("palette.js")).read_text(encoding="utf-8"), address)
        return png(found["width"], bytes(found["colours"]), base64.b64decode(found["pixels"]))


def png(width: int, colours: bytes, pixels: bytes) -> bytes:
    """A PNG of at most 256 colours, one byte a pixel, row after row."""
    rows = b"".join(b"\0" + pixels[start : start + width] for start in range(0, len(pixels), width))
    head = struct.pack(">IIBBBBB", width, len(pixels) // width, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def demonstration(browser: Browser, camera: Camera) -> None:
    """The pictures of the demonstration."""
    with tempfile.TemporaryDirectory() as folder, new_installation(Path(folder) / "home") as installation:
        installation.run("demo", "--no-serve", timeout=600)
        with served(installation) as place:
            windows = Windows(browser, place.address)
            page = windows.open("/", language=f"{camera.language}-FR")
            page.set_default_timeout(60_000)
            morning.sign_in(page, *OWNER)
            _speak(page, camera.language)
            ids = {"file": _drop(page), "waiting": _waiting(page)}
            for picture in PICTURES:
                for size, scheme in picture.forms if camera.wants(picture.name) else ():
                    width, height = SIZES[size]
                    page.set_viewport_size({"width": width, "height": height})
                    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                    page.goto(picture.path.format(**ids))
                    camera.take(page, picture.name, "-".join(_form(size, scheme)))


def _form(size: str, scheme: str) -> Iterator[str]:
    if size != "wide":
        yield size
    if scheme != "light":
        yield scheme


def _speak(page: Page, language: str) -> None:
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form: dict[str, Any] = {"language": language, "csrfmiddlewaretoken": token}
    page.request.post("/preferences", form=form, headers={"Referer": page.url})


def _drop(page: Page) -> str:
    page.goto("/fichiers")
    file: Any = {"name": "factures.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.locator("main input[type=file]").set_input_files([file])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/fichiers/*")
    return page.url.rpartition("/")[2]


def _waiting(page: Page) -> str:
    page.goto("/messages?onglet=a-confirmer")
    address = page.locator("[data-row] a[data-open]", has_text="Lumen").first.get_attribute("href") or ""
    return address.rpartition("/")[2]


def first_morning(browser: Browser, camera: Camera) -> None:
    """The pictures of the tutorial: each step is done, then shown."""
    with (
        tempfile.TemporaryDirectory() as folder,
        new_installation(Path(folder) / "home") as installation,
        running_smtp_server() as server,
    ):
        on_another_day(installation, FIRST_DAY)
        installation.environment["ENCOURS_LANG"] = camera.language
        key = installation.python(
            "from encours.ground.plumbing.readiness import make_ready\nmake_ready()\n"
            "from encours.ground.plumbing.setup_key import setup_key\nprint(setup_key())"
        ).stdout.strip()
        with served(installation) as place:
            width, height = SIZES["wide"]
            language = {"fr": "fr-FR", "en": "en-GB"}[camera.language]
            page = Windows(browser, place.address).open(
                f"/bienvenue/?cle={key}", width=width, height=height, language=language
            )
            page.set_default_timeout(60_000)
            _walk(page, camera, Path(folder), installation.run, server)


def _walk(page: Page, camera: Camera, folder: Path, run: Any, server: Any) -> None:
    camera.take(page, "first-1-account")
    morning.account(page, name="Jeanne Martin", email="jeanne@atelier-martin.example")
    morning.company(
        page, name="Atelier Martin", email="compta@atelier-martin.example", phone="02 61 91 55 01"
    )
    morning.bank_account(page, iban="FR7699999001490001234567820", label="Banque de l'Authion")
    camera.take(page, "first-2-welcome")
    morning.customer(page, name="Dupont SARL", email="compta@dupont.example")
    pdf = folder / "F-2031.pdf"
    pdf.write_bytes(morning.SMALL_PDF)
    invoice = morning.Invoice("F-2031", date(2026, 2, 10), date(2026, 3, 12), "1 200,00")
    morning.invoice(page, of="Dupont SARL", what=invoice, pdf=pdf)
    camera.take(page, "first-3-invoice")
    morning.bank(page)
    morning.night(page)
    camera.take(page, "first-4-today")
    page.goto("/?client=1")
    camera.take(page, "first-5-why")
    page.goto("/messages/1")
    camera.take(page, "first-6-message")
    morning.mail_server(page, server)
    morning.switch_sending_on(page)
    camera.take(page, "first-7-sending")
    page.goto("/messages/1")
    page.locator("main form[action$='/confirmer'] button").click()
    page.locator("[data-flash]").wait_for()
    run("work", "--once")
    page.goto("/messages/1")
    camera.take(page, "first-8-sent")


@contextmanager
def chromium(language: str) -> Iterator[Browser]:
    """The browser, speaking a language itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*ARGUMENTS, f"--lang={language}", "--font-render-hinting=none", "--hide-scrollbars"],
            env={"LANGUAGE": language},
        )
        yield browser
        browser.close()


def main(wanted: list[str]) -> None:
    """The command."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for language in ("fr", "en"):
        camera = Camera(wanted, language)
        with chromium(language) as browser:
            if any(camera.wants(picture.name) for picture in PICTURES):
                demonstration(browser, camera)
            if not wanted or any("first".startswith(w) or w.startswith("first") for w in wanted):
                first_morning(browser, camera)


if __name__ == "__main__":
    main(sys.argv[1:])
