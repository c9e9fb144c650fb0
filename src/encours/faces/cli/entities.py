"""Which entity a verb is about, and how a day is written on the command line."""

import argparse
from datetime import date

from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.faces.cli.output import note


def add_entity(verb: argparse.ArgumentParser) -> None:
    """The option that names an entity."""
    verb.add_argument("--entity", metavar="E", help=_("le nom ou le numéro de la société"))


def chosen_entities(wished: str | None) -> list[Entity] | str:
    """The entity that is named, or all of them; a sentence when no entity is called so."""
    entities = creditor_queries.entities()
    if wished is None:
        if not entities:
            note(_("Aucune société encore : importez vos fichiers ou ouvrez Encours dans le navigateur."))
        return entities
    found = [e for e in entities if str(e.id) == wished or e.name.casefold() == wished.casefold()]
    return found or _("Aucune société ne s'appelle « {name} ».").format(name=wished)


def the_entity(wished: str | None) -> Entity | str | None:
    """The one entity that is meant; None where the installation has none yet; a sentence when it is not clear."""
    if not creditor_queries.entities():
        return None
    found = chosen_entities(wished)
    if isinstance(found, str):
        return found
    if len(found) > 1:
        return _("Plusieurs sociétés : précisez --entity ({names}).").format(
            names=", ".join(e.name for e in found)
        )
    return found[0]


def read_day(text: str) -> date:
    """A day as AAAA-MM-JJ; argparse turns the error into a usage message."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("une date s'écrit AAAA-MM-JJ : {text}").format(text=text)
        ) from None
