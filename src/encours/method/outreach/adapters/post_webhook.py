"""Hands a letter to the web address of a postal service, signed; says honestly what is not known.

The contract is ours and documented (docs/reference/postal-service.md): no named service is meant.
"""

import base64
import json
from datetime import datetime
from typing import assert_never

from encours.method.outreach.adapters import signed_call
from encours.method.outreach.adapters.letter_post import Handed, Parcel, PostAnswer, read_answer
from encours.method.outreach.adapters.signed_call import (
    LATER,
    TAKEN_BEFORE,
    Answered,
    Endpoint,
    NotReached,
    Silent,
    signature,
)

__all__ = ["Endpoint", "ask", "hand_over", "signature"]


def hand_over(endpoint: Endpoint, parcel: Parcel, *, at: datetime) -> PostAnswer:
    """One letter. Until the request is written every failure is certain; after that, silence is a doubt."""
    told = parcel.told() | {"pdf": base64.b64encode(parcel.content).decode("ascii")}
    return _asked(endpoint, "POST", parcel.key, json.dumps(told).encode(), at)


def ask(endpoint: Endpoint, key: str, *, at: datetime) -> PostAnswer:
    """What has become of a letter that was handed over; asking changes nothing."""
    answer = _asked(endpoint, "GET", key, b"", at)
    return PostAnswer(Handed.NOT_REACHED, answer.words) if answer.outcome is Handed.UNKNOWN else answer


def _asked(endpoint: Endpoint, method: str, key: str, body: bytes, at: datetime) -> PostAnswer:
    answer = signed_call.call(endpoint, method, key, body, at=at)
    match answer:
        case Answered():
            return _read(answer.status, answer.content)
        case NotReached():
            return PostAnswer(Handed.NOT_REACHED, answer.words)
        case Silent():
            return PostAnswer(Handed.UNKNOWN, answer.words)
    assert_never(answer)


def _read(status: int, content: bytes) -> PostAnswer:
    answer = read_answer(content)
    if status // 100 == 2 or status == TAKEN_BEFORE:
        return answer or PostAnswer(Handed.TAKEN, str(status))
    words = f"{status} {answer.words if answer else ''}".strip()
    if status in LATER:
        return PostAnswer(Handed.NOT_REACHED, words)
    if status // 100 in {3, 4}:
        return PostAnswer(Handed.REFUSED, words)
    return PostAnswer(Handed.UNKNOWN, words)
