"""Hands a text to the web address of a service, signed; says honestly what is not known.

The contract is ours and documented (docs/reference/sms-service.md): no named service is meant.
"""

import contextlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import assert_never

from encours.method.outreach.adapters import signed_call
from encours.method.outreach.adapters.envelope import Outcome, Receipt
from encours.method.outreach.adapters.signed_call import (
    LATER,
    TAKEN_BEFORE,
    Answered,
    Endpoint,
    NotReached,
    Silent,
)
from encours.method.outreach.rules.receipts import Trouble, written
from encours.method.outreach.rules.text_service import FORMAT


@dataclass(frozen=True, slots=True)
class Text:
    """One text for a service. `key` is the same for ever: a service takes it once; `to` in E.164."""

    key: str
    to: str
    words: str
    sender: str
    language: str

    def told(self) -> dict[str, object]:
        """The body of the request."""
        return {
            "format": FORMAT,
            "key": self.key,
            "to": self.to,
            "from": self.sender,
            "language": self.language,
            "text": self.words,
        }


def hand_over(endpoint: Endpoint, text: Text, *, at: datetime) -> Receipt:
    """One text. What a service answers that nobody can read leaves a doubt, and the doubt is the answer."""
    answer = signed_call.call(endpoint, "POST", text.key, json.dumps(text.told()).encode(), at=at)
    match answer:
        case Answered():
            return _read(answer.status, answer.content)
        case NotReached():
            return Receipt(Outcome.NOT_REACHED, written(Trouble.OUT_OF_REACH, answer.words))
        case Silent():
            return Receipt(Outcome.UNKNOWN, written(Trouble.LOST_DURING, answer.words))
    assert_never(answer)


def into_folder(folder: Path, text: Text) -> Receipt:
    """The demonstration's service: a file each, whole or not at all; nothing leaves the machine."""
    target = folder / f"{text.key}.sms.json"
    draft = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(text.told(), ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(target)
    except OSError as problem:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        return Receipt(Outcome.NOT_REACHED, written(Trouble.NOT_WRITTEN, problem.strerror))
    return Receipt(Outcome.ACCEPTED, written(Trouble.DEMONSTRATION))


def _read(status: int, content: bytes) -> Receipt:
    state, words = _said(content)
    told = f"{status} {words}".strip()
    if status == TAKEN_BEFORE:
        return Receipt(Outcome.ACCEPTED, told)
    if status in LATER:
        return Receipt(Outcome.NOT_REACHED, told)
    if status // 100 in {3, 4} or (status // 100 == 2 and state == "refused"):
        return Receipt(Outcome.REFUSED, told, permanent=True)
    if status // 100 == 2 and (not content.strip() or state == "taken"):
        return Receipt(Outcome.ACCEPTED, told)
    return Receipt(Outcome.UNKNOWN, told)


def _said(content: bytes) -> tuple[str, str]:
    """The state and the words of an answer; empty where it is none of ours."""
    try:
        told = json.loads(content)
        return str(told["state"]), " ".join(str(told.get("reason") or "").split())[:300]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", ""
