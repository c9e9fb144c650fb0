"""The night of an entity: promises judged, cases opened, each one reviewed, messages prepared, the list made."""

import os
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from datetime import time as hour
from functools import partial
from itertools import chain

from django.db import DatabaseError, transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows import promises
from encours.flows.closing import giving_up
from encours.flows.disputes.resuming import let_time_pass
from encours.flows.night.ahead import Ahead, Step, crew_for
from encours.flows.night.opening import late_pairs, open_for
from encours.flows.night.pre_due import soon_due
from encours.flows.night.report import NightReport
from encours.flows.night.scope import Part, Scope, scope_of
from encours.flows.night.works import PAYERS, REVIEWS, WORDS
from encours.flows.review.gathered import House, Pair, house_at_hand
from encours.flows.review.payers import to_read
from encours.flows.review.portfolio import house_figures
from encours.flows.review.refresh import owed_pairs
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.clock import Clock, FixedClock, at, technical_now
from encours.ground.plumbing.memory import rare_collections
from encours.method.cases import queries as cases_queries
from encours.method.insight import actions as insight_actions
from encours.method.outreach.queries.texts import library_of
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.actions import NightHold
from encours.method.strategy.procedures import event_levels

CHUNK = 600
"""Customers at once: what is asked of the database is asked once for all of them."""
_FEWEST, _PARTS = 250, 3
"""Fewer at first, so that whoever writes can begin; and towards the end, a third of what is left, so that several
processes are done at the same time."""


def run(
    entity_id: int,
    clock: Clock,
    *,
    as_of: date | None = None,
    dry_run: bool = False,
    tells: bool = True,
) -> NightReport:
    """Runs the night of a day (today by default) and says what was done.

    dry_run: the very same run, taken back at the end. tells: the report names each customer.
    """
    if as_of is not None:
        clock = _clock_of(entity_id, as_of, clock)
    with rare_collections():
        if not dry_run:
            return _run(entity_id, clock, tells=tells)
        with transaction.atomic():
            report = _run(entity_id, clock)
            transaction.set_rollback(True)
    return report


def preview(entity_id: int, clock: Clock, *, as_of: date, part: Part) -> NightReport:
    """What the night of a day would do for some customers if the bank were read in the morning: nothing stays."""
    with transaction.atomic():
        report = _run(entity_id, _clock_of(entity_id, as_of, clock), part=part)
        transaction.set_rollback(True)
    return report


def run_if_due(entity_id: int, clock: Clock) -> NightReport | None:
    """Runs the night of today, unless it was run to its end or another process is at it: then None."""
    act = creditor_queries.act(entity_id, SYSTEM, clock)
    hold = strategy_actions.begin_due_night(
        act, on=act.today, lease=_new_lease(), technical_now=technical_now()
    )
    if hold is None:
        return None
    with rare_collections():
        return _go_on(act, clock, hold, tells=False)


def _run(entity_id: int, clock: Clock, *, part: Part | None = None, tells: bool = True) -> NightReport:
    act = creditor_queries.act(entity_id, SYSTEM, clock)
    hold = strategy_actions.begin_night(act, on=act.today, lease=_new_lease(), technical_now=technical_now())
    return _go_on(act, clock, hold, part=part, tells=tells)


def _new_lease() -> str:
    return f"{os.getpid()}:{uuid.uuid4().hex[:12]}"


def _go_on(act: Act, clock: Clock, hold: NightHold, *, part: Part | None = None, tells: bool) -> NightReport:
    started = time.monotonic()
    report = NightReport(act.entity_id, act.today)
    report.go_on_from(hold.counts)
    try:
        if _done(_Asked(act, clock, part, tells), hold, report):
            versions = _versions(act.entity_id)
            strategy_actions.end_night(act, hold=hold, counts=report.counts(), versions=versions)
    except BaseException:
        with suppress(DatabaseError):
            strategy_actions.leave_night(hold)
        raise
    report.seconds = round(time.monotonic() - started, 3)
    return report


@dataclass(frozen=True, slots=True)
class _Night:
    """What every part of a night is told."""

    act: Act
    house: House
    report: NightReport
    scope: Scope
    changed: Sequence[int]
    late: list[Pair]
    due: list[Pair]
    reads_payers: bool
    ahead: Ahead


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which night is asked for: all of it or a part, and whether its report names each customer."""

    act: Act
    clock: Clock
    part: Part | None
    tells: bool


def _done(asked: _Asked, hold: NightHold, report: NightReport) -> bool:
    """Does the night step by step; False when another process has begun it again meanwhile."""
    act, clock, part = asked.act, asked.clock, asked.part
    changed = sorted({*giving_up.recover_all(act), *promises.judge(act), *let_time_pass(act)})
    with crew_for(lambda: len(_due(act, changed))) as crew:
        house, scope = house_at_hand(act.entity_id, act.today, clock), Scope()
        ahead = Ahead(act, house, crew, tells=asked.tells)
        keep_figures = ahead.counting() if part is None else None
        late, due = late_pairs(house), _due(act, changed)
        if keep_figures is not None:
            keep_figures()
        if part is not None:
            house = replace(house, cash_known_to=act.today)
            scope = scope_of(part, late, due, soon_due(act.entity_id, house.today))
            report.after, report.left = scope.until, scope.left
        ahead.house = house = replace(house, figures=house_figures(house.entity, act.today))
        reads_payers = part is None and not hold.is_again
        night = _Night(act, house, report, scope, changed, late, due, reads_payers, ahead)
        return _all_done(
            hold, report, chain(_openings(night), _reviews(night), _words(night), _payers(night))
        )


def _all_done(hold: NightHold, report: NightReport, steps: Iterable[Step]) -> bool:
    for step in steps:
        with transaction.atomic():
            if not strategy_actions.still_at_night(hold):
                return False
            step()
            strategy_actions.note_progress(hold, counts=report.counts(), technical_now=technical_now())
    return True


def _openings(night: _Night) -> Iterator[Step]:
    for chunk in _chunks(night.scope.of(night.late)):

        def step(pairs: list[Pair] = chunk) -> None:
            with night.ahead.own(customer for customer, _ in pairs):
                night.report.opened += open_for(night.act, night.house, pairs)

        yield step


def _reviews(night: _Night) -> Iterator[Step]:
    due = night.scope.of(_due(night.act, night.changed))
    yield from night.ahead.steps(REVIEWS, _chunks(due), night.report, then=partial(_begin_payers, night))


def _begin_payers(night: _Night) -> None:
    """While the last reviews are decided and written, other processes read the payers: these are other customers."""
    if night.reads_payers:
        night.ahead.begin(PAYERS, _chunks(_to_be_read(night), fewest=CHUNK))


def _words(night: _Night) -> Iterator[Step]:
    yield partial(insight_actions.let_labels_lapse, night.act, limits=night.house.thresholds.payer)
    soon = night.scope.of(soon_due(night.act.entity_id, night.house.today))
    yield from night.ahead.steps(WORDS, _chunks(soon), night.report)


def _payers(night: _Night) -> Iterator[Step]:
    """What kind of payer everybody is, also those with nothing due: some hundreds a night."""
    if not night.reads_payers:
        return
    yield from night.ahead.steps(PAYERS, (), night.report)
    yield partial(insight_actions.count_quarter, night.act)


def _to_be_read(night: _Night) -> list[Pair]:
    """Who is read beside those whose case is looked at."""
    besides = {customer for customer, _ in chain(night.late, night.due)}
    customers = to_read(night.act.entity_id, night.act.today, besides=besides)
    return [(customer, night.house.entity.currency) for customer in customers]


def _clock_of(entity_id: int, as_of: date, clock: Clock) -> Clock:
    """The clock of a day: the real instant when it is today, else the early morning."""
    entity = creditor_queries.entity(entity_id)
    if clock.today(entity.time_zone) == as_of:
        return clock
    return FixedClock(at(as_of, hour(2, 30), entity.time_zone))


def _due(act: Act, changed: Sequence[int]) -> list[Pair]:
    """Cases due for review, those whose promises changed, and customers to whom we owe something."""
    found = set(strategy_queries.cases_to_review(act.entity_id, act.today))
    found |= set(owed_pairs(act.entity_id))
    moved = cases_queries.open_cases_of(changed)
    found |= {(case.customer_id, case.currency) for cases in moved.values() for case in cases}
    return sorted(found)


def _chunks(pairs: Sequence[Pair], *, fewest: int = _FEWEST) -> Iterator[list[Pair]]:
    """The currencies of one customer stay together: each is decided with what is planned in the others."""
    chunk: list[Pair] = []
    size, last = _size(0, len(pairs), fewest=fewest), 0
    for place, pair in enumerate(pairs):
        if len(chunk) >= size and pair[0] != last:
            yield chunk
            chunk, size = [], _size(place, len(pairs) - place, fewest=fewest)
        chunk.append(pair)
        last = pair[0]
    if chunk:
        yield chunk


def _size(done: int, left: int, *, fewest: int) -> int:
    return min(CHUNK, max(fewest, min(done, left // _PARTS)))


def _versions(entity_id: int) -> dict[str, int]:
    own = library_of(entity_id).own
    texts = {f"text:{name}/{language}/{form.value}": t.version for (name, language, form), t in own.items()}
    return strategy_queries.ladders_of(entity_id).versions() | {"events": event_levels().version} | texts
