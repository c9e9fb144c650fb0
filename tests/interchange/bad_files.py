"""Files that nobody should be able to take in, with words of what is said of each."""

import io
import zipfile

from tests.flows.importing import INVOICES, rows
from tests.interchange.fec_made import entry, written, year
from tests.interchange.workbooks import ods, ods_row, ods_text, packed, xlsx

_GOOD = INVOICES + rows(("F-901", "Lumen", "01/09/2026", "15/10/2026", "100"))
_OTHER = rows(("F-901", "Lumen", "01/09/2026", "15/10/2026", "200"))
_ENTITIES = "".join(f'<!ENTITY {chr(98 + rank)} "{f"&{chr(97 + rank)};" * 10}">' for rank in range(9))
_BOMB = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{_ENTITIES}]>'


def _zip(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def _one(**cells: str) -> str:
    row = {
        "number": "F-902",
        "who": "Lumen",
        "on": "01/09/2026",
        "due": "15/10/2026",
        "amount": "100",
    } | cells
    return _GOOD + rows(tuple(row.values()))


WRONG_DATES = ("31/02/2026", "00/00/0000", "29/02/2025", "01/13/2026")
FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("vide.csv", b"", "Le fichier est vide"),
    "only spaces": ("vide.csv", b" \r\n\r\n", "Le fichier est vide"),
    "truncated text": ("coupe.csv", (_GOOD + 'F-902;"Lum').encode(), "il est incomplet"),
    "truncated workbook": ("coupe.xlsx", xlsx([["Client", "Montant"]])[:-300], "il est incomplet ou abîmé"),
    "truncated archive": (
        "coupe.zip",
        _zip("F-901.pdf", b"%PDF-1.4" + bytes(9_000))[:60],
        "il est incomplet",
    ),
    "binary": ("image.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "pas un fichier de données"),
    "wrong encoding": (
        "codage.csv",
        (_one(who="Épicerie") + _one(who="É")).encode().replace("É".encode(), b"\xc3\x28", 1),
        "choisissez un autre codage",
    ),
    "a line of ten megabytes": ("ligne.csv", _one(who="x" * 10_000_000).encode(), "dépasse 100"),
    "a formula": ("formule.csv", _one(who="=HYPERLINK(1)").encode(), "contient une formule"),
    "a formula that calls": ("formule.csv", _one(who="+cmd|' /C calc'!A0").encode(), "contient une formule"),
    "the same number with another amount": ("double.csv", (_GOOD + _OTHER).encode(), "avec d'autres données"),
    "an unknown currency": ("devise.csv", _one(amount="100 XXQ").encode(), "n'est pas connue"),
    "an entry out of balance": (
        "123456789FEC20251231.txt",
        written(
            [*year(), *entry("VE", "77", "20250401", ("411000", 1000, "C1", ""), ("706000", -999, "", ""))]
        ),
        "n'est pas équilibrée",
    ),
    "a zip bomb": ("bombe.zip", _zip("F-901.pdf", b"%PDF-1.4" + bytes(40_000_000)), "trop gros"),
    "a zip bomb as a workbook": (
        "bombe.xlsx",
        packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": bytes(310_000_000)}),
        "volume anormal",
    ),
    "an xml bomb": ("bombe.xml", f'<?xml version="1.0"?>{_BOMB}<x>&j;</x>'.encode(), "« XML »"),
    "an xml bomb in a workbook": ("bombe.ods", ods(ods_row(ods_text("&j;")), before=_BOMB), "volume anormal"),
} | {f"the day {day}": ("dates.csv", _one(on=day).encode(), "n'existe pas") for day in WRONG_DATES}

MANY = (_GOOD + rows(*((f"X-{rank}", "Lumen", "31/02/2026", "", "100") for rank in range(10_000)))).encode()
"""Ten thousand refused lines."""
