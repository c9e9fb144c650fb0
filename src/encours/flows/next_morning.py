"""«Lendemain matin»: a demonstration lives on to the next business day's morning, day by day and night by night."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as hour

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.flows import dispatch, meanwhile
from encours.flows.meanwhile import Foreseen, Letter
from encours.flows.night.report import NightReport
from encours.flows.night.run import run as run_night
from encours.flows.nightly import STARTS_AT
from encours.ground.evidence.acts import SYSTEM
from encours.ground.kernel.business_days import is_business_day, next_business_day
from encours.ground.kernel.clock import FixedClock, InstallationClock, at, local_date
from encours.ground.kernel.money import Money

OPENS_AT = hour(9)
BANK_TELLS_AT = hour(18, 30)
"""When the demonstration's bank tells its day: after the last mail, before the night."""


class NotADemonstration(RuntimeError):
    """The time of a real installation is never moved."""


@dataclass(slots=True)
class Morning:
    """A morning that came: its nights, what the bank told of the days before, how many mails came in."""

    on: date
    bank_read_to: date | None = None
    nights: list[NightReport] = field(default_factory=list)
    received: list[Money] = field(default_factory=list)
    letters: int = 0

    @property
    def queued(self) -> int:
        """How many messages the nights prepared."""
        return sum(report.queued for report in self.nights)


def run(clock: InstallationClock) -> Morning:
    """Moves a demonstration to nine o'clock of the next business day and says what happened meanwhile.

    What may leave today leaves first. Then each day its mails come in, on business days the
    demonstration's bank is read, and each night is run, as on a machine that is never off.
    Raises NotADemonstration.
    """
    if clock.fixed() is None:
        raise NotADemonstration
    first = creditor_queries.entities()[0]
    today = clock.today(first.time_zone)
    dispatch.run(clock)
    to = next_business_day(today + timedelta(days=1), first.country, first.region)
    morning, foreseen = Morning(to), meanwhile.foreseen()
    for day in (today + timedelta(days=ahead) for ahead in range((to - today).days)):
        if day > today:
            morning.nights += [_night(entity, day) for entity in creditor_queries.entities()]
        if foreseen is not None:
            _live(morning, foreseen, day)
    clock.fix(at(to, OPENS_AT, first.time_zone))
    morning.nights += [run_night(entity.id, clock) for entity in creditor_queries.entities()]
    return morning


def _night(entity: Entity, day: date) -> NightReport:
    return run_night(entity.id, FixedClock(at(day, STARTS_AT, entity.time_zone)))


def _live(morning: Morning, foreseen: Foreseen, day: date) -> None:
    """One day of the customers, after its night; on a business day the bank tells at its end what came."""
    entity = creditor_queries.entity(foreseen.entity_id)
    zone = entity.time_zone
    letters = [one for one in foreseen.letters if local_date(one.at, zone) == day]
    morning.letters += sum(_noted(entity, letter) for letter in letters)
    if is_business_day(day, entity.country, entity.region):
        act = creditor_queries.act(entity.id, SYSTEM, FixedClock(at(day, BANK_TELLS_AT, zone)))
        told = [transfer for transfer in foreseen.transfers if transfer.received_on == day]
        morning.received += meanwhile.read_the_bank(act, told)
        morning.bank_read_to = day


def _noted(entity: Entity, letter: Letter) -> bool:
    return meanwhile.take_in(creditor_queries.act(entity.id, SYSTEM, FixedClock(letter.at)), letter)
