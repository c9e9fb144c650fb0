"""`encours journal verify`: walks the hash chain."""

import argparse

from django.utils.translation import gettext as _

from encours.faces.cli.output import print_json
from encours.ground.evidence import queries as evidence_queries
from encours.ground.kernel.reason import N_

HELP = N_("Vérifie que le journal de preuve est entier.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """The question and its form."""
    verb.add_argument("question", choices=["verify"])
    verb.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """0 when every chain is whole, else 1 with the first broken entry of each."""
    states = evidence_queries.verify()
    broken = [state for state in states if state.broken_at is not None]
    if options.json:
        keys = ("chain", "length", "erased", "broken_at", "problem", "hash")
        print_json({"whole": not broken, "chains": [{k: getattr(s, k) for k in keys} for s in states]})
        return 1 if broken else 0
    for state in states:
        if state.broken_at is None:
            print(
                _("{chain} : {length} écritures, chaîne entière").format(
                    chain=state.chain, length=state.length
                )
            )
        else:
            print(
                _("{chain} : rompue à l'écriture {number}, {problem}").format(
                    chain=state.chain, number=state.broken_at, problem=_(state.problem)
                )
            )
    return 1 if broken else 0
