"""Reads the templates of messages, refuses what is wrong in them, and fills them.

A template is a text file: TOML between two lines of `+++`, then sections. A section starts with
`## name`, or `## name | condition, condition` when it belongs to the message only if all its
conditions hold; `no copies` is the contrary of `copies`, `one` that of `several`. Each section is
a paragraph of its own; `## + name` goes on in the paragraph before it. `{placeholders}` are filled.
"""

import re
import tomllib
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import product

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording.stages import Stage


class TemplateError(ValueError):
    """A template that cannot be used as it is written, or values that do not fill it, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Fact(StrEnum):
    """What is true of this message and chooses its words. A letter states only what is so."""

    SEVERAL = "several"
    CONTACT = "contact"
    PHONE = "phone"
    IBAN = "iban"
    COPIES = "copies"
    SOME_COPIES = "some copies"
    PARTIAL = "partial"
    EARLIER = "earlier"
    CALL = "call"
    WRITE = "write"
    LIGHT = "light"
    OPTIONS = "options"
    POLICY = "policy"
    STATEMENT = "statement"
    COMPLETE = "complete"
    KEPT = "kept"
    SETTLED = "settled"


PLACEHOLDERS = frozenset(
    {
        "amount",
        "attached_numbers",
        "contact",
        "due_date",
        "iban",
        "invoice_count",
        "invoice_date",
        "invoice_lines",
        "invoice_no",
        "last_contact_date",
        "month",
        "next_step_date",
        "our_company",
        "paid_amount",
        "paid_date",
        "phone",
        "policy_notice",
        "signature",
        "statement_lines",
        "statement_total",
        "their_company",
        "total",
    }
)
LANGUAGES = ("fr", "en")
_SUBJECT = "subject"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_HEADING = re.compile(r"^## (?P<joined>\+ )?(?P<name>[a-z][a-z ]*?)(?: \| (?P<conditions>.+))?$")
_FRENCH_SPACES = ((re.compile(r" ([:;?!»%])"), "\u00a0\\1"), (re.compile(r"« "), "«\u00a0"))


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a message and the facts under which it is said."""

    name: str
    text: str
    is_joined: bool
    with_facts: frozenset[Fact]
    without_facts: frozenset[Fact]

    def holds(self, facts: Set[Fact]) -> bool:
        """Whether the section belongs to a message of which these facts are true."""
        return self.with_facts <= facts and not self.without_facts & facts


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One message, or one block of a message (a block has no subject), in one language."""

    id: str
    name: str
    stage: Stage
    language: str
    version: int
    is_block: bool
    sections: tuple[Section, ...]

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts that change the words of this template."""
        return frozenset().union(*(s.with_facts | s.without_facts for s in self.sections))


Pieces = tuple[str, ...]
"""A text cut at its placeholders: words, a name, words, a name, words."""


@dataclass(frozen=True, slots=True)
class Said:
    """The sections that belong to a message, joined and not filled yet."""

    subject: Pieces
    text: Pieces

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


def render(template_id: str, language: str, values: Mapping[str, str], *, facts: Set[Fact]) -> Rendered:
    """A shipped template filled with values that are already written in its language.

    Raises TemplateError for an unknown template, an unknown value, or a placeholder left empty.
    """
    return fill(shipped(template_id, language), values, facts=facts)


def fill(template: Template, values: Mapping[str, str], *, facts: Set[Fact]) -> Rendered:
    """A template filled with values. Raises TemplateError."""
    unknown = set(values) - PLACEHOLDERS
    if unknown:
        raise _wrong(N_("{id} : valeurs inconnues ({names})"), id=template.id, names=sorted(unknown))
    said = said_by(template, frozenset(facts))
    subject, text = _filled(said.subject, values, template), _filled(said.text, values, template)
    return Rendered(subject, text, template.id, template.version)


@lru_cache(maxsize=512)
def said_by(template: Template, facts: frozenset[Fact]) -> Said:
    """What a template says of a message of which these facts are true: put together once for all of them."""
    subject, text = "", ""
    for section in template.sections:
        if not section.holds(facts):
            continue
        if section.name == _SUBJECT:
            subject = section.text
        else:
            text += (" " if section.is_joined else "\n\n") + section.text if text else section.text
    return Said(tuple(_PLACEHOLDER.split(subject)), tuple(_PLACEHOLDER.split(text)))


@lru_cache(maxsize=128)
def shipped(template_id: str, language: str) -> Template:
    """A template as it is shipped, read and checked once. Raises TemplateError when there is none."""
    if language not in LANGUAGES or not re.fullmatch(r"[A-Za-z0-9]+", template_id):
        raise _wrong(
            N_("Aucun modèle {id} dans cette langue : {language}"), id=template_id, language=language
        )
    file = files("encours.ground.wording") / "data" / language / f"{template_id}.md"
    if not file.is_file():
        raise _wrong(
            N_("Aucun modèle {id} dans cette langue : {language}"), id=template_id, language=language
        )
    template = parse(file.read_text(encoding="utf-8"))
    if (template.id, template.language) != (template_id, language):
        told = f"{template.language}/{template.id}"
        raise _wrong(N_("Le fichier {file} se dit {told}"), file=f"{language}/{template_id}", told=told)
    return template


def shipped_ids(language: str) -> tuple[str, ...]:
    """The names of all templates and blocks shipped in a language."""
    folder = files("encours.ground.wording") / "data" / language
    return tuple(
        sorted(file.name.removesuffix(".md") for file in folder.iterdir() if file.name.endswith(".md"))
    )


def parse(text: str) -> Template:
    """A template from the text of its file. Raises TemplateError that says what is wrong and where."""
    head, body = _parts(text)
    template = _headed(head)
    template = replace(template, sections=_sections(body, template.language))
    _check(template)
    return template


def _parts(text: str) -> tuple[str, str]:
    parts = re.split(r"^\+\+\+$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise _wrong(N_("Un modèle commence par son en-tête entre deux lignes +++"))
    return parts[1], parts[2]


def _headed(head: str) -> Template:
    try:
        written: Mapping[str, object] = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(N_("En-tête illisible : {problem}"), problem=str(error)) from None
    expected = {"id", "name", "stage", "language", "version"}
    if expected - written.keys() or written.keys() - expected - {"block"}:
        raise _wrong(N_("L'en-tête contient {names} et, pour un bloc, block = true"), names=sorted(expected))
    if written["stage"] not in set(Stage) or written["language"] not in LANGUAGES:
        told = f"{written['stage']}, {written['language']}"
        raise _wrong(N_("Étape ou langue inconnue : {told}"), told=told)
    if not isinstance(written["version"], int):
        raise _wrong(N_("La version est un nombre entier"))
    return Template(
        id=str(written["id"]),
        name=str(written["name"]),
        stage=Stage(str(written["stage"])),
        language=str(written["language"]),
        version=written["version"],
        is_block=written.get("block") is True,
        sections=(),
    )


def _sections(body: str, language: str) -> tuple[Section, ...]:
    found = []
    for piece in re.split(r"^(?=## )", body, flags=re.MULTILINE):
        heading, _line, text = piece.strip().partition("\n")
        if not heading:
            continue
        match = _HEADING.match(heading)
        if match is None:
            raise _wrong(N_("Titre de section illisible : {heading}"), heading=heading)
        if not text.strip():
            raise _wrong(N_("Section vide : {heading}"), heading=heading)
        having, lacking = _conditions(match["conditions"] or "")
        words = _with_french_spaces(text.strip()) if language == "fr" else text.strip()
        found.append(Section(match["name"], words, bool(match["joined"]), having, lacking))
    return tuple(found)


def _with_french_spaces(text: str) -> str:
    """No sign alone at the start of a line. Values come in later and are left as they are."""
    for pattern, replacement in _FRENCH_SPACES:
        text = pattern.sub(replacement, text)
    return text


def _conditions(text: str) -> tuple[frozenset[Fact], frozenset[Fact]]:
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
            raise _wrong(N_("Condition inconnue : {word}"), word=word)
    return frozenset(having), frozenset(lacking)


def _check(template: Template) -> None:
    for section in template.sections:
        unknown = {name for name in _PLACEHOLDER.findall(section.text) if name not in PLACEHOLDERS}
        if unknown or _PLACEHOLDER.sub("", section.text).count("{"):
            raise _wrong(
                N_("{id}, {section} : champs inconnus ({names})"),
                id=template.id,
                section=section.name,
                names=sorted(unknown),
            )
    subjects = [section for section in template.sections if section.name == _SUBJECT]
    if template.is_block:
        if subjects:
            raise _wrong(N_("{id} : un bloc n'a pas d'objet"), id=template.id)
        return
    deciding = sorted(frozenset().union(*(s.with_facts | s.without_facts for s in subjects)))
    for kept in product((False, True), repeat=len(deciding)):
        facts = {fact for fact, is_true in zip(deciding, kept, strict=True) if is_true}
        if sum(section.holds(facts) for section in subjects) != 1:
            shown = sorted(facts) or Reason(N_("aucun fait"))
            raise _wrong(N_("{id} : il faut un objet, et un seul, pour {facts}"), id=template.id, facts=shown)


def _filled(pieces: Pieces, values: Mapping[str, str], template: Template) -> str:
    words = list(pieces)
    for place in range(1, len(pieces), 2):
        filled = values.get(pieces[place], "")
        if not filled:
            raise _wrong(N_("{id} : {name} reste vide"), id=template.id, name=pieces[place])
        words[place] = filled
    return "".join(words)


@lru_cache(maxsize=128)
def has_template(template_id: str) -> bool:
    """Whether the words of a template are shipped in every language."""
    return all(template_id in shipped_ids(language) for language in LANGUAGES)


def _wrong(text: str, **facts: object) -> TemplateError:
    return TemplateError(Reason(text, **facts))
