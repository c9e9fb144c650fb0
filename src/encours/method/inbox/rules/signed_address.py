"""The address of answers of one customer: the mailbox's own, with a mark that only we can make.

Source: RFC 5233 (what stands behind the + reaches the same mailbox).
"""

import base64
import hashlib
import hmac
import re

_MARK = re.compile(r"^(?P<user>[^@+]+)\+e(?P<customer>[0-9a-z]{1,13})-(?P<sign>[a-z2-7]{13})@(?P<domain>.+)$")
_SIGN_BYTES = 8


def signed(address: str, customer_id: int, key: bytes) -> str:
    """«compta@morel.test» for customer 42: «compta+e16-…@morel.test»."""
    user, _, domain = address.partition("@")
    return f"{user}+e{_base36(customer_id)}-{_sign(customer_id, key)}@{domain}"


def customer_of(address: str, key: bytes) -> int | None:
    """The customer whose mark an address carries; None without one, or with one that we did not make."""
    match = _MARK.match(address.strip().lower())
    if match is None:
        return None
    customer_id = int(match["customer"], 36)
    return customer_id if hmac.compare_digest(match["sign"], _sign(customer_id, key)) else None


def _sign(customer_id: int, key: bytes) -> str:
    made = hmac.new(key, f"reply:{customer_id}".encode(), hashlib.sha256).digest()[:_SIGN_BYTES]
    return base64.b32encode(made).decode("ascii").rstrip("=").lower()


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    found = ""
    while number:
        number, rest = divmod(number, 36)
        found = digits[rest] + found
    return found or "0"
