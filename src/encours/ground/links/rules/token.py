"""A link as a short word that travels in an address, signed; and that word read back."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from encours.ground.links.rules.link import Link, Purpose

LONGEST = 120
"""No token of ours is longer; what is longer is not looked at."""
_VERSION = 1
_CODES = {
    Purpose.PAGE: 1,
    Purpose.AGREEMENT: 2,
    Purpose.DISPUTE: 3,
    Purpose.PREVIEW: 4,
    Purpose.PAYMENT: 5,
    Purpose.PLACEMENT: 6,
}
_PURPOSES = {code: purpose for purpose, code in _CODES.items()}
_FROM = datetime(2020, 1, 1, tzinfo=UTC)
# 128 of the 256 bits: nobody tries 2^127 words against a page that counts tries, and the address stays short.
_SIGNATURE_BYTES = 16
_MOST_BYTES_OF_A_NUMBER = 9
_MOST_DAYS = 3650


def written(link: Link, *, key: str) -> str:
    """The token of a link, about 45 letters; the same link gives the same token, to the second.

    Small letters and figures only: it breaks nowhere, stands at the end of a sentence, and can be read aloud.

    key: the installation's present key.
    """
    said = bytes([_VERSION << 4 | _CODES[link.purpose]]) + b"".join(
        _number(part)
        for part in (
            link.entity_id,
            link.subject_id,
            link.contact_id,
            (link.issued_at - _FROM) // timedelta(seconds=1),
            link.life_days,
        )
    )
    return _spelled(said + _signature(said, key))


def read(token: str, *, keys: Sequence[str]) -> Link | None:
    """What a token of ours says; None for anything else, however it came to be.

    keys: the present key and those that are being replaced.
    """
    if len(token) > LONGEST or not token.isascii():
        return None
    try:
        found = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except binascii.Error:
        return None
    said, signature = found[:-_SIGNATURE_BYTES], found[-_SIGNATURE_BYTES:]
    if not said or _spelled(found) != token:
        return None
    # All keys are tried, so that the time taken does not tell which one fitted.
    fits = [hmac.compare_digest(signature, _signature(said, key)) for key in keys]
    return _link(said) if any(fits) else None


def _link(said: bytes) -> Link | None:
    purpose = _PURPOSES.get(said[0] & 0x0F)
    numbers = _numbers(said[1:])
    if said[0] >> 4 != _VERSION or purpose is None or len(numbers) != 5 or not numbers[4] <= _MOST_DAYS:
        return None
    entity_id, subject_id, contact_id, seconds, life_days = numbers
    issued_at = _FROM + timedelta(seconds=seconds)
    return Link(purpose, entity_id, subject_id, issued_at, life_days, contact_id)


def _spelled(found: bytes) -> str:
    return base64.b32encode(found).decode().rstrip("=").lower()


def _number(value: int) -> bytes:
    """A number from nought, seven bits a byte, the lowest first."""
    if value < 0:
        raise ValueError(f"a link holds no number below nought: {value}")
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _numbers(said: bytes) -> list[int]:
    """The numbers that follow each other; none at all where the last one is cut short."""
    found, value, shift = [], 0, 0
    for byte in said:
        value |= (byte & 0x7F) << shift
        shift += 7
        if shift > 7 * _MOST_BYTES_OF_A_NUMBER:
            return []
        if byte < 0x80:
            found.append(value)
            value, shift = 0, 0
    return found if shift == 0 else []


def _signature(said: bytes, key: str) -> bytes:
    own = hashlib.sha256(b"encours.links\0" + key.encode()).digest()
    return hmac.new(own, said, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
