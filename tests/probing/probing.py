"""The probe: batches of requests, each undone at its end, each drawn from its own seed."""

import logging
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.models import CreditorEntity, TeamMember, User
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import Contact, Customer, Invoice
from encours.ground.kernel.clock import InstallationClock
from tests import factories
from tests.probing.aiming import Aim, Target, numbers_of
from tests.probing.asking import Answer, Application, Request
from tests.probing.houses import FIRST, SECOND, House, a_full_house
from tests.probing.judging import Case, heads_of_journal, problems, refusals_only
from tests.probing.pages import Offered, look_around
from tests.probing.people import (
    Person,
    outsiders,
    people_between,
    people_of,
    standing,
    strangers,
    with_session,
)
from tests.probing.rows import crossings, fingerprint, kinds_by_table, owned_kinds, way_to_owner

BATCH = 100
_MOST_FAULTS = 200
_CANARY = re.compile(rf"(?:{FIRST.word}|{SECOND.word})\d*")
_UNDO = re.compile(r"/annuler/([0-9a-f]{12})")


@dataclass
class World:
    """Two companies, everybody who may knock, and what each company holds before anybody does."""

    targets: tuple[Target, Target]
    people: tuple[list[Person], list[Person]]
    outside: list[Person]
    between: list[Person]
    at: datetime
    before: list[dict[str, int]] = field(default_factory=list)

    @property
    def houses(self) -> tuple[House, House]:
        return self.targets[0].house, self.targets[1].house


@dataclass
class Tally:
    """How many requests of which outcome, and what was found."""

    asked: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


class Prober:
    """Asks, judges, and undoes."""

    def __init__(self, world: World, *, seed: int) -> None:
        self.world, self.seed, self.tally = world, seed, Tally()
        self.application = Application()
        secrets = {secret for house in world.houses for secret in house.secrets}
        self.secrets = re.compile(
            b"|".join([*map(re.escape, sorted(secrets)), rb"argon2\$", rb"md5\$", rb"pbkdf2_"])
        )

    def run(self, probes: int) -> Tally:
        """So many requests, in batches that nothing survives."""
        began = time.process_time()
        logs = _Logs()
        with logs:
            for number in range(-(-probes // BATCH)):
                self._batch(
                    random.Random(f"{self.seed}/{number}"), number, min(BATCH, probes - number * BATCH)
                )
                for line in logs.taken():
                    if self.secrets.search(line.encode("utf-8", "replace")):
                        self._fault("a secret in the log", line[:80])
                if len(self.tally.faults) >= _MOST_FAULTS:
                    break
        self.application.close()
        self.tally.seconds = time.process_time() - began
        return self.tally

    def _batch(self, chance: random.Random, number: int, size: int) -> None:
        side = number % 2
        is_between = number % 5 == 4
        is_deep = number % 5 in {1, 2}
        with undone():
            batch = _Batch(self, chance, side, is_between=is_between, is_deep=is_deep)
            for place in range(size):
                batch.one(f"seed {self.seed} batch {number} request {place}")
            batch.end(f"seed {self.seed} batch {number}")

    def _fault(self, what: str, where: str) -> None:
        self.tally.faults.setdefault(what, where)


class _Batch:
    def __init__(
        self, prober: Prober, chance: random.Random, side: int, *, is_between: bool, is_deep: bool
    ) -> None:
        self.prober, self.chance, self.side, self.is_between = prober, chance, side, is_between
        world = prober.world
        own, self.other = world.targets[side], world.targets[1 - side]
        self.house = own.house
        self.aim = Aim(chance, own, self.other, is_deep=is_deep)
        inside = [person for person in world.people[side] if person.house is not None]
        self.people = [*world.between] if is_between else [*world.people[side], *world.outside]
        # Who may do something comes oftener than who may not.
        if is_deep and inside:
            self.people = inside[:2]
        self.often = [3 if p in inside[:2] else 2 if p in inside else 1 for p in self.people]
        self.said: set[str] = set()
        if chance.random() < 0.1 and not is_between:
            CreditorEntity.objects.filter(pk=own.house.entity.pk).update(requires_second_factor=True)

    def one(self, where: str) -> None:
        """One request of somebody, judged; in a batch of people of both companies undone at once."""
        if self.is_between:
            with undone():
                self._one(where)
            return
        if self.chance.random() < 0.015:
            self._something_happens()
        self._one(where)

    def _one(self, where: str) -> None:
        prober = self.prober
        place = self.chance.choices(range(len(self.people)), self.often)[0]
        person = self.people[place]
        request = replace(self.aim.request(), session=person.session)
        self.said |= self._told_by(request.text())
        before = standing(person)
        heads = heads_of_journal()
        answer = prober.application.ask(request)
        prober.tally.asked += 1
        prober.tally.outcomes[f"{request.method} {answer.status}"] += 1
        case = Case(person, before, request, answer, prober.world.houses, heads, frozenset(self.said))
        for problem in [*problems(case, prober.secrets), *self._crossed(case)]:
            trace = _trace(answer.broke)
            prober._fault(
                f"{request.page or request.path[:40]!r}: {problem} {trace}",
                f"{where}: {person.name} {request}"[:3000],
            )
        self.aim.kept += (
            _UNDO.findall(answer.content.decode(errors="replace")) if answer.status == 200 else []
        )
        if not self.is_between and (key := answer.session()) is not None:
            self.people[place] = with_session(person, key)

    def _told_by(self, text: str) -> set[str]:
        houses = self.prober.world.houses
        figures = {
            f"figures of {h.marks.word}" for h in houses if h.marks.figures.search(text.upper().encode())
        }
        return figures | set(_CANARY.findall(text))

    def _crossed(self, case: Case) -> Iterator[str]:
        """What was written is held against the other company at once; so the request that did it is known."""
        kinds = [kinds_by_table()[table] for table in sorted(case.answer.wrote) if table in kinds_by_table()]
        if not kinds:
            return
        here = case.standing.entity_id
        if case.standing.role and here not in {house.entity.pk for house in self.prober.world.houses}:
            kinds = [
                kind for kind in kinds if way_to_owner(kind)[1] != "user"
            ]  # at a company founded just now
        sides = [i for i, house in enumerate(self.prober.world.houses) if house.entity.pk != here]
        is_outside = case.standing.role is None
        for side in sides:
            # What others of the batch changed in their own company is theirs to change.
            if side == self.side and not self.is_between:
                continue
            yield from (
                f"changed in another company: {name}"
                for name in self._changed(side, kinds, at_door=is_outside)
            )
        if here is not None and not is_outside:
            user_ids = next((h.user_ids for h in self.prober.world.houses if h.entity.pk == here), [])
            yield from (f"points abroad: {name}" for name in crossings(kinds, here, user_ids))
            if case.answer.status in {403, 404, 405, 400} and not refusals_only(
                here, case.heads.get(f"entity:{here}", 0)
            ):
                yield f"status {case.answer.status} and yet something in the journal"

    def _changed(self, side: int, kinds: list[type], *, at_door: bool = False) -> list[str]:
        house = self.prober.world.houses[side]
        now = fingerprint(kinds, house.entity.pk, house.user_ids)
        door = {"creditor.DoorRecord", "creditor.OpenSession", "creditor.ResetMail"} if at_door else set()
        return [
            name
            for name, mark in now.items()
            if mark != self.prober.world.before[side][name] and name not in door
        ]

    def end(self, where: str) -> None:
        """The whole of the other company, once more."""
        sides = (0, 1) if self.is_between else (1 - self.side,)
        for side in sides:
            for name in self._changed(side, list(owned_kinds()), at_door=True):
                self.prober._fault(f"changed in another company by the end of a batch: {name}", where)

    def _something_happens(self) -> None:
        """Somebody is given another role, removed, locked out; sessions end; a second factor is wanted."""
        house, chance = self.house, self.chance
        if not house.members:
            return
        mover, leaver = house.others["mover"], house.others["leaver"]
        happening = chance.randrange(5)
        if happening == 0:
            TeamMember.objects.filter(pk=mover.pk).update(role=chance.choice(list(Role)).value)
        elif happening == 1:
            TeamMember.objects.filter(pk=leaver.pk).update(left_on=factories.TODAY)
        elif happening == 2:
            User.objects.filter(pk=leaver.user_id).update(is_active=False)
        elif happening == 3:
            creditor_actions.end_all_sessions(mover.user_id or 0)
        else:
            CreditorEntity.objects.filter(pk=house.entity.pk).update(
                requires_second_factor=chance.random() < 0.5
            )


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside never was."""
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


class _Logs(logging.Handler):
    """What the application writes into its log, kept for a moment."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))

    def taken(self) -> list[str]:
        taken, self._lines = self._lines, []
        return taken

    def __enter__(self) -> None:
        root = logging.getLogger()
        self._before, root.handlers = root.handlers, [self]

    def __exit__(self, *_: object) -> None:
        logging.getLogger().handlers = self._before


def _trace(problem: BaseException | None) -> str:
    """Where in our own code something broke."""
    places, trace = [], problem.__traceback__ if problem else None
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/encours/" in code.co_filename:
            places.append(f"{code.co_filename.rpartition('/encours/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-3:])


def a_world(clock: InstallationClock, *, look: int, each: int = 1) -> World:
    """Both companies, with what so many of their pages offer, seen as their owners see them.

    each 1: the second company's pages have the forms of the first's, and are not opened.
    """
    at = clock.now()
    houses = (a_full_house(FIRST, at), a_full_house(SECOND, at))
    between, outside = people_between(*houses), outsiders()
    people = (people_of(houses[0]), people_of(houses[1]))
    seen = _look(people[0][0], look, each)
    alike = Offered(forms=seen.forms, asked=seen.asked) if each == 1 else _look(people[1][0], look, each)
    targets = (_target(houses[0], seen), _target(houses[1], alike))
    world = World(targets, people, outside, between, at)
    world.before = [fingerprint(owned_kinds(), h.entity.pk, h.user_ids) for h in houses]
    return world


def an_empty_world(clock: InstallationClock) -> World:
    """An installation that nobody has set up yet: no company, no account."""
    houses = [House(marks, CreditorEntity(pk=0), {}) for marks in (FIRST, SECOND)]
    targets = tuple(Target(house, Offered(), numbers_of(house)) for house in houses)
    world = World(targets, ([], []), strangers(), strangers(), clock.now())  # type: ignore[arg-type]
    world.before = [fingerprint(owned_kinds(), 0, ()) for _house in houses]
    return world


def _target(house: House, offered: Offered) -> Target:
    names = list(Customer.objects.filter(entity=house.entity).values_list("name", flat=True))
    numbers = list(Invoice.objects.filter(entity=house.entity).values_list("number", flat=True))
    emails = list(Contact.objects.filter(customer__entity=house.entity).values_list("email", flat=True))
    return Target(house, offered, numbers_of(house), [*names, *numbers, *emails, house.marks.iban], names)


def _look(owner: Person, most: int, each: int) -> Offered:
    application = Application()

    def read(address: str) -> str:
        path, _mark, query = address.partition("?")
        answer: Answer = application.ask(Request("GET", path.encode(), query=query, session=owner.session))
        assert answer.broke is None, (address, answer.broke)
        is_page = "html" in answer.headers.get("Content-Type", "")
        return answer.content.decode(errors="replace") if is_page else ""

    offered = look_around(read, most=most, each=each)
    application.close()
    return offered
