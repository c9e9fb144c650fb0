"""Files of another kind than those that are read here, known by their first bytes and refused by their name."""

import re

from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.books.interchange.formats.labels import KIND_LABELS
from encours.books.interchange.formats.records import Kind
from encours.ground.kernel.reason import Reason

HEAD_BYTES = 16_384

_IN_XML = (
    (re.compile(rb"iso:20022:tech:xsd:(?:camt|pain)\.|<\?OFX|<OFX>"), Kind.BANK),
    (re.compile(rb"CrossIndustry(?:Invoice|Document)|schema:xsd:(?:Invoice|CreditNote)-2"), Kind.EINVOICE),
)
# MT940 and its national habits, CFONB 120, OFX before XML, QIF.
_BANK = re.compile(rb"\{1:|:(?:20|25|28C?|60F|61|86|940):|OFXHEADER:|!Type:")
_CFONB = re.compile(rb"0[1457]\d{5}.{113}\r?(?:\n|$)", re.DOTALL)
_JSON = re.compile(rb'\{\s*"|\[\s*[\[{"]|\{\s*\}')


def foreign(head: bytes) -> Issue | None:
    """Why a file that begins like this is not read, by what it is; None where nothing tells.

    Bank statements and electronic invoices are told apart from other XML by the names they carry.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode()
    begun = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if begun.startswith(b"#FLG"):
        return issue(Code.SAGE_TEXT)
    if begun.startswith(b"<"):
        kind = next((kind for pattern, kind in _IN_XML if pattern.search(begun)), None)
        return issue(Code.KIND_NOT_TAKEN, kind="XML") if kind is None else not_taken(kind)
    if _BANK.match(begun) or _CFONB.match(begun):
        return not_taken(Kind.BANK)
    return issue(Code.KIND_NOT_TAKEN, kind="JSON") if _JSON.match(begun) else None


def not_taken(kind: Kind) -> Issue:
    """The refusal of a kind that is known and not read yet."""
    return issue(Code.KIND_NOT_TAKEN, kind=Reason(KIND_LABELS[kind]))
