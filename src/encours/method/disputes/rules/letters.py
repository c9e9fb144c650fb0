"""How our letters about a dispute are known again: the step they are, and the dispute they speak of."""

import re
from enum import StrEnum

_KEY = re.compile(r"dispute:(\d+)/([a-z]+)")


class Letter(StrEnum):
    """What a letter about a dispute says."""

    RECEIVED = "received"
    ANSWERED = "answered"
    AGREED = "agreed"


def reference(dispute_id: int) -> str:
    """How a dispute is named to the customer: «L-7»."""
    return f"L-{dispute_id}"


def step_key(dispute_id: int, letter: Letter) -> str:
    """The step of a letter: it leaves once."""
    return f"dispute:{dispute_id}/{letter.value}"


def letter_of(key: str) -> tuple[int, Letter] | None:
    """The dispute and the letter of a step; None for any other step."""
    found = _KEY.fullmatch(key)
    if found is None or found[2] not in set(Letter):
        return None
    return int(found[1]), Letter(found[2])
