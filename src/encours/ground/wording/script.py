"""Reads the telephone script: one line to say for each step of a call, in the words that fit the case."""

import tomllib
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from encours.ground.kernel.reason import N_
from encours.ground.wording.facts import LANGUAGES, Fact, Register
from encours.ground.wording.sections import (
    Pieces,
    Section,
    joined,
    parts_of,
    pieces_of,
    sections_of,
    wrong,
)

SCRIPT = "T07"
"""The name of the script among the texts."""
GAP = "…"
"""Stands where the caller says what only the call tells."""


class Step(StrEnum):
    """A step of the call, in the order of the script. Source: method 4, T07."""

    PREPARATION = "preparation"
    OPENING = "opening"
    SOMEONE_ELSE = "someone else"
    FACTS = "facts"
    INVITE = "invite"
    LISTEN = "listen"
    MINOR = "minor"
    MAJOR = "major"
    SUMMARY = "summary"
    EMPATHY = "empathy"
    INTENT = "intent"
    REQUEST = "request"
    AGREEMENT = "agreement"
    CLOSING = "closing"
    PAUSE = "pause"
    UNKNOWN = "unknown"


_NEEDED = frozenset(
    {
        Step.OPENING,
        Step.FACTS,
        Step.INVITE,
        Step.LISTEN,
        Step.SUMMARY,
        Step.REQUEST,
        Step.AGREEMENT,
        Step.CLOSING,
        Step.PAUSE,
        Step.UNKNOWN,
        Step.SOMEONE_ELSE,
    }
)
"""Steps without which a call has no shape: a house words them as it likes, and never leaves them out."""
ANY_TIME = frozenset({Step.PAUSE, Step.UNKNOWN, Step.SOMEONE_ELSE})
"""Steps that stand beside the others: the line is used when it happens."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is said at one step; `pieces` are its words cut at the placeholders."""

    step: Step
    title: str
    pieces: Pieces

    @property
    def names(self) -> frozenset[str]:
        """The placeholders of the line."""
        return frozenset(self.pieces[1::2])

    def said(self, values: Mapping[str, str]) -> str:
        """The line as it is said; a gap stands where a value is not known yet."""
        words = list(self.pieces)
        words[1::2] = [values.get(name, "") or GAP for name in self.pieces[1::2]]
        return "".join(words)


@dataclass(frozen=True, slots=True)
class Script:
    """The script in one language and register; `original` are the shipped words under a house's own."""

    language: str
    register: Register
    version: int
    titles: Mapping[Step, str]
    sections: tuple[Section, ...]
    original: tuple[Section, ...] = ()

    def lines(self, facts: Set[Fact]) -> tuple[Line, ...]:
        """The lines of a call of which these facts are true; a step without words for it is left out.

        Where a house's script has no words for a needed step in such a case, the shipped ones are said.
        """
        found = []
        for step in Step:
            words = joined(s for s in self.sections if s.name == step and s.holds(facts))
            if not words and step in _NEEDED:
                words = joined(s for s in self.original if s.name == step and s.holds(facts))
            if words:
                found.append(Line(step, self.titles[step], pieces_of(words)))
        return tuple(found)


@lru_cache(maxsize=8)
def script(language: str, register: Register = Register.VOUS) -> Script:
    """The shipped script; English has one register. Raises TemplateError."""
    folder = files("encours.ground.wording") / "data" / language
    familiar = folder / "tu" / "script" / "T07.md"
    is_familiar = register is Register.TU and familiar.is_file()
    file = familiar if is_familiar else folder / "script" / "T07.md"
    if language not in LANGUAGES or not file.is_file():
        raise wrong(N_("Aucun modèle {id} dans cette langue : {language}"), id="T07", language=language)
    head, body, first_line = parts_of(file.read_text(encoding="utf-8"))
    written = tomllib.loads(head)
    return Script(
        language,
        Register(written.get("register", "vous")),
        int(written["version"]),
        _titles(written["titles"]),
        known_steps(sections_of(body, language, first_line=first_line)),
    )


def _titles(written: Mapping[str, str]) -> dict[Step, str]:
    if set(written) != set(Step):
        raise wrong(N_("Un titre pour chaque étape : {names}"), 1, names=sorted(set(Step) ^ set(written)))
    return {step: written[step] for step in Step}


def known_steps(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections of a script as they stand. Raises TemplateError for an unknown step, and a needed one left out."""
    for section in sections:
        if section.name not in set(Step):
            raise wrong(N_("Étape inconnue : {name}"), section.line, name=section.name)
    missing = sorted(step.value for step in _NEEDED - {section.name for section in sections})
    if missing:
        raise wrong(N_("Ces étapes gardent des mots : {names}"), 1, names=missing)
    return sections


def in_words_of(shipped: Script, sections: tuple[Section, ...], *, version: int) -> Script:
    """The script with a house's own sections."""
    return replace(shipped, sections=sections, version=version, original=shipped.sections)
