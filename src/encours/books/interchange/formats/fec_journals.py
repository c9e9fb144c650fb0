"""What each journal of a FEC does to customers' accounts.

The journal decides, by its name where it says so, else by what its entries touch: a sales journal
invoices, a bank journal receives, an opening journal brings forward, any other adjusts.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from itertools import repeat
from operator import gt

from encours.books.interchange.formats.fec_columns import Moves
from encours.books.interchange.formats.fec_lines import Journal, Touches
from encours.ground.kernel.text import search_key

_OPENING = re.compile(
    r"\b(a nouveaux?|anouveaux?|report a nouveau|reouverture|ouverture|opening|brought forward)\b"
)
_OPENING_CODES = frozenset({"an", "ano", "anv", "ran", "anouv", "ouv", "anx"})
_ADJUSTING = re.compile(
    r"\b(operations? diverses|divers|od|inventaire|paies?|paye|salaires|situation|misc|general)\b"
)
_SALES = re.compile(r"\b(ventes?|facturations?|factures? clients?|sales|honoraires)\b")
_SALES_CODES = frozenset({"ve", "vt", "ven", "vte", "vte1", "fac", "vf"})
_CASH = re.compile(r"\b(banques?|caisse|bank|cash|tresorerie|cheques?|encaissements?|ccp)\b")
_CASH_CODES = frozenset({"bq", "bqe", "bnk", "ban", "ca", "cai", "tr"})


class Nature(StrEnum):
    """What a journal does to customers' accounts."""

    OPENING = "opening"
    SALES = "sales"
    CASH = "cash"
    OTHER = "other"


# What a movement becomes. Plain integers, below 256: they are laid aside as bytes, one for each movement.
OPENING, INVOICE, CREDIT_NOTE, BANK_DEBIT, PAYMENT, MISC_DEBIT, MISC_CREDIT = range(7)
KINDS = 7

_BECOMES = {
    (Nature.OPENING, True): OPENING,
    (Nature.OPENING, False): OPENING,
    (Nature.SALES, True): INVOICE,
    (Nature.SALES, False): CREDIT_NOTE,
    (Nature.CASH, True): BANK_DEBIT,
    (Nature.CASH, False): PAYMENT,
    (Nature.OTHER, True): MISC_DEBIT,
    (Nature.OTHER, False): MISC_CREDIT,
}
"""What a debit (True) or a credit becomes: a debit raises what is owed, a credit lowers it."""

_MASKS = {kind: bytes(code == kind for code in range(256)) for kind in range(KINDS)}


def where(kinds: bytes, kind: int) -> bytes:
    """Ones where movements become this, zeros elsewhere."""
    return kinds.translate(_MASKS[kind])


class Kinds(dict[tuple[str, int, bool], int]):
    """What a movement becomes, by its journal, what its entry touches, and whether it is a debit."""

    def __init__(self, natures: Mapping[tuple[str, int | None], Nature]) -> None:
        super().__init__()
        self._natures = natures

    def __missing__(self, same: tuple[str, int, bool]) -> int:
        journal, touches, is_debit = same
        nature = self._natures.get((journal, touches)) or self._natures[journal, None]
        self[same] = value = _BECOMES[nature, is_debit]
        return value

    def of(self, moves: Moves) -> bytes:
        """What each of these becomes."""
        is_debit = map(gt, moves.minors, repeat(0))
        return bytes(map(self.__getitem__, zip(moves.journals, moves.touches, is_debit, strict=True)))


def natures_of(
    journals: Mapping[str, Journal], families: Mapping[tuple[str, int], int]
) -> dict[tuple[str, int | None], Nature]:
    """The nature of each journal (key with None), and by entry where no journal is a sales journal.

    `families` counts the lines of each journal on accounts of sales and of cash: it decides where
    entry numbers do not hold the lines of an entry together.
    """
    found: dict[tuple[str, int | None], Nature] = {
        (code, None): _nature(code, journal, families) for code, journal in journals.items()
    }
    if Nature.SALES in found.values():
        return found
    for code in journals:
        if found[code, None] is Nature.OTHER:
            for touches in journals[code].moves:
                for equity in (Touches.NOTHING, Touches.EQUITY):
                    found[code, touches | equity] = _by_entry(touches)
    return found


def _nature(code: str, journal: Journal, families: Mapping[tuple[str, int], int]) -> Nature:
    short, name = search_key(code), search_key(journal.name)
    if short in _OPENING_CODES or _OPENING.search(name):
        return Nature.OPENING
    if _ADJUSTING.search(name) or re.fullmatch(r"od\w?", short):
        return Nature.OTHER
    moves = journal.moves
    sales = sum(count for touches, count in moves.items() if touches & Touches.SALES)
    cash = sum(
        count for touches, count in moves.items() if touches & Touches.CASH and not touches & Touches.SALES
    )
    if max(sales, cash) * 2 > sum(moves.values()):
        return Nature.SALES if sales >= cash else Nature.CASH
    if short in _SALES_CODES or _SALES.search(name):
        return Nature.SALES
    if short in _CASH_CODES or _CASH.search(name):
        return Nature.CASH
    sales, cash = (families.get((code, family), 0) for family in (Touches.SALES, Touches.CASH))
    if not (sales or cash):
        return Nature.OTHER
    return Nature.SALES if sales > cash else Nature.CASH


def _by_entry(touches: int) -> Nature:
    if touches & Touches.SALES:
        return Nature.SALES
    return Nature.CASH if touches & Touches.CASH else Nature.OTHER
