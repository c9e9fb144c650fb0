"""The night decides ahead in other processes what it then writes itself, in order, as if it had done all alone."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import connection, transaction

from encours.books.creditor.queries import Entity
from encours.flows.night.halving import by_halves
from encours.flows.night.overtaken import Overtaken
from encours.flows.night.report import NightReport
from encours.flows.night.works import DECIDED_BY, Work
from encours.flows.review.gathered import House, Pair
from encours.flows.review.portfolio import are_to_be_counted, keep_counted, sold_in_a_year, usual_invoice
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.plumbing.crew import Crew, available_processors

FEWEST_CASES = 2000
"""Cases due from which on processes are started: below, the night is over before they would be of use."""
MOST_PROCESSES = 2
"""Unless somebody sets more: two decide as fast as one can write, and each takes 120 MB."""
PATIENCE_SECONDS = 30.0
_AHEAD, _BEGUN = 2, 4
"""Chunks that each process may have decided before they are written, next and later: what bounds the memory."""
_ATTEMPTS = 3
_IN_VAIN = 8
"""Plans that may be overtaken beyond those that held: one change takes as many with it as are on their way."""
Plan = TypeVar("Plan")
Answers = Iterator[tuple["Question", tuple[int, Any] | None]]
Step = Callable[[], object]
"""A part of the night that is done in one transaction."""


@dataclass(frozen=True, slots=True)
class Question:
    """What another process is to decide. `after`: how much this night had written when it was asked."""

    work: str
    pairs: list[Pair]
    after: int


@dataclass(frozen=True, slots=True)
class Told:
    """What another process decided; `number` was the last entry of the journal when it began to read."""

    question: Question
    number: int
    plan: Any


@dataclass(frozen=True, slots=True)
class _Own:
    """What a step of this night wrote: so many entries after a number, about customers."""

    after: int
    entries: int
    customers: frozenset[int]


_COUNTED_BY: dict[str, Callable[[Entity, date], Any]] = {"sold": sold_in_a_year, "usual": usual_invoice}
"""What is counted of the whole portfolio, for which each takes some tenths of a second of a million invoices."""


def decide(known: tuple[Act, House, bool], question: Question) -> tuple[int, object]:
    """Runs in the other process, in one snapshot: the journal's last number comes first."""
    act, house, tells = known
    number = evidence_queries.last_number(act.chain)
    if question.work in _COUNTED_BY:
        return number, _COUNTED_BY[question.work](house.entity, act.today)
    return number, DECIDED_BY[question.work](act, house, question.pairs, tells=tells)


def crew_for(cases: Callable[[], int]) -> AbstractContextManager[Crew | None]:
    """The processes for a night of so many cases; None where it is better done, or can only be done, in one.

    cases: asked where it matters. What is not committed yet (a night that will be taken back) nobody else can see.
    """
    size = settings.ENCOURS_NIGHT_PROCESSES or min(available_processors(), MOST_PROCESSES)
    if size < 2 or connection.in_atomic_block or cases() < FEWEST_CASES:
        return nullcontext()
    patience = max(1.0, min(PATIENCE_SECONDS, settings.ENCOURS_LEASE_SECONDS / 2))
    return Crew(size, task=f"{__name__}:{decide.__name__}", patience_seconds=patience)


class Ahead:
    """Decides and writes the chunks of one night, with a crew or without."""

    def __init__(self, act: Act, house: House, crew: Crew | None, *, tells: bool = True) -> None:
        """house: may be put in place of another until something is decided. tells: the report names each customer."""
        self._act, self.house, self._crew, self._tells = act, house, crew, tells
        self._own: list[_Own] = []
        self._begun: dict[str, tuple[Iterator[list[Pair]], Answers]] = {}
        self._held = self._overtaken = 0

    def counting(self) -> Callable[[], None]:
        """Begins to count the figures of the day, where that is to be; what it returns awaits and keeps them."""
        act, entity = self._act, self.house.entity
        if not are_to_be_counted(entity, act.today):
            return lambda: None
        questions = [Question(name, [], 0) for name in _COUNTED_BY]
        answers = cast(Answers, ((question, None) for question in questions))
        if self._crew is not None:
            answers = self._crew.answers((act, self.house, self._tells), questions)

        def keep() -> None:
            counted = [
                answer[1] if answer else _COUNTED_BY[question.work](entity, act.today)
                for question, answer in answers
            ]
            keep_counted(act, *counted)

        return keep

    def begin(self, work: Work[Plan], chunks: Iterable[list[Pair]], *, ahead: int = _BEGUN) -> None:
        """Lets others decide a work that is written later: so many chunks each, at once."""
        rest, answers = iter(chunks), cast(Answers, iter(()))
        if self._crew is not None:
            known = (self._act, self.house, self._tells)
            answers = self._crew.answers(known, self._questions(work, rest), ahead=ahead)
        self._begun[work.name] = rest, answers

    def steps(
        self,
        work: Work[Plan],
        chunks: Iterable[list[Pair]],
        report: NightReport,
        *,
        then: Callable[[], None] | None = None,
    ) -> Iterator[Step]:
        """One step for each chunk; what another process decided of it is awaited before the step begins.

        A work that was begun goes on where it is: its chunks are those that were told then.
        then: what is to be begun as soon as the last chunk is asked about.
        """
        if work.name not in self._begun:
            self.begin(work, chain(chunks, _after(then)), ahead=_AHEAD)
        rest, answers = self._begun.pop(work.name)
        for question, answer in answers:
            told = Told(question, *answer) if answer else None
            yield partial(by_halves, self._act, question.pairs, report, partial(self._do, work, told))
        for pairs in rest:
            yield partial(by_halves, self._act, pairs, report, partial(self._do, work, None))

    def _questions(self, work: Work[Plan], chunks: Iterator[list[Pair]]) -> Iterator[Question]:
        """One for each chunk, until too many plans were overtaken: whoever decides in vain takes our processor."""
        while self._overtaken <= self._held + _IN_VAIN:
            pairs = next(chunks, None)
            if pairs is None:
                return
            yield Question(work.name, pairs, len(self._own))

    def _do(self, work: Work[Plan], told: Told | None, pairs: list[Pair], part: NightReport) -> None:
        if told is not None and told.question.pairs == pairs:
            try:
                self._write(work, told.plan, pairs, part, told=told)
                self._held += 1
                return
            except Overtaken:
                self._overtaken += 1
        for attempt in range(_ATTEMPTS):
            plan = work.decide(self._act, self.house, pairs, tells=self._tells)
            try:
                self._write(work, plan, pairs, part)
                return
            except Overtaken:
                if attempt == _ATTEMPTS - 1:
                    raise

    def _write(
        self, work: Work[Plan], plan: Plan, pairs: list[Pair], part: NightReport, *, told: Told | None = None
    ) -> None:
        touched = work.touches(plan) if work.touches else (customer for customer, _ in pairs)
        with transaction.atomic(), self.own(touched) as before:
            if told is not None and not self._holds(told, before):
                raise Overtaken
            work.write(self._act, plan, part)

    @contextmanager
    def own(self, customers: Iterable[int]) -> Iterator[int]:
        """Inside a transaction: which entries of the journal are this night's own, and about which customers.

        Meanwhile nobody else writes any.
        """
        if self._crew is None:
            yield 0
            return
        before = evidence_actions.hold(self._act.chain)
        yield before
        entries = evidence_queries.last_number(self._act.chain) - before
        own = _Own(before, entries, frozenset(customers))
        transaction.on_commit(partial(self._own.append, own))

    def _holds(self, told: Told, now: int) -> bool:
        """Whether all is as it was read: nobody else wrote, nor this night about these customers."""
        own = sum(part.entries for part in self._own if part.after >= told.number)
        customers = {customer for customer, _ in told.question.pairs}
        meanwhile = self._own[told.question.after :]
        return now - told.number == own and all(part.customers.isdisjoint(customers) for part in meanwhile)


def _after(then: Callable[[], None] | None) -> Iterator[list[Pair]]:
    """Nothing more; but something is done when it is asked for."""
    if then is not None:
        then()
    yield from ()
