"""Reasons as JSON and back: stored beside a decision, shown later in any language."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason

_AS_JSON_HAS_THEM = frozenset({str, int, bool, type(None)})


def to_json(reason: Reason) -> dict[str, Any]:
    """A reason as plain JSON; each fact keeps its kind."""
    packed = dict(reason.values)
    for name, value in packed.items():
        if type(value) not in _AS_JSON_HAS_THEM:
            packed[name] = _pack(value)
    return {"text": reason.text, "values": packed}


def from_json(stored: dict[str, Any]) -> Reason:
    """The reason that `to_json` stored."""
    return Reason(stored["text"], **{name: _unpack(value) for name, value in stored["values"].items()})


def _pack(value: object) -> object:
    match value:
        case Reason():
            return {"reason": to_json(value)}
        case Money():
            return {"money": [value.minor, value.currency]}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case list() | tuple():
            return {"list": [_pack(part) for part in value]}
        case None | str() | int() | float():
            return value
    return str(value)


def _unpack(value: Any) -> object:
    match value:
        case {"reason": stored}:
            return from_json(stored)
        case {"money": [minor, currency]}:
            return Money(minor, currency)
        case {"moment": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case {"decimal": text}:
            return Decimal(text)
        case {"list": parts}:
            return tuple(_unpack(part) for part in parts)
    return value
