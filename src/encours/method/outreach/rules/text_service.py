"""Texts through a service: the number as it wants it, the key of a text, what it may tell of one, when it is heard."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from encours.ground.kernel.reason import N_

FORMAT = "encours-sms/1"
LONGEST_CALL_BYTES = 16 * 1024
FRESH_FOR = timedelta(minutes=5)
"""A call that was signed longer ago, or for later, is not heard: somebody may have kept it."""
MOST_CHARACTERS = 640


class Delivery(StrEnum):
    """What is known of a text that a service took. TAKEN is no proof that it arrived."""

    TAKEN = "taken"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


DELIVERY_LABELS = {
    Delivery.TAKEN: N_("remis au service, arrivée pas encore connue"),
    Delivery.DELIVERED: N_("arrivé sur le téléphone"),
    Delivery.UNDELIVERED: N_("pas arrivé"),
}
_WEIGHT = {Delivery.TAKEN: 0, Delivery.UNDELIVERED: 1, Delivery.DELIVERED: 2}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a service says of a text, by its key; `words` are its own, for a person to read."""

    key: str
    delivery: Delivery
    words: str = ""


def key_of(entity_id: int, message_id: int, step_key: str) -> str:
    """Under which name a service knows a text: the same for ever, telling nothing of whom it is for."""
    return f"text-{entity_id}-{message_id}-{hashlib.sha256(step_key.encode()).hexdigest()[:16]}"


def message_of_key(entity_id: int, key: str) -> int | None:
    """The message that a key names, if it is one of this entity's."""
    parts = key.split("-", 3)
    if len(parts) != 4 or parts[:2] != ["text", str(entity_id)] or not parts[2].isascii():
        return None
    return int(parts[2]) if parts[2].isdigit() and len(parts[2]) <= 18 else None


def is_news(before: Delivery, told: Delivery) -> bool:
    """Whether what a service says changes anything: it may say it twice, late, or in another order."""
    return _WEIGHT[told] > _WEIGHT[before]


def is_fresh(stamp: str, now: datetime) -> bool:
    """Whether a call was signed a moment ago. `stamp`: seconds since 1970, in digits."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    return abs(now.timestamp() - int(stamp)) <= FRESH_FOR.total_seconds()


def read_told(body: bytes) -> Told | None:
    """What a service says (`key, state, reason`); None for anything else."""
    try:
        told = json.loads(body[:LONGEST_CALL_BYTES])
        key, delivery = told["key"], Delivery(told["state"])
        words = " ".join(str(told.get("reason") or "").split())[:400]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return Told(key, delivery, words) if isinstance(key, str) and 0 < len(key) <= 80 else None
