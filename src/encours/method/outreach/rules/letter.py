"""What a letter says and where it says it: facts as plain data for the template that draws it."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.identifiers import iban_in_groups
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_
from encours.ground.wording import formats
from encours.method.outreach.rules.payment_codes import PaymentCode, PayTo, reference_shown
from encours.method.outreach.rules.postal_address import Postal, clean, is_printable
from encours.method.outreach.rules.windows import Box, Norm

_BLANK_LINE = re.compile(r"\n[ \t]*\n+")


Words = Mapping[str, str | list[str]]


class Cover(StrEnum):
    """What travels with the letters for their envelopes."""

    SHEET = "sheet"
    ENVELOPE = "envelope"
    LABELS = "labels"
    NONE = "none"


COVER_LABELS = {
    Cover.SHEET: N_("une feuille derrière la fenêtre, par lettre"),
    Cover.ENVELOPE: N_("l'enveloppe elle-même, imprimée"),
    Cover.LABELS: N_("des étiquettes de 70 × 36 mm"),
    Cover.NONE: N_("rien : la lettre seule"),
}


@quick_dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the address as it heads the letter, and what the law wants to be said of a company."""

    postal: Postal
    siren: str
    vat_number: str
    email: str
    phone: str
    logo: str = ""
    signature: str = ""


@quick_dataclass(frozen=True, slots=True)
class StatementLine:
    """One invoice in the statement."""

    number: str
    issued_on: date
    due_on: date
    open: Money


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that one letter holds. `lines` are a statement when there are several; `page` is its address in the text."""

    norm: Norm
    language: str
    sender: Letterhead
    recipient: tuple[str, ...]
    written_on: date
    subject: str
    text: str
    reference: str
    pay: PayTo | None = None
    lines: tuple[StatementLine, ...] = ()
    enclosed: tuple[str, ...] = ()
    handling: str = ""
    debtor: Postal | None = field(default=None)
    page: str = ""


@lru_cache(maxsize=4)
def paper_words(language: str) -> Words:
    """What the paper itself says, in the language of a letter; English for any other than French."""
    place = files("encours.method.outreach").joinpath(f"data/{_spoken(language)}/paper.toml")
    return MappingProxyType(tomllib.loads(place.read_text(encoding="utf-8")))


def enclosed_mark(language: str) -> str:
    """What the envelope says when an invoice is in it. Source: R027."""
    return str(paper_words(language)["invoice_enclosed"])


def drawn(facts: LetterFacts, *, picture: str, page: str = "") -> dict[str, object]:
    """The letter as the template reads it; `picture`: the drawn payment code, `page`: that of the page's address."""
    words = paper_words(facts.language)
    sender = facts.sender
    return {
        "language": _spoken(facts.language),
        "words": dict(words),
        "sheet": {"width": facts.norm.sheet[0], "height": facts.norm.sheet[1]},
        "norm": norm_drawn(facts.norm),
        "sender": {
            "name": clean(sender.postal.name),
            "lines": sender_lines(sender.postal, sender.phone, sender.email, facts.language),
            "legal": _legal(sender, words),
        },
        "recipient": list(facts.recipient),
        "place-and-day": _place_and_day(facts, words),
        "handling": clean(facts.handling),
        "reference-line": f"{words['reference']} {clean(facts.reference)}" if facts.reference else "",
        "subject": clean(facts.subject),
        "paragraphs": paragraphs(facts.text),
        "signature": sender.signature,
        "logo": sender.logo,
        "lines": [_row(line, facts.language) for line in facts.lines] if len(facts.lines) > 1 else [],
        "total": _total(facts),
        "enclosed": [clean(name) for name in facts.enclosed],
        "pay": _pay(facts, words, picture),
        "page": page,
    }


def norm_drawn(norm: Norm) -> dict[str, object]:
    """Where things stand on the sheet, in millimetres."""
    return {
        "is_left": norm.is_left,
        "body_from": norm.body_from,
        "folds": list(norm.folds),
        "address": _box(norm.address),
        "always_seen": _box(norm.always_seen),
        "ever_seen": _box(norm.ever_seen),
        "envelope": {"width": norm.envelope[0], "height": norm.envelope[1]},
    }


def sender_lines(postal: Postal, phone: str, email: str, language: str) -> list[str]:
    """The lines under the sender's name."""
    town = " ".join(part for part in (postal.postcode, postal.city) if part.strip())
    told = f"{paper_words(language)['phone']} {phone}" if phone.strip() else ""
    return [clean(row) for row in (*postal.address.splitlines(), town, told, email) if clean(row)]


def paragraphs(text: str) -> list[list[str]]:
    """A text in its paragraphs and lines, without marks that a printer or a reader would stumble over."""
    found = []
    for part in _BLANK_LINE.split(text.replace("\r\n", "\n").replace("\r", "\n").strip()):
        rows = [_plain(row) for row in part.split("\n")]
        if any(rows):
            found.append(rows)
    return found


def _plain(row: str) -> str:
    spaced = row.replace("\t", "    ")
    return "".join(char for char in unicodedata.normalize("NFC", spaced) if is_printable(char)).rstrip()


def _legal(sender: Letterhead, words: Words) -> list[str]:
    numbers = [
        f"SIREN {sender.siren}" if sender.siren else "",
        f"{words['vat']} {sender.vat_number}" if sender.vat_number else "",
    ]
    return [" · ".join([clean(sender.postal.name), *(clean(number) for number in numbers if number)])]


def _place_and_day(facts: LetterFacts, words: Words) -> str:
    on = formats.long_date(facts.written_on, _spoken(facts.language))
    city = clean(facts.sender.postal.city)
    return str(words["day"]).format(city=city, on=on) if city else f"{words['on']} {on}".strip()


def _row(line: StatementLine, language: str) -> list[str]:
    spoken = _spoken(language)
    return [
        clean(line.number),
        formats.long_date(line.issued_on, spoken),
        formats.long_date(line.due_on, spoken),
        formats.amount(line.open, spoken),
    ]


def _total(facts: LetterFacts) -> str:
    if not facts.lines:
        return ""
    currency = facts.lines[0].open.currency
    return formats.amount(Money(sum(x.open.minor for x in facts.lines), currency), _spoken(facts.language))


def _pay(facts: LetterFacts, words: Words, picture: str) -> dict[str, object]:
    pay = facts.pay
    if pay is None or not pay.iban:
        return {"code": PaymentCode.NONE.value, "picture": "", "rows": []}
    code = pay.code if picture else PaymentCode.NONE
    named = {
        "to": clean(facts.sender.postal.name),
        "iban": iban_in_groups(pay.iban),
        "bic": pay.bic,
        "amount": formats.amount(pay.amount, _spoken(facts.language)),
        "quote": reference_shown(pay.reference),
    }
    rows = [[str(words[name]), value] for name, value in named.items() if value]
    return {"code": code.value, "picture": picture, "rows": rows}


def _box(box: Box) -> dict[str, float]:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def _spoken(language: str) -> str:
    return "fr" if language == "fr" else "en"
