"""Reads one line of JSON that should hold an object: what every verb of lines takes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from encours.ground.kernel.reason import N_, Reason


@dataclass
class UnreadableLine(Exception):
    """What a line holds instead of an object."""

    code: str
    reason: Reason


def object_in(line: str) -> Mapping[str, object]:
    """The object of a line. Raises UnreadableLine.

    A line whose escapes make no character (half of a pair) cannot be printed again, so it is not read.
    """
    try:
        told = json.loads(line)
        if "\\u" in line:
            json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        reason = Reason(N_("JSON illisible : {problem}"), problem=str(error))
        raise UnreadableLine("invalid_json", reason) from None
    if not isinstance(told, Mapping):
        raise UnreadableLine("invalid_type", Reason(N_("Un objet JSON est attendu")))
    return told
