"""`encours export DIR`: everything in open formats, for whoever wants to read it without Encours."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from encours.books.creditor.queries import Entity
from encours.faces.cli.entities import add_entity, the_entity
from encours.faces.cli.output import note, print_json, refuse
from encours.flows.exporting import export
from encours.ground.kernel.reason import N_, Refused
from encours.ground.plumbing.say import say

HELP = N_("Écrit toutes les données en formats ouverts (CSV, JSON, fichiers joints), lisibles sans Encours.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """Where to, of which company."""
    verb.add_argument("folder", metavar="DIR", type=Path, help=_("le répertoire à créer"))
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))
    add_entity(verb)


def run(options: argparse.Namespace) -> int:
    """Exports one company, or all of them with the accounts of people."""
    entity = the_entity(options.entity) if options.entity is not None else None
    if isinstance(entity, str):
        return refuse(entity)
    if options.entity is not None and not isinstance(entity, Entity):
        return refuse(_("Aucune société encore : ouvrez Encours dans le navigateur."))
    target = options.folder.expanduser().absolute()
    done = export(target, entity_id=entity.id if entity else None)
    if isinstance(done, Refused):
        return refuse(say(done.reason))
    if options.json:
        told = {"documents": done.documents, "entries": done.entries, "damaged": list(done.damaged)}
        print_json({"folder": str(target), "rows": dict(done.rows), **told})
    else:
        text = _("Export fait : {folder} ({rows} lignes, {documents} fichiers joints). Lisez README.md.")
        print(text.format(folder=target, rows=sum(done.rows.values()), documents=done.documents))
    if done.damaged:
        note(_("{count} fichiers manquent ou sont abîmés sur le disque.").format(count=len(done.damaged)))
    return 0
