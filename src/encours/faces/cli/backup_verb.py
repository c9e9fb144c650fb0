"""`encours backup FILE`: one file with the database, the kept files and the key, taken while everything goes on."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from encours.faces.cli.output import note, print_json, refuse
from encours.flows.backing_up import Backed, back_up
from encours.ground.kernel.reason import N_, Refused
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.say import say

HELP = N_("Sauvegarde tout dans un seul fichier, sans rien arrêter.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """Where to, and whether the key comes along."""
    verb.add_argument(
        "file", metavar="FILE", type=Path, help=_("le fichier à écrire ; il ne doit pas exister")
    )
    verb.add_argument(
        "--without-key",
        action="store_true",
        help=_("laisse la clé de l'installation de côté : les mots de passe enregistrés seront à redonner"),
    )
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))


def run(options: argparse.Namespace) -> int:
    """Writes the backup; what was found damaged is said, and does not stop it."""
    target = options.file.expanduser().absolute()
    made = back_up(target, installation_clock(), with_key=not options.without_key)
    if isinstance(made, Refused):
        return refuse(say(made.reason))
    if options.json:
        print_json(_as_json(target, made))
    else:
        text = _("Sauvegarde faite : {file} ({size} Mo, {documents} fichiers joints)")
        megabytes = max(1, round(made.size / 1_000_000))
        print(text.format(file=target, size=megabytes, documents=made.documents))
    if made.damaged:
        note(_("{count} fichiers manquent ou sont abîmés sur le disque.").format(count=len(made.damaged)))
    for state in made.broken:
        text = _("Le journal {chain} est rompu à l'écriture {number}.")
        note(text.format(chain=state.chain, number=state.broken_at))
    if not options.without_key and not options.json:
        note(_("Ce fichier ouvre tout : gardez-le en lieu sûr, comme vos comptes."))
    return 0


def _as_json(target: Path, made: Backed) -> dict[str, object]:
    return {
        "file": str(target),
        "size": made.size,
        "taken_at": made.manifest.taken_at,
        "engine": made.manifest.engine,
        "documents": made.documents,
        "damaged": list(made.damaged),
        "journal": {
            chain: {"sequence": number, "hash": last}
            for chain, (number, last) in made.manifest.journal.items()
        },
        "broken": [state.chain for state in made.broken],
    }
