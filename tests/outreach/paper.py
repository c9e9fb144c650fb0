"""Letters for tests, and reading a made PDF back: where each word stands, what its codes say."""

from datetime import UTC, date, datetime

import pypdfium2
import zxingcpp

from encours.ground.kernel.money import Money
from encours.method.outreach.rules.letter import LetterFacts, Letterhead, StatementLine
from encours.method.outreach.rules.payment_codes import (
    PayTo,
    is_qr_iban,
    letter_reference,
    payment_code,
    qr_reference,
)
from encours.method.outreach.rules.postal_address import Postal, address_lines
from encours.method.outreach.rules.windows import Box, norms

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
FRENCH = "FR7630006000011234567890189"
SWISS = "CH5800791123000889012"
SWISS_QR = "CH4431999123000889012"
HOUSES = {
    "FR": Postal("Atelier Morel", "12 rue des Cordiers", "44000", "Nantes", "FR"),
    "CH": Postal("Atelier Morel SA", "Rue du Lac 12", "1003", "Lausanne", "CH"),
}
LUMEN = Postal("Lumen SAS", "4 quai de la Fosse\nBâtiment C", "69001", "Lyon", "FR")
BERN = Postal("Lumen AG", "Bundesplatz 3", "3011", "Bern", "CH")
_POINTS = 72 / 25.4


def a_letter(
    key: str = "fr_dl",
    *,
    lines: int = 3,
    iban: str = FRENCH,
    currency: str = "EUR",
    language: str = "fr",
    to: Postal = LUMEN,
    text: str = "Bonjour Anne Petit,\n\nCes factures restent ouvertes.\n\nCordialement,\nClaire Morel",
    **more: object,
) -> LetterFacts:
    """A letter about some invoices of 1 200 each, to Lyon in an envelope of a norm."""
    house = HOUSES[iban[:2]]
    told = tuple(
        StatementLine(f"F-{n:05}", date(2026, 9, 1), date(2026, 10, 1), Money(120_000, currency))
        for n in range(1, lines + 1)
    )
    amount = Money(120_000 * lines, currency)
    reference = letter_reference([line.number for line in told], message_id=42)
    reference = qr_reference(42) if is_qr_iban(iban) else reference
    code = payment_code(iban, amount, debtor_country=to.country)
    values = {
        "norm": norms()[key],
        "language": language,
        "sender": Letterhead(house, "732829320", "FR44732829320", "contact@morel.test", "+33 2 40 00 00 00"),
        "recipient": address_lines(to, contact="Anne Petit", sent_from=house.country, language=language),
        "written_on": date(2026, 11, 23),
        "subject": "Factures ouvertes – Atelier Morel",
        "text": text,
        "reference": reference,
        "pay": PayTo(code, iban, "AGRIFRPP" if iban == FRENCH else "", amount, reference),
        "lines": told,
        "debtor": to,
    }
    return LetterFacts(**(values | more))


def words_on(content: bytes, page: int = 0) -> list[tuple[str, Box]]:
    """Each run of text on a page with its rectangle, in millimetres from the top left corner."""
    sheet = pypdfium2.PdfDocument(content)[page]
    read, (_width, high) = sheet.get_textpage(), sheet.get_size()
    found = []
    for number in range(read.count_rects()):
        left, bottom, right, top = read.get_rect(number)
        text = read.get_text_bounded(left, bottom, right, top).strip()
        box = Box(left / _POINTS, (high - top) / _POINTS, (right - left) / _POINTS, (top - bottom) / _POINTS)
        if text:
            found.append((text, box))
    return found


def text_of(content: bytes) -> str:
    """All that a PDF says."""
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def codes_on(content: bytes, page: int = 0) -> list[str]:
    """What the QR codes on a page say, to a reader that knows nothing of how they were drawn."""
    bitmap = pypdfium2.PdfDocument(content)[page].render(scale=200 / 72, grayscale=True)
    pixels = memoryview(bitmap.buffer).cast("B").cast("B", (bitmap.height, bitmap.stride))
    return [found.text.replace("\r\n", "\n") for found in zxingcpp.read_barcodes(pixels)]


def pages_in(content: bytes) -> int:
    """How many pages a PDF has."""
    return len(pypdfium2.PdfDocument(content))
