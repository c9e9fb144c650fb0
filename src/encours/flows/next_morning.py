"""«Lendemain matin»: the demonstration's clock moves to the next day, and the night is run."""

from datetime import time as hour
from datetime import timedelta

from encours.books.creditor import queries as creditor_queries
from encours.flows.night.report import NightReport
from encours.flows.night.run import run as run_night
from encours.ground.kernel.clock import InstallationClock, at


class NotADemonstration(RuntimeError):
    """The time of a real installation is never moved."""


def run(clock: InstallationClock) -> list[NightReport]:
    """Moves a demonstration to nine o'clock of the next day and runs the night of each entity."""
    if clock.fixed() is None:
        raise NotADemonstration
    entities = creditor_queries.entities()
    zone = entities[0].time_zone
    clock.fix(at(clock.today(zone) + timedelta(days=1), hour(9), zone))
    return [run_night(entity.id, clock) for entity in entities]
