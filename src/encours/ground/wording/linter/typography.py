"""Capitals, marks, smileys: what shouts or winks in a text (TYP01–TYP04). Looks at the text as it was given."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from encours.ground.wording.linter.reading import Reading
from encours.ground.wording.stages import Stage

_ACRONYMS = frozenset(
    [
        "IBAN",
        "BIC",
        "SWIFT",
        "SEPA",
        "TVA",
        "SARL",
        "SASU",
        "EURL",
        "SELARL",
        "SIRET",
        "SIREN",
        "RIB",
        "TTC",
        "HTVA",
        "CHF",
        "EUR",
        "USD",
        "GBP",
        "CAD",
        "FEC",
        "PDF",
        "SMS",
        "URSSAF",
        "INPI",
        "BCE",
        "CMB",
        "VAT",
        "GMBH",
        "LLC",
        "LLP",
        "PLC",
        "INC",
        "LTD",
        "HMRC",
        "BACS",
        "CHAPS",
        "FAO",
        "POA",
        "ASAP",
        "IBAN/BIC",
        "NAF",
        "RCS",
        "TPS",
        "TVQ",
        "NEQ",
        "ISBN",
        "EORI",
        "DUNS",
        "GLN",
        "AFNOR",
        "INSEE",
        "CHORUS",
        "PEPPOL",
        "SPRL",
        "SNC",
        "BVBA",
        "UID",
        "QR",
        "QR-IBAN",
        "SCIC",
        "SCOP",
        "COVID",
        "RGPD",
        "GDPR",
        "UE",
        "EU",
        "USA",
        "UK",
        "LRAR",
        "ACH",
        "ABA",
        "CEDEX",
        "BP",
        "AR",
        "PO",
        "HT",
        "PME",
        "TPE",
        "DAF",
        "CFO",
        "CEO",
        "RH",
        "IT",
        "ERP",
        "EDI",
        "API",
        "URL",
        "HTTP",
        "HTTPS",
        "WWW",
        "CB",
        "OK",
        "SA",
        "SAS",
        "SCI",
        "EI",
        "AG",
        "NV",
        "BV",
        "SE",
        "KG",
        "FACTURE",
        "JOINTE",
        "INVOICE",
        "ENCLOSED",
    ]
) - {"ASAP", "FACTURE", "JOINTE", "INVOICE", "ENCLOSED"}
_WORD = re.compile(r"[^\W_]+(?:['’&./-][^\W_]+)*")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROW = re.compile(r"[ \u00a0\u202f]+$")
_SMILEY = re.compile(r"(?<![\w:;=])(?:[:;=]-?[)(DPp/|]|:'\(|<3|\^\^|xD)(?![\w/])")
_MARKS = re.compile(r"(?:[?!¿¡‽⁉⁈][ \u00a0\u202f]?){2,}")
_WELCOME = frozenset({Stage.THANKS, Stage.PRE_DUE, Stage.INVOICE, Stage.PRE_SALE})
_KEYCAPS = "\u20e3\ufe0f"


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule and the place of the given text that it is about; `rewrite` where that is mechanical."""

    rule: str
    start: int
    end: int
    rewrite: str | None


def marks_in(reading: Reading) -> Iterator[Mark]:
    """Every TYP finding of a text."""
    yield from _shouting(reading)
    yield from _exclamations(reading)
    for match in _MARKS.finditer(reading.given):
        asks = "?" in match[0] or "‽" in match[0] or "⁉" in match[0]
        yield Mark("TYP03", match.start(), match.start() + len(match[0].rstrip()), "?" if asks else ".")
    if reading.stage is not Stage.THANKS:
        yield from _winks(reading.given)


def _shouting(reading: Reading) -> Iterator[Mark]:
    """A word of five capitals or more, or two in a row; no acronym, reference or name."""
    text, row = reading.given, list[re.Match[str]]()
    if not any(c.isupper() for c in text):
        return
    for match in [*_WORD.finditer(text), None]:
        is_loud = match is not None and _is_loud(match, reading)
        if (
            is_loud
            and match is not None
            and (not row or not text[row[-1].end() : match.start()].strip(" \u00a0\u202f'’-"))
        ):
            row.append(match)
            continue
        if row:
            yield from _row(row, text)
        row = [match] if is_loud and match is not None else []


def _row(row: list[re.Match[str]], text: str) -> Iterator[Mark]:
    letters = max(sum(c.isalpha() for c in match[0]) for match in row)
    if letters >= 5 or (len(row) >= 2 and letters >= 3 and sum(len(m[0]) for m in row) >= 5):
        start, end = row[0].start(), row[-1].end()
        words = text[start:end].lower()
        begins = not text[:start].strip() or text[:start].rstrip(" \u00a0\u202f\"«»'(").endswith(
            (".", "!", "?", "\n")
        )
        yield Mark("TYP01", start, end, words[:1].upper() + words[1:] if begins else words)


def _is_loud(match: re.Match[str], reading: Reading) -> bool:
    word = match[0]
    if any(c.isdigit() for c in word) or not word.isupper() or len(word) < 2:
        return False
    if (
        _ROMAN.fullmatch(word)
        or word in _ACRONYMS
        or all(piece in _ACRONYMS or len(piece) < 2 for piece in re.split(r"[^\w]", word))
    ):
        return False
    index = reading.folded.index(match.start())
    if reading.folded.text[index : index + 1] == "ŋ":
        return False
    around = (
        reading.given[match.end() : match.end() + 2],
        reading.given[max(0, match.start() - 1) : match.start()],
    )
    if re.match(r"[-_/.]\d", around[0]) or around[1] in {"@", "_", "/"} or around[0][:1] in {"@", "_"}:
        return False
    if "." in word and all(len(piece) <= 1 for piece in word.split(".")):
        return False
    return not _is_after_legal_form(match, reading.given)


_FORMS = (
    r"(?:SARL|SASU?|LTD|LIMITED|INC|GMBH|CORP|LLC|EURL|SA|SNC|SCI|SPRL|SRL|GmbH|AG|Ltd|LLC|Inc\.?|LLP|PLC|plc|Limited|SELARL|Cie|"
    r"Sàrl|inc\.?|ltée)"
)
_BEFORE_NAME = re.compile(
    rf"\b{_FORMS}[ \u00a0][^a-z\n.!?]*$"
    r"|\b(?:société|client|company|Société|entreprise|groupe|Groupe|maison|Maison)[ \u00a0]$"
)
_AFTER_NAME = re.compile(rf"^(?:[ \u00a0][A-ZÀ-Ý&'-]+){{0,4}}[ \u00a0,]+{_FORMS}(?!\w)")


def _is_after_legal_form(match: re.Match[str], text: str) -> bool:
    """«SARL DUPONT FRERES», «DUPONT Ltd»: a company writes its name so; a surname after a title, too."""
    before = text[max(0, match.start() - 40) : match.start()]
    if _BEFORE_NAME.search(before) or _AFTER_NAME.match(text[match.end() : match.end() + 60]):
        return True
    return (
        re.search(
            r"(?:\b(?:M|Mme|Mlle|Mr|Mrs|Ms|Me|Dr|Maître|Monsieur"
            r"|Madame)\.?[ \u00a0](?:[A-Z][a-zà-ÿ-]+[ \u00a0])?)$",
            before,
        )
        is not None
    )


def _exclamations(reading: Reading) -> Iterator[Mark]:
    if reading.stage is Stage.AGENCY_HANDOFF:
        return
    allowed = 1 if reading.stage in _WELCOME else 0
    for match in re.finditer(r"[!¡]+", reading.given):
        around = reading.given[max(0, match.start() - 2) : match.end() + 2]
        before = reading.folded.index(max(0, match.start() - 1))
        if "?" in around or reading.folded.text[before : before + 1] == "ŋ":
            continue
        if allowed and len(match[0]) == 1:
            allowed -= 1
            continue
        yield Mark("TYP02", match.start(), match.end(), ".")


def _winks(text: str) -> Iterator[Mark]:
    for match in _SMILEY.finditer(text):
        yield Mark("TYP04", match.start(), match.end(), "")
    for place, character in enumerate(text):
        if character > "\u2190" and _is_emoji(character, text[place + 1 : place + 2]):
            yield Mark("TYP04", place, place + 1, "")


_CLOCKS_AND_BUTTONS = frozenset(
    {*range(0x231A, 0x231C), *range(0x23E9, 0x23F4), *range(0x23F8, 0x23FB), 0x2328, 0x23CF}
)
"""Signs of the technical block that are drawn as pictures: watch, hourglass, alarm clock, stop, play."""
_AS_A_PICTURE = "\ufe0f"


def _is_emoji(character: str, following: str) -> bool:
    code = ord(character)
    if (
        following == _AS_A_PICTURE
        or character in "\u20e3\u3030\u303d\u3297\u3299"
        or code in _CLOCKS_AND_BUTTONS
    ):
        return True
    if character in "™©®→←↑↓↔✓✔✗✘☐☑☒•●■□▪–—№℡✆☎✉➜➔►▶":
        return False
    return (
        0x1F000 <= code <= 0x1FAFF
        or 0x2600 <= code <= 0x27BF
        or (0x2B00 <= code <= 0x2BFF and unicodedata.category(character) == "So")
    )
