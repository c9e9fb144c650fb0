"""Reads the rules of wording when a process starts, so that nobody waits for them at the first message."""

from encours.ground.wording.linter.lint import lint
from encours.ground.wording.linter.rulebook import LANGUAGES
from encours.ground.wording.stages import Stage
from encours.ground.wording.templates import shipped

_READ_FIRST = ("T04", "T05", "T06")


def warm() -> None:
    """Reads the rules of each language, and compiles what the most frequent messages ask for."""
    for language in LANGUAGES:
        for name in _READ_FIRST:
            for section in shipped(name, language).sections:
                lint(section.text, lang=language, stage=Stage.COURTESY)
