"""`encours law`: what is in force, what to look at; an update from a file or a folder, and the way back."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.law import KeptChange, law_changes
from encours.books.creditor.queries import Entity
from encours.faces.cli.entities import add_entity, the_entity
from encours.faces.cli.output import print_json, refuse
from encours.flows.legal.changing import folder_as_update, look_at_update, take_back, update_law
from encours.flows.legal.in_force import law_in_force
from encours.flows.legal.watch import near_dates, words_of
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.reason import N_, Refused
from encours.ground.law.rules.watching import Near
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.say import say

HELP = N_("Montre le droit en vigueur, le met à jour par un fichier, et revient en arrière.")
UPDATE, WITHDRAW, SHOW = "update", "withdraw", "show"


def arguments(verb: argparse.ArgumentParser) -> None:
    """What to do, with which file or change."""
    verb.add_argument("doing", nargs="?", choices=[SHOW, UPDATE, WITHDRAW], default=SHOW)
    verb.add_argument(
        "what",
        nargs="?",
        metavar="FILE",
        help=_("un fichier TOML ou le dossier d'un pays ; ou le numéro à retirer"),
    )
    verb.add_argument("--check", action="store_true", help=_("vérifie seulement, ne change rien"))
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))
    add_entity(verb)


def run(options: argparse.Namespace) -> int:
    """0 when done, 1 when refused, with the file and the entry that cannot be used."""
    entity = the_entity(options.entity)
    if not isinstance(entity, Entity):
        return refuse(entity or _("Aucune société encore : ouvrez Encours dans le navigateur."))
    act = creditor_queries.act(entity.id, SYSTEM, installation_clock())
    if options.doing == SHOW:
        return _show(act, as_json=options.json)
    if not options.what:
        return refuse(_("Dites quel fichier, ou quel numéro."))
    if options.doing == WITHDRAW:
        return _withdraw(act, options.what)
    return _update(act, Path(options.what), only_check=options.check, as_json=options.json)


def _show(act: Act, *, as_json: bool) -> int:
    law, near, changes = law_in_force(act.entity_id), near_dates(act), law_changes(act.entity_id)
    if as_json:
        print_json(
            {
                "jurisdictions": list(law.codes),
                "watch": [{"jurisdiction": n.code, "on": n.on, "what": _said(n)} for n in near],
                "changes": list(map(_change, changes)),
            }
        )
        return 0
    for pack in law.packs.values():
        known = max(fact.standing.known_through for fact in pack.facts.values())
        print(f"{pack.code:6} {pack.names['fr']:30} {len(pack.facts):4} {known}")
    for one in near:
        print(f"! {one.on} {one.code} {_said(one)}")
    for change in changes:
        mark = "-" if change.withdrawn_at else "+"
        print(f"{mark} {change.id} {change.made_at:%Y-%m-%d} {change.subject}")
    return 0


def _said(near: Near) -> str:
    words = words_of(near)
    return words if isinstance(words, str) else say(words)


def _change(change: KeptChange) -> dict[str, object]:
    return {
        "id": change.id,
        "kind": change.kind.value,
        "subject": change.subject,
        "at": change.made_at,
        "withdrawn_at": change.withdrawn_at,
    }


def _withdraw(act: Act, number: str) -> int:
    if not number.isdecimal():
        return refuse(_("Un numéro est attendu : {given}").format(given=number))
    outcome = take_back(act, int(number))
    return refuse(say(outcome.reason)) if outcome else 0


def _update(act: Act, place: Path, *, only_check: bool, as_json: bool) -> int:
    try:
        text = _text_of(place)
    except (OSError, UnicodeDecodeError) as error:
        return refuse(_("{file} ne se lit pas : {why}").format(file=place, why=error))
    found = look_at_update(act, text) if only_check else update_law(act, text)
    if isinstance(found, Refused):
        return refuse(say(found.reason))
    if as_json:
        print_json({"facts": list(found.facts), "jurisdictions": list(found.jurisdictions)})
    else:
        for name in (*found.jurisdictions, *found.facts):
            print(name)
    return 0


def _text_of(place: Path) -> str:
    """The file itself; a folder becomes the update that lays its files."""
    if not place.is_dir():
        return place.read_text(encoding="utf-8")
    files = {file.name: file.read_text(encoding="utf-8") for file in sorted(place.glob("*.toml"))}
    return folder_as_update(place.resolve().name, files)
