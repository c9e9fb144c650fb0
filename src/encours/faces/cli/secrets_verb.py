"""`encours secrets rotate`: a new key for what is kept encrypted; nothing that is secret is ever printed."""

import argparse

from django.utils.translation import gettext as _

from encours.faces.cli.output import note, print_json, refuse
from encours.flows import new_key
from encours.ground.kernel.reason import N_
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.running import alone

HELP = N_("Les secrets gardés chiffrés : en changer la clé.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """What to do."""
    verb.add_argument("action", choices=["rotate"], help=_("rotate : une nouvelle clé, et tout rechiffré"))
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))


def run(options: argparse.Namespace) -> int:
    """Changes the key while nobody serves or works; cut short, the same command goes on."""
    with alone() as nobody:
        if not nobody:
            return refuse(_("Arrêtez d'abord Encours : la clé ne se change pas sous ses pieds."))
        resealed, lost = new_key.rotate(installation_clock())
    if options.json:
        print_json({"resealed": resealed, "lost": lost})
        return 0
    print(
        _("Clé changée, secrets rechiffrés : {count}. Chacun se connecte à nouveau.").format(count=resealed)
    )
    if lost:
        note(_("Secrets que plus aucune clé n'ouvre, à saisir de nouveau : {count}.").format(count=lost))
    return 0
