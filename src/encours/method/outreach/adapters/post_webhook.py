"""Hands a letter to the web address of a postal service, signed; says honestly what is not known.

The contract is ours and documented (docs/reference/postal-service.md): no named service is meant.
"""

import base64
import hashlib
import hmac
import http.client
import json
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from encours.method.outreach.adapters.letter_post import (
    LONGEST_ANSWER,
    Handed,
    Parcel,
    PostAnswer,
    read_answer,
)

LOOPBACK = frozenset({"127.0.0.1", "::1"})
_LATER = frozenset({408, 425, 429, 503})
"""The service says that it has not taken the letter, and to come back."""
_TAKEN_BEFORE = 409


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where letters go, and the secret that signs them. In clear only to this very machine."""

    url: str
    secret: str
    timeout_seconds: float = 30


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the instant, a full stop and the body, in hexadecimal."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def hand_over(endpoint: Endpoint, parcel: Parcel, *, at: datetime) -> PostAnswer:
    """One letter. Until the request is written every failure is certain; after that, silence is a doubt."""
    told = parcel.told() | {"pdf": base64.b64encode(parcel.content).decode("ascii")}
    return _asked(endpoint, "POST", parcel.key, json.dumps(told).encode(), at)


def ask(endpoint: Endpoint, key: str, *, at: datetime) -> PostAnswer:
    """What has become of a letter that was handed over; asking changes nothing."""
    answer = _asked(endpoint, "GET", key, b"", at)
    return PostAnswer(Handed.NOT_REACHED, answer.words) if answer.outcome is Handed.UNKNOWN else answer


def _asked(endpoint: Endpoint, method: str, key: str, body: bytes, at: datetime) -> PostAnswer:
    parts = urlsplit(endpoint.url)
    connection = _connection(endpoint, parts.scheme, parts.hostname or "", parts.port)
    if connection is None:
        return PostAnswer(Handed.NOT_REACHED, "https")
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
        return PostAnswer(Handed.NOT_REACHED, _words(problem))
    try:
        connection.request(method, path if method == "POST" else f"{path.rstrip('/')}/{key}", body, headers)
        response = connection.getresponse()
        content = response.read(LONGEST_ANSWER)
    except (OSError, http.client.HTTPException) as problem:
        return PostAnswer(Handed.UNKNOWN, _words(problem))
    finally:
        connection.close()
    return _read(response.status, content)


def _connection(
    endpoint: Endpoint, scheme: str, host: str, port: int | None
) -> http.client.HTTPConnection | None:
    if scheme == "https" and host:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=endpoint.timeout_seconds, context=context)
    if scheme == "http" and host in LOOPBACK:
        return http.client.HTTPConnection(host, port, timeout=endpoint.timeout_seconds)
    return None


def _read(status: int, content: bytes) -> PostAnswer:
    answer = read_answer(content)
    if status // 100 == 2 or status == _TAKEN_BEFORE:
        return answer or PostAnswer(Handed.TAKEN, str(status))
    words = f"{status} {answer.words if answer else ''}".strip()
    if status in _LATER:
        return PostAnswer(Handed.NOT_REACHED, words)
    if status // 100 in {3, 4}:
        return PostAnswer(Handed.REFUSED, words)
    return PostAnswer(Handed.UNKNOWN, words)


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:200]
