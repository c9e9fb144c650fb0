"""`encours settle`: one unpaid debt a line in, what a settlement is worth beside every other way a line out."""

import argparse

from django.utils.translation import get_language

from encours.faces.cli.output import answer_lines
from encours.faces.cli.settle_lines import settle_line
from encours.ground.kernel.reason import N_

HELP = N_("Compare transiger, continuer, une agence et la justice sur une créance (une par ligne, en JSON).")
IS_PURE = True


def arguments(verb: argparse.ArgumentParser) -> None:
    """Debts come on standard input."""


def run(options: argparse.Namespace) -> int:
    """Answers every line; a line that cannot be read is answered with its error."""
    language = get_language() or "fr"
    return answer_lines(lambda line: settle_line(line, language=language))
