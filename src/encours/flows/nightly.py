"""The nights that are due: each entity once a day, at the first chance after half past two."""

from datetime import time, timedelta

from encours.books.creditor import queries as creditor_queries
from encours.flows.calling import voices
from encours.flows.night.report import NightReport
from encours.flows.night.run import preview, run_if_due
from encours.flows.night.scope import Part
from encours.flows.while_unchanged import while_unchanged
from encours.ground.kernel.clock import Clock, at, technical_now
from encours.ground.plumbing.asked_once import asking_once
from encours.method.strategy import queries as strategy_queries

STARTS_AT = time(2, 30)


def run_due(clock: Clock) -> int:
    """Runs the night of each entity whose night of today was not run (ruling 10: also when it was missed).

    A night that another worker is at is left to it.
    """
    done = 0
    for entity in creditor_queries.entities():
        today = clock.today(entity.time_zone)
        if clock.now() < at(today, STARTS_AT, entity.time_zone):
            continue
        if strategy_queries.night_is_done(entity.id, today) or strategy_queries.night_is_running(
            entity.id, today, technical_now=technical_now()
        ):
            continue
        if run_if_due(entity.id, clock) is not None:
            voices.let_go(entity.id, clock)
            done += 1
    return done


def tomorrow_of(entity_id: int, clock: Clock, *, after: int = 0) -> NightReport:
    """What the next night would do for the next hundred customers if the bank were read in the morning.

    Nothing is changed, and the answer stands until something happens. `after`: the last customer of the part
    before.
    """
    today = clock.today(creditor_queries.entity(entity_id).time_zone)

    def look_ahead() -> NightReport:
        with asking_once(is_reading=False):
            return preview(entity_id, clock, as_of=today + timedelta(days=1), part=Part(after))

    return while_unchanged(entity_id, f"tomorrow {after}", today, look_ahead)
