"""Reads `applies.toml`: which facts, tables and steps answer which question for which debtor."""

from decimal import Decimal
from typing import TypedDict

from encours.ground.law.entries import Entry
from encours.ground.law.facts import Debtor
from encours.ground.law.regimes import (
    AfterJudgment,
    AllocationRegime,
    CompensationRegime,
    CountsFrom,
    Effect,
    EventRegime,
    InterestRegime,
    LimitationRegime,
    Part,
    Starts,
    Step,
)
from encours.ground.law.spans import Span


class Regimes(TypedDict):
    """The regimes of one pack."""

    interest: tuple[InterestRegime, ...]
    compensation: tuple[CompensationRegime, ...]
    allocation: AllocationRegime
    limitation: tuple[LimitationRegime, ...]
    events: tuple[EventRegime, ...]
    last_day_moves: tuple[str, ...] | None


def read_regimes(told: Entry) -> Regimes:
    """Everything `applies.toml` holds. Raises PackError."""
    allocation, moves = told.inner("allocation"), told.inner("limitation_days")
    if allocation is None:
        raise told.fail("[allocation] is missing")
    order = allocation.many_of("order", Part)
    if set(order) != set(Part):
        raise allocation.fail("order must name interest, compensation and principal")
    return Regimes(
        interest=tuple(map(_interest, told.rows("interest"))),
        compensation=tuple(map(_compensation, told.rows("compensation"))),
        allocation=AllocationRegime(order, allocation.texts("facts")),
        limitation=tuple(map(_limitation, told.rows("limitation"))),
        events=tuple(map(_event, told.rows("event"))),
        last_day_moves=moves.texts("facts") if moves and moves.flag("extends") else None,
    )


def _debtors(told: Entry) -> frozenset[Debtor]:
    return frozenset(told.many_of("debtors", Debtor))


def _period(told: Entry) -> Span:
    found = told.span("period")
    if found is None:
        raise told.fail("period is missing")
    return found


def _interest(told: Entry) -> InterestRegime:
    return InterestRegime(
        debtors=_debtors(told),
        starts=told.one_of("starts", Starts),
        day_count=told.text("day_count"),
        facts=told.texts("facts"),
        table=told.text("table", ""),
        floor=told.text("floor", ""),
        ceiling=told.text("ceiling", ""),
        is_locked=told.flag("locked", default=False),
        waits=told.span("waits") or Span(),
        is_nothing_without_clause=told.text("without_clause", "") == "nothing",
        clause_facts=told.texts("clause_facts"),
        is_clause_checked=told.flag("clause_is_checked", default=False),
        yearly_rate_needed=told.text("yearly_rate_needed", ""),
        judgment=_judgment(told.inner("judgment")),
    )


def _judgment(told: Entry | None) -> AfterJudgment | None:
    if told is None:
        return None
    after = told.span("raised_after")
    if after is None:
        raise told.fail("raised_after is missing")
    return AfterJudgment(told.text("table"), told.text("raised"), after, told.texts("facts"))


def _compensation(told: Entry) -> CompensationRegime:
    return CompensationRegime(
        debtors=_debtors(told),
        unit=told.text("unit"),
        steps=tuple(map(_step, told.rows("steps"))),
        facts=told.texts("facts"),
        is_per_claim=told.text("per", "invoice") == "claim",
        after_notice=told.span("after_notice"),
        needs_clause=told.flag("needs_clause", default=False),
    )


def _step(told: Entry) -> Step:
    return Step(
        fixed=told.number("fixed"),
        below=told.maybe_number("below"),
        up_to=told.maybe_number("up_to"),
        percent=told.maybe_number("percent") or Decimal(),
        over=told.maybe_number("over") or Decimal(),
        most=told.maybe_number("most"),
    )


def _limitation(told: Entry) -> LimitationRegime:
    if not (starts := told.texts("starts")):
        raise told.fail("starts is missing")
    return LimitationRegime(
        debtors=_debtors(told),
        sectors=told.texts("sectors"),
        period=_period(told),
        starts=starts,
        facts=told.texts("facts"),
        counts_from=told.one_of("counts_from", CountsFrom, CountsFrom.DAY),
        regions=told.texts("regions"),
        is_when_unsaid=told.flag("when_unsaid", default=False),
    )


def _event(told: Entry) -> EventRegime:
    return EventRegime(
        kinds=frozenset(told.texts("kinds")),
        effect=told.one_of("effect", Effect),
        facts=told.texts("facts"),
        sectors=told.texts("sectors"),
        period=told.span("period"),
        at_least=told.span("at_least"),
        is_on_evidence=told.flag("on_evidence", default=False),
    )
