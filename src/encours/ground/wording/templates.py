"""Reads the templates of messages, refuses what is wrong in them, and fills them.

A template is a text file: TOML between two lines of `+++`, then sections (`sections.py`). The section
`subject` is the subject, `sms` the short form; all others are the text.
"""

import re
import tomllib
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import product

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording.facts import LANGUAGES, PLACEHOLDERS, Fact, Register
from encours.ground.wording.script import SCRIPT, known_steps
from encours.ground.wording.sections import (
    Pieces,
    Section,
    TemplateError,
    joined,
    parts_of,
    pieces_of,
    sections_of,
    wrong,
)
from encours.ground.wording.stages import Stage

_SUBJECT, _SHORT = "subject", "sms"
_FAMILIAR = "tu"
"""The folder of the texts that say «tu»."""


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One message, or one block of a message (a block has no subject), in one language and register."""

    id: str
    name: str
    stage: Stage
    language: str
    version: int
    is_block: bool
    sections: tuple[Section, ...]
    register: Register = Register.VOUS

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts that change the words of this template."""
        return frozenset().union(*(s.with_facts | s.without_facts for s in self.sections))

    @property
    def has_short(self) -> bool:
        """Whether the message has a short form, for a telephone."""
        return any(section.name == _SHORT for section in self.sections)


@dataclass(frozen=True, slots=True)
class Said:
    """The sections that belong to a message, joined and not filled yet."""

    subject: Pieces
    text: Pieces
    short: Pieces = ("",)

    @property
    def names(self) -> frozenset[str]:
        """The placeholders in them."""
        return frozenset((*self.subject[1::2], *self.text[1::2]))


@quick_dataclass(frozen=True, slots=True)
class Rendered:
    """A message in its final words; `subject` is empty for a block."""

    subject: str
    text: str
    template: str
    version: int


def render(
    template_id: str,
    language: str,
    values: Mapping[str, str],
    *,
    facts: Set[Fact],
    register: Register = Register.VOUS,
) -> Rendered:
    """A shipped template filled with values that are already written in its language.

    Raises TemplateError for an unknown template, an unknown value, or a placeholder left empty.
    """
    return fill(shipped(template_id, language, register), values, facts=facts)


def fill(template: Template, values: Mapping[str, str], *, facts: Set[Fact]) -> Rendered:
    """A template filled with values. Raises TemplateError."""
    _known_values(template, values)
    said = said_by(template, frozenset(facts))
    subject, text = _filled(said.subject, values, template), _filled(said.text, values, template)
    return Rendered(subject, text, template.id, template.version)


def fill_short(template: Template, values: Mapping[str, str], *, facts: Set[Fact]) -> str:
    """The short form of a message, empty where it has none. Raises TemplateError."""
    _known_values(template, values)
    return _filled(said_by(template, frozenset(facts)).short, values, template)


@lru_cache(maxsize=2048)
def said_by(template: Template, facts: frozenset[Fact]) -> Said:
    """What a template says of a message of which these facts are true: put together once for all of them."""
    holding = [section for section in template.sections if section.holds(facts)]
    subject = joined(s for s in holding if s.name == _SUBJECT)
    short = joined(s for s in holding if s.name == _SHORT)
    text = joined(s for s in holding if s.name not in {_SUBJECT, _SHORT})
    return Said(pieces_of(subject), pieces_of(text), pieces_of(short))


@lru_cache(maxsize=256)
def shipped(template_id: str, language: str, register: Register = Register.VOUS) -> Template:
    """A template as it is shipped, read and checked once; the «vous» one where a text has no «tu».

    Raises TemplateError when there is none.
    """
    text = shipped_text(template_id, language, register)
    if text is None and register is Register.TU:
        return shipped(template_id, language)
    if text is None:
        raise wrong(N_("Aucun modèle {id} dans cette langue : {language}"), id=template_id, language=language)
    template = parse(text)
    if (template.id, template.language, template.register) != (template_id, language, register):
        told = f"{template.language}/{template.id}"
        raise wrong(N_("Le fichier {file} se dit {told}"), 1, file=f"{language}/{template_id}", told=told)
    return template


def shipped_text(template_id: str, language: str, register: Register = Register.VOUS) -> str | None:
    """The file of a template as it stands; None when there is none."""
    if language not in LANGUAGES or not re.fullmatch(r"[A-Za-z0-9]+", template_id):
        return None
    folder = files("encours.ground.wording") / "data" / language
    folder = folder / _FAMILIAR if register is Register.TU else folder
    file = (folder / "script" if template_id == SCRIPT else folder) / f"{template_id}.md"
    return file.read_text(encoding="utf-8") if file.is_file() else None


def shipped_ids(language: str, register: Register = Register.VOUS) -> tuple[str, ...]:
    """The names of all templates and blocks shipped in a language and a register."""
    folder = files("encours.ground.wording") / "data" / language
    place = folder / _FAMILIAR if register is Register.TU else folder
    if not place.is_dir():
        return ()
    return tuple(
        sorted(file.name.removesuffix(".md") for file in place.iterdir() if file.name.endswith(".md"))
    )


def parse(text: str) -> Template:
    """A template from the text of its file. Raises TemplateError that says what is wrong and in which line."""
    head, body, first_line = parts_of(text)
    template = _headed(head)
    template = replace(template, sections=sections_of(body, template.language, first_line=first_line))
    _check(template)
    return template


def _headed(head: str) -> Template:
    try:
        written: Mapping[str, object] = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise wrong(N_("En-tête illisible : {problem}"), 1, problem=str(error)) from None
    expected = {"id", "name", "stage", "language", "version"}
    if expected - written.keys() or written.keys() - expected - {"block", "register", "titles"}:
        raise wrong(
            N_("L'en-tête contient {names} et, pour un bloc, block = true"), 1, names=sorted(expected)
        )
    register = written.get("register", Register.VOUS.value)
    if (
        written["stage"] not in set(Stage)
        or written["language"] not in LANGUAGES
        or register not in set(Register)
    ):
        told = f"{written['stage']}, {written['language']}, {register}"
        raise wrong(N_("Étape, langue ou forme inconnue : {told}"), 1, told=told)
    if not isinstance(written["version"], int):
        raise wrong(N_("La version est un nombre entier"), 1)
    return Template(
        id=str(written["id"]),
        name=str(written["name"]),
        stage=Stage(str(written["stage"])),
        language=str(written["language"]),
        version=written["version"],
        is_block=written.get("block") is True,
        sections=(),
        register=Register(str(register)),
    )


def _check(template: Template) -> None:
    if template.id == SCRIPT:
        known_steps(template.sections)
        return
    subjects = [section for section in template.sections if section.name == _SUBJECT]
    if template.is_block:
        if subjects:
            raise wrong(N_("{id} : un bloc n'a pas d'objet"), subjects[0].line, id=template.id)
        return
    _one_at_a_time(template, subjects, least=1)
    _one_at_a_time(template, [section for section in template.sections if section.name == _SHORT], least=0)


def _one_at_a_time(template: Template, sections: list[Section], *, least: int) -> None:
    """Whatever is true, one subject is said, and one short form at most."""
    deciding = sorted(frozenset().union(*(s.with_facts | s.without_facts for s in sections)))
    for kept in product((False, True), repeat=len(deciding)):
        facts = {fact for fact, is_true in zip(deciding, kept, strict=True) if is_true}
        if not least <= sum(section.holds(facts) for section in sections) <= 1:
            shown = sorted(facts) or Reason(N_("aucun fait"))
            line = sections[0].line if sections else 1
            text = N_("{id} : il faut un objet, et un seul, pour {facts}")
            if not least:
                text = N_("{id} : une seule forme courte pour {facts}")
            raise wrong(text, line, id=template.id, facts=shown)


def _known_values(template: Template, values: Mapping[str, str]) -> None:
    if unknown := set(values) - PLACEHOLDERS:
        raise wrong(N_("{id} : valeurs inconnues ({names})"), id=template.id, names=sorted(unknown))


def _filled(pieces: Pieces, values: Mapping[str, str], template: Template) -> str:
    words = list(pieces)
    for place in range(1, len(pieces), 2):
        filled = values.get(pieces[place], "")
        if not filled:
            raise wrong(N_("{id} : {name} reste vide"), id=template.id, name=pieces[place])
        words[place] = filled
    return "".join(words)


@lru_cache(maxsize=128)
def has_template(template_id: str) -> bool:
    """Whether the words of a template are shipped in every language."""
    return all(template_id in shipped_ids(language) for language in LANGUAGES)


__all__ = [
    "LANGUAGES",
    "PLACEHOLDERS",
    "Fact",
    "Pieces",
    "Register",
    "Rendered",
    "Said",
    "Section",
    "Template",
    "TemplateError",
    "fill",
    "fill_short",
    "has_template",
    "parse",
    "render",
    "said_by",
    "shipped",
    "shipped_ids",
    "shipped_text",
]
