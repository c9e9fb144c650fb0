"""Changing a text: its sections one by one, its file written again, what another version says differently."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.sections import Section, TemplateError, sections_of
from encours.ground.wording.templates import Template, parse

MOST_CHARACTERS = 3000
"""Of one section; a whole message stays far below."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """A section that cannot be used as it is written: its place, why, and the line in it."""

    place: int
    why: Reason
    line: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One section that two versions say differently; empty where one of them does not have it."""

    section: Section
    old: str
    new: str


def changed(template: Template, texts: Sequence[str]) -> Template | tuple[Unfit, ...]:
    """The same text with other words, section by section; an empty section is left out.

    Raises TemplateError when the whole no longer holds (a subject gone).
    """
    wrong = [unfit for place, text in enumerate(texts) if (unfit := _unfit(template, place, text))]
    if wrong:
        return tuple(wrong)
    kept = [
        replace(section, text=_plain(text))
        for section, text in zip(template.sections, texts, strict=True)
        if text.strip()
    ]
    return parse(written(replace(template, sections=tuple(kept))))


def written(template: Template) -> str:
    """The file of a text, as it is shipped, exported and taken in."""
    head = [
        f"id = {_quoted(template.id)}",
        f"name = {_quoted(template.name)}",
        f"stage = {_quoted(template.stage.value)}",
        f"language = {_quoted(template.language)}",
        *([f"register = {_quoted(template.register.value)}"] if template.register is Register.TU else []),
        f"version = {template.version}",
        *(["block = true"] if template.is_block else []),
    ]
    body = [f"{heading(section)}\n{section.text}\n" for section in template.sections]
    return "\n".join(["+++", *head, "+++", "", "\n".join(body)])


def heading(section: Section) -> str:
    """The first line of a section: its name and the facts under which it is said."""
    conditions = [
        *(fact.value for fact in sorted(section.with_facts)),
        *("one" if fact is Fact.SEVERAL else f"no {fact.value}" for fact in sorted(section.without_facts)),
    ]
    told = f" | {', '.join(conditions)}" if conditions else ""
    return f"## {'+ ' if section.is_joined else ''}{section.name}{told}"


def same_words(one: Template, other: Template) -> bool:
    """Whether two versions say the same."""
    return not differences(one, other)


def differences(old: Template, new: Template) -> tuple[Difference, ...]:
    """What another version says differently, in the order of the text."""
    before = {heading(section): section for section in old.sections}
    after = {heading(section): section for section in new.sections}
    found = [
        Difference(section, section.text, after[key].text if key in after else "")
        for key, section in before.items()
        if key not in after or after[key].text != section.text
    ]
    return (
        *found,
        *(Difference(section, "", section.text) for key, section in after.items() if key not in before),
    )


def _unfit(template: Template, place: int, text: str) -> Unfit | None:
    if len(text) > MOST_CHARACTERS:
        return Unfit(
            place, Reason(N_("Ce passage est trop long : {most} signes au plus"), most=MOST_CHARACTERS), 1
        )
    for number, line in enumerate(_plain(text).split("\n"), start=1):
        if line.startswith(("## ", "+++")):
            return Unfit(place, Reason(N_("Une ligne ne commence pas par ## ni par +++")), number)
    if not text.strip():
        return None
    try:
        sections_of(f"{heading(template.sections[place])}\n{_plain(text)}", template.language)
    except TemplateError as problem:
        return Unfit(place, problem.reason, max(1, (problem.line or 1) - 1))
    return None


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
