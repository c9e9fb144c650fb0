"""Calls a service of the house's choice, signed, and says honestly what is not known.

The contract is ours and documented (docs/reference/postal-service.md, docs/reference/sms-service.md).
"""

import hashlib
import hmac
import http.client
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1"})
LONGEST_ANSWER = 64 * 1024
LATER = frozenset({408, 425, 429, 503})
"""The service says that it has taken nothing, and to come back."""
TAKEN_BEFORE = 409


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where calls go, and the secret that signs them. In clear only to this very machine."""

    url: str
    secret: str
    timeout_seconds: float = 30


@dataclass(frozen=True, slots=True)
class Answered:
    """What a service answered."""

    status: int
    content: bytes


@dataclass(frozen=True, slots=True)
class NotReached:
    """Nothing was handed over, that is certain."""

    words: str


@dataclass(frozen=True, slots=True)
class Silent:
    """The request was written, its answer was lost: nobody knows."""

    words: str


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the instant, a full stop and the body, in hexadecimal."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(secret: str, stamp: str, body: bytes, told: str) -> bool:
    """Whether a call carries the signature of whoever knows the secret; nobody is let in without one."""
    expected = f"sha256={signature(secret, stamp, body)}"
    return bool(secret) and hmac.compare_digest(expected.encode(), told.encode("utf-8", "replace"))


def call(
    endpoint: Endpoint, method: str, key: str, body: bytes, *, at: datetime
) -> Answered | NotReached | Silent:
    """One call under one key. Until the request is written every failure is certain; after that, silence is a doubt."""
    parts = urlsplit(endpoint.url)
    connection = _connection(endpoint, parts.scheme, parts.hostname or "", parts.port)
    if connection is None:
        return NotReached("https")
    stamp = str(int(at.astimezone(UTC).timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        "Encours-Timestamp": stamp,
        "Encours-Signature": f"sha256={signature(endpoint.secret, stamp, body)}",
    }
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.connect()
    except (OSError, http.client.HTTPException) as problem:
        connection.close()
        return NotReached(_words(problem))
    try:
        connection.request(method, path if method == "POST" else f"{path.rstrip('/')}/{key}", body, headers)
        response = connection.getresponse()
        return Answered(response.status, response.read(LONGEST_ANSWER))
    except (OSError, http.client.HTTPException) as problem:
        return Silent(_words(problem))
    finally:
        connection.close()


def _connection(
    endpoint: Endpoint, scheme: str, host: str, port: int | None
) -> http.client.HTTPConnection | None:
    if scheme == "https" and host:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=endpoint.timeout_seconds, context=context)
    if scheme == "http" and host in LOOPBACK:
        return http.client.HTTPConnection(host, port, timeout=endpoint.timeout_seconds)
    return None


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:200]
