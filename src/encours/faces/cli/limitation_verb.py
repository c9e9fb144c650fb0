"""`encours limitation`: one debt a line in, the last day to sue for it a line out."""

import argparse

from django.utils.translation import get_language

from encours.faces.cli.limitation_lines import limitation_line
from encours.faces.cli.output import answer_lines
from encours.ground.kernel.reason import N_

HELP = N_(
    "Donne le dernier jour pour agir en justice, et ce qui l'a déplacé (une créance par ligne, en JSON)."
)
IS_PURE = True


def arguments(verb: argparse.ArgumentParser) -> None:
    """Debts come on standard input."""


def run(options: argparse.Namespace) -> int:
    """Answers every line; a line that cannot be read, or whose law is not known, is answered with its error."""
    language = get_language() or "fr"
    return answer_lines(lambda line: limitation_line(line, language=language))
