"""How verbs print: JSON with decimal strings and ISO dates, lines of JSON in and out, notes on standard error."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.say import say


def print_json(value: object) -> None:
    """One JSON object on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=plain))


def note(text: str) -> None:
    """A line for the person, on standard error."""
    print(text, file=sys.stderr, flush=True)


def refuse(text: str) -> int:
    """Says why nothing was done, and gives the exit code of a refusal."""
    note(text)
    return 1


def plain(value: object) -> object:
    """A fact as JSON carries it: amounts as decimal strings, dates in ISO 8601, reasons as sentences."""
    match value:
        case Money():
            return str(value.decimal)
        case Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case Reason():
            return say(value)
        case Mapping():
            return dict(value)
        case tuple() | set() | frozenset():
            return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def answer_lines(answer: Callable[[dict[str, Any]], Mapping[str, object]]) -> int:
    """One JSON object a line in, one a line out, in the same order; a bad line is answered with an error."""
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(_answer(line, answer), ensure_ascii=False, default=plain), flush=True)
    return 0


def _answer(line: str, answer: Callable[[dict[str, Any]], Mapping[str, object]]) -> Mapping[str, object]:
    try:
        question = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return {"error": {"code": "not_json", "message": "Cette ligne n'est pas du JSON.", "field": None}}
    if not isinstance(question, dict):
        return {"error": {"code": "not_an_object", "message": "Une ligne est un objet JSON.", "field": None}}
    return answer(question)
