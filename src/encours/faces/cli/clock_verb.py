"""`encours clock`: the fixed date of a demonstration, shown or moved."""

import argparse
from datetime import date, time

from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.faces.cli.output import refuse
from encours.flows import next_morning
from encours.ground.kernel.clock import at
from encours.ground.kernel.reason import N_
from encours.ground.plumbing.clock import installation_clock

HELP = N_("Démonstration seulement : montre la date fixe, ou la déplace.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """A date, or the next morning."""
    verb.add_argument("date", nargs="?", metavar="DATE")
    verb.add_argument("--next", action="store_true", help=_("passe au lendemain matin et fait la nuit"))


def run(options: argparse.Namespace) -> int:
    """Prints the date; refuses to touch the time of a real installation."""
    clock = installation_clock()
    if clock.fixed() is None:
        return refuse(_("L'heure de cette installation est la vraie : elle ne se déplace pas."))
    zone = creditor_queries.entities()[0].time_zone
    if options.next:
        next_morning.run(clock)
    elif options.date:
        try:
            wanted = date.fromisoformat(options.date)
        except ValueError:
            return refuse(_("Une date s'écrit AAAA-MM-JJ."))
        clock.fix(at(wanted, time(9), zone))
    print(clock.today(zone).isoformat())
    return 0
