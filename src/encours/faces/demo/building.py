"""Makes the demonstration: the company, its books through the importers, its past, its first morning."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils.translation import gettext as _

from encours.faces.demo.cast import find_cast
from encours.faces.demo.coming import coming
from encours.faces.demo.company import NOW
from encours.faces.demo.replay import replay
from encours.faces.demo.setting_up import Made, door, set_up
from encours.faces.demo.taking_in import take_in
from encours.faces.demo.writing import write_books
from encours.flows import meanwhile
from encours.flows.night.run import run as run_night
from encours.ground.kernel.clock import InstallationClock
from encours.ground.plumbing import demonstration

Note = Callable[[str], None]


def build(clock: InstallationClock, *, note: Note) -> Made:
    """Makes everything as of the evening before, and runs the night of the first morning.

    `note` is told each step.
    """
    made = make_evening(clock, note=note)
    note(_("La nuit, jusqu'au premier matin"))
    run_night(made.entity_id, clock)
    demonstration.tell(door())
    return made


def make_evening(clock: InstallationClock, *, note: Note) -> Made:
    """Fixes the clock, then makes the company, its books and its past.

    The clock comes first: from then on the installation is known as a demonstration, even when
    something cuts this short.
    """
    clock.fix(NOW)
    with transaction.atomic():
        note(_("La société et son équipe"))
        made = set_up()
    with TemporaryDirectory(prefix="encours-demo-") as folder:
        note(_("Deux ans de factures et de règlements"))
        write_books(Path(folder))
        with transaction.atomic():
            take_in(made, Path(folder))
    note(_("Les échanges avec les clients"))
    with transaction.atomic():
        cast = find_cast(made)
        for _event in replay(cast):
            pass
    meanwhile.foretell(coming(cast))
    return made
