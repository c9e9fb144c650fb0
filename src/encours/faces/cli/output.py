"""How verbs print: JSON with decimal strings and ISO dates, lines of JSON in and out, notes on standard error."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

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


def print_line(value: Mapping[str, object]) -> None:
    """One JSON object on one line of standard output."""
    print(json.dumps(value, ensure_ascii=False, default=plain), flush=True)


def answer_lines(answer: Callable[[str], Mapping[str, object]]) -> int:
    """Answers every line of standard input that holds something, in order; gives the exit code."""
    for line in sys.stdin:
        if line.strip():
            print_line(answer(line))
    return 0
