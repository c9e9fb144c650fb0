"""Cuts a folded text into sentences, past abbreviations, amounts, initials, numbers and addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[.!?…]+[\"'»”)\]]*(?=\s|$)|\n")
_ABBREVIATIONS = frozenset(
    [
        "m",
        "mm",
        "mr",
        "mrs",
        "ms",
        "dr",
        "me",
        "mme",
        "mlle",
        "mgr",
        "st",
        "ste",
        "sté",
        "ets",
        "cie",
        "art",
        "al",
        "cf",
        "ex",
        "env",
        "p",
        "pp",
        "no",
        "nos",
        "nr",
        "num",
        "ref",
        "tel",
        "fax",
        "vol",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "av",
        "bd",
        "bld",
        "boul",
        "ch",
        "fg",
        "app",
        "apt",
        "sgd",
        "attn",
        "dept",
        "approx",
        "incl",
        "excl",
        "vs",
        "eg",
        "ie",
        "i.e",
        "e.g",
        "c.-a-d",
        "c.a.d",
        "s.a",
        "s.a.r.l",
        "janv",
        "fevr",
        "avr",
        "juil",
        "sept",
        "oct",
        "nov",
        "dec",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "fr",
        "chf",
    ]
)
_BEFORE = re.compile(r"[\w.-]+$")
_WORDS_THAT_END = frozenset(
    {"etc", "inc", "ltd", "co", "corp", "fr", "chf", "cie", "no", "me", "sat", "sun", "mar", "al"}
)
_CONTINUES = re.compile(r"\n(?=[ ]*[a-z(])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of a folded text from `start` to `end`."""

    start: int
    end: int
    text: str


def sentences_of(text: str, original: str = "") -> tuple[Sentence, ...]:
    """Every sentence of a folded text; `original`, of the same length, tells capitals where it is known."""
    shown = original if len(original) == len(text) else text
    found, start = [], 0
    for end in _ends(text, shown):
        piece = text[start:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            found.append(Sentence(start + lead, start + len(piece.rstrip()), piece.strip()))
        start = end
    return tuple(found)


def _ends(text: str, shown: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if match[0] == "\n":
            if _ends_line(shown, match.start()):
                yield match.end()
        elif _ends_sentence(text, shown, match):
            yield match.end()
    yield len(text)


def _ends_line(shown: str, place: int) -> bool:
    """A line that goes on in small letters was only wrapped."""
    return _CONTINUES.match(shown, place) is None or shown[max(0, place - 1) : place] in {
        "",
        "\n",
        ",",
        ":",
        ".",
    }


def _ends_sentence(text: str, shown: str, match: re.Match[str]) -> bool:
    if match[0][0] != "." or len(match[0].rstrip("\"'»”)]")) > 1:
        return True
    before = _BEFORE.search(text, max(0, match.start() - 14), match.start())
    word = before[0] if before else ""
    after = shown[match.end() : match.end() + 2].strip()[:1]
    if len(word) == 1 and word.isalpha():
        return False
    if word in _ABBREVIATIONS:
        return word in _WORDS_THAT_END and (after.isupper() or not after)
    return True
