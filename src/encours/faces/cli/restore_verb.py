"""`encours restore FILE`: a backup takes the place of this installation, wholly or not at all."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from encours.faces.cli.output import note, print_json, refuse
from encours.flows.restoring import Restored, restore
from encours.ground.kernel.reason import N_, Refused
from encours.ground.plumbing.say import say

HELP = N_("Ramène une sauvegarde : vérifie tout, puis remplace d'un coup.")
LOOKS_FIRST = True


def arguments(verb: argparse.ArgumentParser) -> None:
    """Which backup, and whether it may replace something."""
    verb.add_argument("file", metavar="FILE", type=Path, help=_("une sauvegarde faite par encours backup"))
    verb.add_argument(
        "--replace",
        action="store_true",
        help=_("remplace aussi une installation qui n'est pas vide ; son état d'avant est gardé à part"),
    )
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))


def run(options: argparse.Namespace) -> int:
    """Restores, and says what a person has to look at before anything leaves again."""
    file = options.file.expanduser().absolute()
    done = restore(file, replacing=options.replace)
    if isinstance(done, Refused):
        return refuse(say(done.reason))
    if options.json:
        print_json(
            {
                "taken_at": done.manifest.taken_at,
                "doubtful": done.doubtful,
                "broken": [state.chain for state in done.broken],
                "kept": done.kept or None,
            }
        )
        return 0
    _say(done)
    return 0


def _say(done: Restored) -> None:
    print(_("Sauvegarde restaurée : {at}").format(at=done.manifest.taken_at))
    note(
        _(
            "Les envois sont arrêtés : des messages ont pu partir depuis cette sauvegarde. Regardez votre "
            "messagerie, puis reprenez les envois depuis les réglages."
        )
    )
    if done.doubtful:
        note(
            _("{count} messages étaient prêts : dites pour chacun s'il est parti.").format(
                count=done.doubtful
            )
        )
    for state in done.broken:
        text = _("Le journal {chain} était déjà rompu à l'écriture {number}.")
        note(text.format(chain=state.chain, number=state.broken_at))
    if done.kept:
        place = (
            f"encours_replaced_{done.kept}"
            if settings.DATABASE_URL
            else str(Path(settings.ENCOURS_HOME) / "replaced" / done.kept)
        )
        note(_("L'état d'avant est gardé : {place}").format(place=place))
