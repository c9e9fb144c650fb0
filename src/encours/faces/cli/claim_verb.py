"""`encours claim`: one unpaid debt a line in, its late interest and fixed compensation a line out."""

import argparse

from django.utils.translation import get_language

from encours.faces.cli.claim_lines import claim_line
from encours.faces.cli.output import answer_lines
from encours.ground.kernel.reason import N_

HELP = N_(
    "Calcule intérêts de retard et indemnité forfaitaire, avec leurs sources (une créance par ligne, en JSON)."
)
IS_PURE = True


def arguments(verb: argparse.ArgumentParser) -> None:
    """Debts come on standard input."""


def run(options: argparse.Namespace) -> int:
    """Answers every line; a line that cannot be read, or whose law is not known, is answered with its error."""
    language = get_language() or "fr"
    return answer_lines(lambda line: claim_line(line, language=language))
