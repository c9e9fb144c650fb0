"""Brings a text to the form that rules are matched on, and knows where each character of it stood.

Small letters without accents, one kind of apostrophe, space and dash; marks that combine are dropped.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ′`´‛ʹ＇"), "'")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212\u00ad"), "-")
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u202f\u2009\u2007\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000\t\r\x0b\x0c"),
    " ",
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"), "\x00")
_TABLE = {**_APOSTROPHES, **_DASHES, **_SPACES, **_INVISIBLE}
_HIDDEN = "ŋ"
"""Stands for each character of a name that rules must not read: a letter that no rule knows."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text to match on; `places[i]` is where its character i stood, or None when nothing moved."""

    text: str
    length: int
    places: tuple[int, ...] | None = None

    def start(self, index: int) -> int:
        """Where a match that starts here starts in the text as it was given."""
        return (
            index if self.places is None else self.places[index] if index < len(self.places) else self.length
        )

    def end(self, index: int) -> int:
        """Where a match that ends before here ends in the text as it was given, its marks included."""
        if self.places is None or index == 0:
            return index
        return self.places[index] if index < len(self.places) else self.length

    def index(self, place: int) -> int:
        """The character of the folded text that stood at a place, or the one before it."""
        return place if self.places is None else max(0, bisect_right(self.places, place) - 1)


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """What one character is matched as: nothing, a letter, or two («œ»)."""
    if unicodedata.combining(character) or character == "\x00":
        return ""
    plain = "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
    plain = plain.replace("Œ", "oe").replace("œ", "oe").replace("Æ", "ae").replace("æ", "ae")
    folded = plain.lower()
    return "".join(c for c in folded if not unicodedata.combining(c))


def fold(text: str) -> Folded:
    """The form of a text that rules are matched on."""
    plain = text.translate(_TABLE)
    if plain.isascii():
        return Folded(plain.lower(), len(text)) if "\x00" not in plain else _moved(plain)
    letters = [_letter(c) if c > "\x7f" or c == "\x00" else c.lower() for c in plain]
    if all(len(letter) == 1 for letter in letters):
        return Folded("".join(letters), len(text))
    return _moved(plain)


def _moved(plain: str) -> Folded:
    letters = [_letter(c) if c > "\x7f" or c == "\x00" else c.lower() for c in plain]
    places = tuple(place for place, letter in enumerate(letters) for _ in letter)
    return Folded("".join(letters), len(plain), places)


def folded_word(word: str) -> str:
    """A word of a rule, as it will stand in a folded text."""
    return fold(word).text


def hide(folded: Folded, names: Iterable[str]) -> Folded:
    """The folded text in which names read as unknown words: of people, companies, places."""
    text = folded.text
    for name in sorted({fold(name.strip()).text for name in names if name.strip()}, key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
        text = re.sub(pattern, lambda match: re.sub(r"\S", _HIDDEN, match[0]), text) if name in text else text
    return Folded(text, folded.length, folded.places)
