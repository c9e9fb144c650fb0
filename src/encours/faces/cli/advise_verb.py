"""`encours advise`: one situation a line in, the method's answer a line out."""

import argparse

from django.utils.translation import get_language

from encours.faces.cli.entities import add_entity, chosen_entities
from encours.faces.cli.output import answer_lines, note
from encours.flows.advise.answering import answer_line
from encours.flows.legal.in_force import law_in_force
from encours.ground.kernel.reason import N_
from encours.method.strategy.kit import shipped_kit
from encours.method.strategy.rules.thresholds import DEFAULTS
from encours.method.strategy.thresholds import thresholds_of

HELP = N_("Donne la réponse de la méthode à une situation (une par ligne, en JSON).")
IS_PURE = True
"""Unless an entity is named, whose thresholds are read: see `main`."""


def arguments(verb: argparse.ArgumentParser) -> None:
    """Situations come on standard input; with an entity, its own thresholds and law count."""
    add_entity(verb)


def run(options: argparse.Namespace) -> int:
    """Answers every line; a line that cannot be read is answered with its error."""
    numbers, law = DEFAULTS, None
    if options.entity is not None:
        found = chosen_entities(options.entity)
        if isinstance(found, str):
            note(found)
            return 1
        numbers = thresholds_of(found[0].id, currency=found[0].currency)
        law = law_in_force(found[0].id)
    kit = shipped_kit(numbers, law)
    language = get_language() or "fr"
    return answer_lines(lambda line: answer_line(line, kit, language=language))
