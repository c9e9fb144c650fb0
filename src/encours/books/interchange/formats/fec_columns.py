"""Customers' lines of a FEC as columns: what is done with a million texts is done with a thousand at a time."""

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any, NamedTuple

from encours.ground.kernel.text import number_key

BETWEEN = "\0"
"""What stands between the texts of a column that are looked at together: no text of a file holds it."""

_ODD_SPACES = tuple(character for code in range(0x3001) if (character := chr(code)).isspace() and code != 32)
_BESIDE_FIGURES = bytes(code for code in range(1, 128) if not chr(code).isalnum())


class Moves(NamedTuple):
    """Movements of customers' accounts in the order of the file, each column a sequence of the same length.

    `minors` are positive for a debit; `touches` is what their entries touch; days are texts, as written.
    """

    lines: Sequence[int]
    minors: Sequence[int]
    touches: Sequence[int]
    journals: Sequence[str]
    entries: Sequence[str]
    days: Sequence[str]
    customers: Sequence[str]
    pieces: Sequence[str]
    piece_days: Sequence[str]
    labels: Sequence[str]
    letters: Sequence[str]
    letter_days: Sequence[str]

    def only(self, wanted: Sequence[object]) -> "Moves":
        """Those beside which something true stands."""
        columns: Any = (list(compress(column, wanted)) for column in self)
        return Moves(*columns)


def tidy(texts: str) -> list[str]:
    """The texts of a column with single spaces, none around them. Most are so: then nothing is made anew."""
    column = texts.split(BETWEEN)
    is_tidy = not (
        "  " in texts
        or f" {BETWEEN}" in texts
        or f"{BETWEEN} " in texts
        or texts[:1] == " "
        or texts[-1:] == " "
        or any(space in texts for space in _ODD_SPACES)
    )
    return column if is_tidy else [" ".join(text.split()) for text in column]


def keys_of(numbers: Sequence[str]) -> list[str]:
    """`kernel.text.number_key` of each, without its work on accents where there are none."""
    texts = BETWEEN.join(numbers)
    if not texts.isascii():
        return [number_key(number) for number in numbers]
    return texts.lower().encode().translate(None, _BESIDE_FIGURES).decode().split(BETWEEN) if numbers else []


def joined(column: Iterable[str]) -> str:
    """A column as one text."""
    return BETWEEN.join(column)
