"""`encours dossier CASE --out DIR`: the file of proof of a case, for a court, a lawyer or a partner."""

import argparse
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.faces.cli.entities import add_entity, the_entity
from encours.faces.cli.output import note, print_json, refuse
from encours.flows.proof.asked import Written, write
from encours.flows.proof.gathered import case_named
from encours.ground.evidence.acts import FILE
from encours.ground.evidence.dossier.completeness import said
from encours.ground.kernel.reason import N_, Refused
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.say import say

HELP = N_("Écrit le dossier de preuve d'un dossier : PDF, pièces numérotées, bordereau, empreintes.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """Which case, where to."""
    verb.add_argument("case", metavar="CASE", help=_("le numéro du dossier, ou le nom ou le code du client"))
    verb.add_argument("--out", metavar="DIR", type=Path, required=True, help=_("le répertoire à créer"))
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))
    add_entity(verb)


def run(options: argparse.Namespace) -> int:
    """Writes the folder, says its seal on standard output and what is missing on standard error."""
    entity = the_entity(options.entity)
    if entity is None or isinstance(entity, str):
        return refuse(entity or _("Aucune société encore : ouvrez Encours dans le navigateur."))
    case = case_named(entity.id, options.case)
    if case is None:
        return refuse(_("Aucun dossier de ce nom : {case}").format(case=options.case))
    act = creditor_queries.act(entity.id, FILE, installation_clock())
    target = options.out.expanduser().absolute()
    done = write(act, case, target, language=get_language() or entity.language)
    if isinstance(done, Refused):
        return refuse(say(done.reason))
    if options.json:
        print_json(_answer(done, case.id))
    else:
        text = _("Dossier de preuve écrit : {folder} ({count} pièces, complet à {percent} %). Sceau : {seal}")
        percent = done.made.completeness.percent
        print(text.format(folder=target, count=len(done.made.exhibits), percent=percent, seal=done.made.seal))
    for row in done.made.completeness.missing:
        note(_("Il manque : {what}").format(what=say(said(row))))
    for title in done.made.left_out:
        note(_("Fichier abîmé, laissé de côté : {title}").format(title=title))
    return 0


def _answer(done: Written, case_id: int) -> dict[str, object]:
    made = done.made
    return {
        "case": case_id,
        "folder": str(done.folder),
        "seal": made.seal,
        "exhibits": [
            {"number": x.number, "kind": x.kind, "title": x.title, "path": x.path, "sha256": x.sha256}
            for x in made.exhibits
        ],
        "entries": made.entries,
        "complete_percent": made.completeness.percent,
        "missing": [
            {"need": row.need.value, "have": row.have, "of": row.of, "what": list(row.what)}
            for row in made.completeness.missing
        ],
        "left_out": list(made.left_out),
    }
