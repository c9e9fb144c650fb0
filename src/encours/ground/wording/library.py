"""The texts that a house writes with: its own versions over the shipped files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from encours.ground.kernel.reason import Reason
from encours.ground.wording.facts import LANGUAGES, Register
from encours.ground.wording.script import SCRIPT, Script, in_words_of, script
from encours.ground.wording.sections import TemplateError
from encours.ground.wording.templates import Template, parse, shipped, shipped_ids

Key = tuple[str, str, Register]
"""A template, its language and how it addresses somebody."""


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """The texts in force: the house's own where it wrote some, else the shipped ones."""

    own: Mapping[Key, Template] = field(default_factory=dict)

    def template(self, template_id: str, language: str, register: Register = Register.VOUS) -> Template:
        """The text to write with; one that has no «tu» speaks with «vous» throughout.

        Raises TemplateError when there is none.
        """
        if own := self.own.get((template_id, language, register)):
            return own
        found = shipped(template_id, language, register)
        if found.register is register:
            return found
        return self.own.get((template_id, language, found.register), found)

    def script(self, language: str, register: Register = Register.VOUS) -> Script:
        """The script of a call to go by. Raises TemplateError when there is none in this language."""
        found = script(language, register)
        own = self.own.get((SCRIPT, language, found.register))
        return in_words_of(found, own.sections, version=own.version) if own else found


SHIPPED = Library()
"""The texts of the package, as long as a house wrote none of its own."""


@lru_cache(maxsize=1024)
def read(body: str) -> Template:
    """A text of a house, read once however often it is used. Raises TemplateError."""
    return parse(body)


@dataclass(frozen=True, slots=True)
class Fault:
    """A shipped text that cannot be used, where, and why."""

    file: str
    line: int
    why: Reason


def faults() -> tuple[Fault, ...]:
    """What is wrong in the shipped texts and scripts: nothing, or the program must not start."""
    return tuple(_faults())


def _faults() -> Iterator[Fault]:
    folder = files("encours.ground.wording") / "data"
    for language in LANGUAGES:
        for register, under in ((Register.VOUS, language), (Register.TU, f"{language}/tu")):
            for template_id in shipped_ids(language, register):
                try:
                    shipped(template_id, language, register)
                except TemplateError as problem:
                    yield Fault(f"{folder}/{under}/{template_id}.md", problem.line or 1, problem.reason)
            try:
                script(language, register)
            except TemplateError as problem:
                yield Fault(f"{folder}/{under}/script/T07.md", problem.line or 1, problem.reason)
