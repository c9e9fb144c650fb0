"""Reasons as JSON and back: stored beside a decision, shown later in any language."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring_ascii
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


def as_text(reason: Reason) -> str:
    """What `json.dumps` writes of `to_json`, without the objects between: a night writes thirty for each case."""
    values = ", ".join([f"{_quoted(name)}: {_text(value)}" for name, value in reason.values.items()])
    return f'{{"text": {_quoted(reason.text)}, "values": {{{values}}}}}'


def list_as_text(reasons: Iterable[Reason]) -> str:
    """The same of a list of reasons."""
    return f"[{', '.join(map(as_text, reasons))}]"


_quoted = lru_cache(maxsize=4096)(encode_basestring_ascii)


def _text(value: object) -> str:
    kind = type(value)
    if kind is int:
        return str(value)
    if kind is str:
        return encode_basestring_ascii(str(value))
    if isinstance(value, Money):
        return f'{{"money": [{value.minor}, {_quoted(value.currency)}]}}'
    if isinstance(value, Reason):
        return f'{{"reason": {as_text(value)}}}'
    if kind is date:
        return f'{{"day": "{value}"}}'
    if kind is Decimal:
        return f'{{"decimal": "{value}"}}'
    return json.dumps(_pack(value))


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
