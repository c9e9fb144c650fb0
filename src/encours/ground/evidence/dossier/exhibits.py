"""Numbers the exhibits of a file of proof in the order in which a reader needs them."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason

PDF = "application/pdf"
LONGEST_NAME = 60
_ODD = re.compile(r"[^a-z0-9]+")
_SUFFIXES = {
    PDF: ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "text/plain": ".txt",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


class ExhibitKind(StrEnum):
    """What an exhibit is, in the order in which a judge reads them: the debt first, then what was done about it."""

    CONTRACT = "contract"
    TERMS = "terms"
    ORDER = "order"
    DELIVERY = "delivery"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    EXCHANGE = "exchange"
    NOTICE = "notice"
    RECEIPT = "receipt"
    OTHER = "other"


EXHIBIT_LABELS = {
    ExhibitKind.CONTRACT: N_("contrat"),
    ExhibitKind.TERMS: N_("conditions générales acceptées"),
    ExhibitKind.ORDER: N_("commande ou devis accepté"),
    ExhibitKind.DELIVERY: N_("preuve de livraison ou d'exécution"),
    ExhibitKind.INVOICE: N_("facture"),
    ExhibitKind.CREDIT_NOTE: N_("avoir"),
    ExhibitKind.EXCHANGE: N_("échange"),
    ExhibitKind.NOTICE: N_("acte formel"),
    ExhibitKind.RECEIPT: N_("accusé de réception"),
    ExhibitKind.OTHER: N_("autre pièce"),
}
_ORDER = {kind: place for place, kind in enumerate(ExhibitKind)}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One exhibit before it is written. `content` is called once, when it is; `source` names its row.

    `sort`: what tells exhibits of one kind and day apart, by time.
    """

    kind: ExhibitKind
    title: Reason | str
    dated_on: date | None
    content: Callable[[], bytes]
    media_type: str = PDF
    source: str = ""
    sort: str = ""


def numbered(exhibits: Iterable[Exhibit]) -> list[tuple[int, Exhibit]]:
    """The exhibits with their numbers, from 1: by kind, then by day, undated ones first."""
    ordered = sorted(exhibits, key=lambda x: (_ORDER[x.kind], x.dated_on or date.min, x.sort, x.source))
    return list(enumerate(ordered, start=1))


def file_name(number: int, title: str, media_type: str, *, given: str = "") -> str:
    """«07-facture-f-2026-014.pdf»: the number first, letters and digits that every system takes."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = _ODD.sub("-", plain).strip("-")[:LONGEST_NAME].strip("-")
    ending = re.search(r"\.[a-z0-9]{1,5}$", given.lower())
    suffix = _SUFFIXES.get(media_type) or (ending.group() if ending else ".bin")
    return f"{number:02}-{words or 'piece'}{suffix}"


@dataclass(frozen=True, slots=True)
class Listed:
    """An exhibit as it was written. `pages` None: not a PDF."""

    number: int
    kind: str
    title: str
    exhibit: Exhibit
    path: str
    sha256: str
    size: int
    pages: int | None
