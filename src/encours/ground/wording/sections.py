"""Reads the sections of a template: a heading, the facts under which it is said, and its words.

`## name | condition, condition` opens a section that belongs to the text only if all its conditions
hold; `no copies` is the contrary of `copies`, `one` that of `several`. Each section is a paragraph of
its own; `## + name` goes on in the paragraph before it. `{placeholders}` are filled later.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording.facts import PLACEHOLDERS, Fact

Pieces = tuple[str, ...]
"""A text cut at its placeholders: words, a name, words, a name, words."""
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_HEADING = re.compile(r"^## (?P<joined>\+ )?(?P<name>[a-z][a-z ]*?)(?: \| (?P<conditions>.+))?$")
_FRENCH_SPACES = ((re.compile(r" ([:;?!»%])"), "\u00a0\\1"), (re.compile(r"« "), "«\u00a0"))


class TemplateError(ValueError):
    """A template that cannot be used as it is written, or values that do not fill it, why, and in which line."""

    def __init__(self, reason: Reason, line: int | None = None) -> None:
        super().__init__(str(reason))
        self.reason, self.line = reason, line


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a message and the facts under which it is said; `line` is where its heading stands."""

    name: str
    text: str
    is_joined: bool
    with_facts: frozenset[Fact]
    without_facts: frozenset[Fact]
    line: int = 0

    def holds(self, facts: Set[Fact]) -> bool:
        """Whether the section belongs to a message of which these facts are true."""
        return self.with_facts <= facts and not self.without_facts & facts


def wrong(text: str, line: int | None = None, /, **facts: object) -> TemplateError:
    """The refusal of a template."""
    return TemplateError(Reason(text, **facts), line)


def parts_of(text: str) -> tuple[str, str, int]:
    """The head of a file, its body, and the line on which the body starts. Raises TemplateError."""
    parts = re.split(r"^\+\+\+$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise wrong(N_("Un modèle commence par son en-tête entre deux lignes +++"), 1)
    return parts[1], parts[2], 1 + text[: len(text) - len(parts[2])].count("\n")


def sections_of(body: str, language: str, *, first_line: int = 1) -> tuple[Section, ...]:
    """The sections of a body, with placeholders and conditions held against the closed lists.

    Raises TemplateError that names the line.
    """
    found, line = [], first_line
    for piece in re.split(r"^(?=## )", body, flags=re.MULTILINE):
        if piece.strip():
            found.append(_section(piece, language, line + _blank_lines(piece)))
        line += piece.count("\n")
    return tuple(found)


def joined(sections: Iterator[Section]) -> str:
    """The words of sections in their order, each a paragraph unless it goes on in the one before."""
    text = ""
    for section in sections:
        text += (" " if section.is_joined else "\n\n") + section.text if text else section.text
    return text


def pieces_of(text: str) -> Pieces:
    """A text cut at its placeholders."""
    return tuple(PLACEHOLDER.split(text))


def _blank_lines(piece: str) -> int:
    return len(piece[: len(piece) - len(piece.lstrip("\n"))])


def _section(piece: str, language: str, line: int) -> Section:
    heading, _line, text = piece.strip().partition("\n")
    match = _HEADING.match(heading)
    if match is None:
        raise wrong(N_("Titre de section illisible : {heading}"), line, heading=heading)
    if not text.strip():
        raise wrong(N_("Section vide : {heading}"), line, heading=heading)
    having, lacking = _conditions(match["conditions"] or "", line)
    _known_names(text, line + 1)
    words = _with_french_spaces(text.strip()) if language == "fr" else text.strip()
    return Section(match["name"], words, bool(match["joined"]), having, lacking, line)


def _known_names(text: str, line: int) -> None:
    """No word between braces that nobody can fill, no brace left alone."""
    for number, words in enumerate(text.split("\n"), start=line):
        for name in PLACEHOLDER.findall(words):
            if name not in PLACEHOLDERS:
                raise wrong(N_("Champ inconnu : {name}"), number, name="{" + name + "}")
        if "{" in PLACEHOLDER.sub("", words) or "}" in PLACEHOLDER.sub("", words):
            raise wrong(
                N_("Une accolade est seule : un champ s'écrit comme {example}"), number, example="{amount}"
            )


def _with_french_spaces(text: str) -> str:
    """No sign alone at the start of a line. Values come in later and are left as they are."""
    for pattern, replacement in _FRENCH_SPACES:
        text = pattern.sub(replacement, text)
    return text


def _conditions(text: str, line: int) -> tuple[frozenset[Fact], frozenset[Fact]]:
    having: set[Fact] = set()
    lacking: set[Fact] = set()
    for word in filter(None, (word.strip() for word in text.split(","))):
        if word == "one":
            lacking.add(Fact.SEVERAL)
        elif word in set(Fact):
            having.add(Fact(word))
        elif word.startswith("no ") and word.removeprefix("no ") in set(Fact):
            lacking.add(Fact(word.removeprefix("no ")))
        else:
            raise wrong(N_("Condition inconnue : {word}"), line, word=word)
    return frozenset(having), frozenset(lacking)
