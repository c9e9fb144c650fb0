"""Decides what a link to a payment provider may look like, which reference it carries, and which notices are believed.

The protocol is ours and documented (docs/reference/online-payment.md): no named provider is meant.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused

MOST_BYTES = 16 * 1024
"""Of one notice; what is larger is not looked at."""
AGE = timedelta(minutes=5)
"""How far the instant of a notice may be from ours: an old one that somebody kept is worth nothing."""
LEAST_SECRET = 16
PLACES = ("amount", "currency", "reference", "label", "language", "back")
# A name of a server without a place in it, then a path; nobody signs in by it, and nothing ends it early.
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]{1,200}(?::\d{1,5})?/[A-Za-z0-9._~:/?#@!$&'()*+,;=%{}-]*")
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NEEDED = ("amount", "reference")
_PLACE = re.compile(r"\{([^{}]*)\}")
_REFERENCE = re.compile(r"E(\d{1,18})-(\d{1,18})-(\d{1,18})-(\d{1,15})([A-Z]{3})-([A-Z2-7]{16})")
_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_SIGN = "sha256="


@dataclass(frozen=True, slots=True)
class Asked:
    """What a customer is asked to pay: of whom, which invoice (0: several), how much."""

    entity_id: int
    customer_id: int
    invoice_id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """What the provider's page is told of a payment. `back` is where it leads afterwards, without a secret of ours."""

    asked: Asked
    reference: str
    label: str
    language: str
    back: str = ""


class NoticeState(StrEnum):
    """What a notice says: the money came, or it went back."""

    PAID = "paid"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a provider tells of one payment. `id` is its own name of it, for ever the same."""

    id: str
    state: NoticeState
    reference: str
    amount: Money
    paid_on: date
    means: str


class WhyNot(StrEnum):
    """Why a notice is not taken, as the answer names it."""

    SIGNATURE = "signature"
    TIME = "time"
    FORMAT = "format"
    REFERENCE = "reference"
    AMOUNT = "amount"
    UNKNOWN = "unknown"


class Provider(Protocol):
    """Anything that a customer can be sent to, and that tells us afterwards what became of it."""

    def address(self, page: PaymentPage) -> str:
        """Where the customer pays."""

    def notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice | WhyNot:
        """What a message to us says, if it is believed."""


@dataclass(frozen=True, slots=True)
class PatternProvider:
    """A provider by the pattern of its address and a shared secret: the one that ships."""

    pattern: str
    secret: str

    def address(self, page: PaymentPage) -> str:
        """The pattern with its places filled, each value written as addresses want it."""
        told = {
            "amount": str(page.asked.amount.decimal),
            "currency": page.asked.amount.currency,
            "reference": page.reference,
            "label": page.label,
            "language": page.language,
            "back": page.back,
        }
        return _PLACE.sub(lambda found: _quoted(told[found[1]]), self.pattern)

    def notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice | WhyNot:
        """A notice that is signed with our secret, of now; anything else is not even read."""
        stamp = headers.get("Encours-Timestamp", "")
        if not self.secret or not _is_signed(self.secret, stamp, headers.get("Encours-Signature", ""), body):
            return WhyNot.SIGNATURE
        if not _is_of_now(stamp, now):
            return WhyNot.TIME
        return read_notice(body)


def problem_of_pattern(pattern: str) -> Refused | None:
    """What is wrong with the pattern of an address, if anything."""
    if not _ADDRESS.fullmatch(pattern):
        return Refused(Reason(N_("Une adresse qui commence par https:// est nécessaire.")), "link_pattern")
    places = _PLACE.findall(pattern)
    unknown = [name for name in places if name not in PLACES]
    if unknown or "{" in _PLACE.sub("", pattern):
        known = " ".join(f"{{{name}}}" for name in PLACES)
        return Refused(
            Reason(N_("Seuls ces emplacements sont connus\u00a0: {known}"), known=known), "link_pattern"
        )
    if any(name not in places for name in _NEEDED):
        text = N_("Le lien porte au moins {amount} et {reference}.")
        return Refused(Reason(text, amount="{amount}", reference="{reference}"), "link_pattern")
    return None


def reference_of(asked: Asked, *, key: str) -> str:
    """The reference under which a payment comes back: it says what was asked, and only we can have written it."""
    said = _said(asked)
    return f"{said}-{_mac(said, key)}"


def asked_by(reference: str, *, keys: Sequence[str]) -> Asked | None:
    """What a reference of ours asked for; None for any other word. keys: the present one and those being replaced."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    said = reference.rpartition("-")[0]
    fits = [hmac.compare_digest(found[6], _mac(said, key)) for key in keys]
    return (
        Asked(int(found[1]), int(found[2]), int(found[3]), Money(int(found[4]), found[5]))
        if any(fits)
        else None
    )


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the instant, a full stop and the body, in hexadecimal: as for letters."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def read_notice(body: bytes) -> Notice | WhyNot:
    """What a body says, field by field; nothing is guessed."""
    try:
        told = json.loads(body)
        state = NoticeState(told["state"])
        amount = Money.from_text(told["amount"], told["currency"])
        day = date.fromisoformat(told["paid_on"])
        notice = Notice(told["id"], state, told["reference"], amount, day, str(told.get("means", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return WhyNot.FORMAT
    is_whole = isinstance(notice.id, str) and _ID.fullmatch(notice.id) and isinstance(notice.reference, str)
    return notice if is_whole and amount.minor > 0 else WhyNot.FORMAT


def _quoted(text: str) -> str:
    """A value as an address holds it. Source: RFC 3986, 2.1 and 2.3."""
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in text.encode())


def _is_signed(secret: str, stamp: str, told: str, body: bytes) -> bool:
    if not told.startswith(_SIGN) or not told.isascii() or not stamp.isascii():
        return False
    return hmac.compare_digest(told.removeprefix(_SIGN), signature(secret, stamp, body))


def _is_of_now(stamp: str, now: datetime) -> bool:
    if not stamp.isdigit() or len(stamp) > 12:
        return False
    return abs(int(stamp) - int(now.timestamp())) <= AGE.total_seconds()


def _said(asked: Asked) -> str:
    minor, currency = asked.amount.minor, asked.amount.currency
    return f"E{asked.entity_id}-{asked.customer_id}-{asked.invoice_id}-{minor}{currency}"


def _mac(said: str, key: str) -> str:
    own = hashlib.sha256(b"encours.payment\0" + key.encode()).digest()
    return base64.b32encode(hmac.new(own, said.encode(), hashlib.sha256).digest()[:10]).decode()
