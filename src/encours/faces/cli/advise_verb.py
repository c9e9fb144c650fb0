"""`encours advise`: one situation a line in, the method's answer a line out."""

import argparse
import sys

from django.utils.translation import get_language

from encours.faces.cli.output import print_line
from encours.flows.advise.answering import answer_line
from encours.ground.kernel.reason import N_
from encours.method.strategy.kit import shipped_kit

HELP = N_("Donne la réponse de la méthode à une situation (une par ligne, en JSON).")
IS_PURE = True


def arguments(_verb: argparse.ArgumentParser) -> None:
    """No option: situations come on standard input."""


def run(_options: argparse.Namespace) -> int:
    """Answers every line; a line that cannot be read is answered with its error."""
    kit = shipped_kit()
    for line in sys.stdin:
        if line.strip():
            print_line(answer_line(line, kit, language=get_language() or "fr"))
    return 0
