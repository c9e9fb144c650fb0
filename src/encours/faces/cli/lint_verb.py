"""`encours lint`: one text a line in, what the rules of wording find in it a line out."""

import argparse

from django.utils.translation import get_language

from encours.faces.cli.lint_lines import lint_line
from encours.faces.cli.output import answer_lines
from encours.ground.kernel.reason import N_

HELP = N_("Relit un texte selon les règles d'écriture (un par ligne, en JSON).")
IS_PURE = True


def arguments(verb: argparse.ArgumentParser) -> None:
    """Texts come on standard input."""


def run(options: argparse.Namespace) -> int:
    """Answers every line; a line that cannot be read is answered with its error."""
    language = get_language() or "fr"
    return answer_lines(lambda line: lint_line(line, language=language))
