"""Decides who comes first in the day's list: the score, its reasons, the rules above it (method 2b)."""

from decimal import Decimal
from operator import itemgetter
from typing import assert_never

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.reason import N_, Reason
from encours.method.insight.rules import priority_parts as parts_of
from encours.method.insight.rules.customer_size import is_first_large, is_key, is_small_for_key
from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.priority_facts import (
    BROKEN,
    GATE_LABELS,
    SECTION_LABELS,
    WE_OWE,
    Event,
    EventKind,
    Gate,
    GateKind,
    Override,
    Part,
    PartCode,
    PriorityFacts,
    Section,
    Work,
    kept_rate,
)
from encours.method.insight.rules.thresholds import DEFAULT_THRESHOLDS, Thresholds

__all__ = [
    "SECTION_LABELS",
    "Event",
    "EventKind",
    "Gate",
    "GateKind",
    "Override",
    "Part",
    "PartCode",
    "Priority",
    "PriorityFacts",
    "Section",
    "Thresholds",
    "Work",
    "is_first_large",
    "is_key",
    "is_small_for_key",
    "kept_rate",
    "prioritise",
]

_MOST = 100
_MOST_TENTHS = _MOST * 10
_TENTHS = tuple(Decimal(tenths).scaleb(-1) for tenths in range(_MOST * 10 + 1))
_A_POINT = 10
_CODES = tuple(PartCode)


@quick_dataclass(frozen=True, slots=True)
class Priority:
    """The score from 0 to 100, to one decimal, with everything that led to it.

    `raw` is the sum before the overrides; `counted` holds the eight parts before rounding, in the order
    of PartCode, nothing behind a gate. `weight` is the part A, by which ties are settled.
    """

    value: Decimal
    raw: Decimal
    counted: tuple[parts_of.Counted, ...]
    overrides: tuple[Override, ...]
    section: Section
    planned_minutes: int
    gates: tuple[Gate, ...]
    weight: float
    reason: Reason

    @property
    def parts(self) -> tuple[Part, ...]:
        """The eight parts to one decimal, each with its reason; built when asked for."""
        return tuple(
            [
                Part(code, _tenths(points), why)
                for code, (points, why) in zip(_CODES, self.counted, strict=False)
            ]
        )

    @property
    def no_phone(self) -> bool:
        """A key customer with a small invoice is written to, never called (O1)."""
        return Override.KEY_SMALL in self.overrides

    @property
    def why(self) -> tuple[Reason, ...]:
        """The reasons worth at least a point, the weightiest first; behind a gate, the gates."""
        gated = [gate_reason(gate) for gate in self.gates]
        told = [(tenths, why) for points, why in self.counted if (tenths := _in_tenths(points)) >= _A_POINT]
        told.sort(key=itemgetter(0), reverse=True)
        return tuple(dict.fromkeys((self.reason, *gated, *[why for _tenths, why in told])))


def prioritise(facts: PriorityFacts, limits: Thresholds = DEFAULT_THRESHOLDS) -> Priority:
    """How urgent a customer is today, and why. Source: method 2b; ruling 14."""
    gates = _gates(facts)
    we_owe = next((e for e in facts.events if e.kind in WE_OWE), None)
    if gates:
        return _behind(gates, we_owe, facts, limits)
    counted = (
        parts_of.amount(facts, limits),
        parts_of.age(facts, limits),
        parts_of.event(facts, limits),
        parts_of.history(facts, limits),
        parts_of.moved(facts, limits),
        parts_of.risk(facts, limits),
        parts_of.relationship(facts, limits),
        parts_of.cost(facts, limits),
    )
    # The sum is rounded once: rounding its parts first would move it by up to 0.4.
    raw = _tenths(sum([points for points, _why in counted[:-1]]) - counted[-1][0])
    overrides = _overrides(facts, we_owe, limits)
    value = _decided(raw, overrides, limits)
    section = _section(value, overrides, limits)
    return Priority(
        value=value,
        raw=raw,
        counted=counted,
        overrides=overrides,
        section=section,
        planned_minutes=_minutes(facts, section, overrides, limits),
        gates=(),
        weight=counted[0][0],
        reason=_headline(facts, overrides, counted),
    )


def gate_reason(gate: Gate) -> Reason:
    """Why nobody is contacted, and until when."""
    because = gate.because or Reason(GATE_LABELS[gate.kind])
    if gate.until_on is None:
        return because
    return Reason(N_("{because}, jusqu'au {until}"), because=because, until=gate.until_on)


def _behind(
    gates: tuple[Gate, ...], we_owe: Event | None, facts: PriorityFacts, limits: Thresholds
) -> Priority:
    """Nobody asks for money behind a gate; what we owe stays listed (O4)."""
    overrides = (Override.GATE,) if we_owe is None else (Override.GATE, Override.WE_OWE)
    section = Section.DO_NOT_CONTACT if we_owe is None else Section.WE_OWE
    return Priority(
        value=_TENTHS[0] if we_owe is None else Decimal(limits.we_owe_floor),
        raw=_TENTHS[0],
        counted=(),
        overrides=overrides,
        section=section,
        planned_minutes=_minutes(facts, section, overrides, limits),
        gates=gates,
        weight=parts_of.amount_points(facts.actionable_minor, limits),
        reason=gate_reason(gates[0]) if we_owe is None else parts_of.event_reason(we_owe),
    )


def _gates(facts: PriorityFacts) -> tuple[Gate, ...]:
    if facts.type is DebtorType.INSOLVENCY and all(g.kind is not GateKind.INSOLVENCY for g in facts.gates):
        return (*facts.gates, Gate(GateKind.INSOLVENCY))
    return facts.gates


def _overrides(facts: PriorityFacts, we_owe: Event | None, limits: Thresholds) -> tuple[Override, ...]:
    found = []
    if parts_of.is_key_small(facts, limits):
        found.append(Override.KEY_SMALL)
    if parts_of.is_first_large_for(facts, limits):
        found.append(Override.FIRST_LARGE)
    if any(e.kind in BROKEN or e.kind is EventKind.APPOINTMENT for e in facts.events):
        found.append(Override.BROKEN_OR_APPOINTMENT)
    if we_owe is not None:
        found.append(Override.WE_OWE)
    return tuple(found)


def _decided(raw: Decimal, overrides: tuple[Override, ...], limits: Thresholds) -> Decimal:
    value = raw
    for override in overrides:
        match override:
            case Override.KEY_SMALL:
                value = min(value, Decimal(limits.key_small_cap))
            case Override.FIRST_LARGE:
                value = max(value, Decimal(limits.first_large_floor))
            case Override.BROKEN_OR_APPOINTMENT:
                value = max(value, Decimal(limits.broken_floor))
            case Override.WE_OWE:
                value = max(value, Decimal(limits.we_owe_floor))
            case Override.GATE:
                value = _TENTHS[0]
    return value


def _section(value: Decimal, overrides: tuple[Override, ...], limits: Thresholds) -> Section:
    if Override.WE_OWE in overrides:
        return Section.WE_OWE
    if value >= limits.first_from:
        return Section.FIRST
    if value >= limits.today_from:
        return Section.TODAY
    return Section.THIS_WEEK if value >= limits.week_from else Section.WRITTEN_ONLY


def _minutes(
    facts: PriorityFacts, section: Section, overrides: tuple[Override, ...], limits: Thresholds
) -> int:
    if section is Section.DO_NOT_CONTACT:
        return 0
    planned = _likely_work(facts, section, overrides) if facts.planned is None else facts.planned
    return sum([_minutes_of(work, limits) for work in planned])


def _minutes_of(work: Work, limits: Thresholds) -> int:
    match work:
        case Work.CALL:
            return limits.call_minutes
        case Work.EMAIL:
            return limits.email_minutes
        case Work.DISPUTE:
            return limits.dispute_minutes
    assert_never(work)


def _likely_work(facts: PriorityFacts, section: Section, overrides: tuple[Override, ...]) -> tuple[Work, ...]:
    if section is Section.WE_OWE:
        disputed = any(e.kind is EventKind.DISPUTE_ANSWER_DUE for e in facts.events)
        return (Work.DISPUTE,) if disputed else (Work.EMAIL,)
    if Override.KEY_SMALL in overrides or section is Section.WRITTEN_ONLY:
        return (Work.EMAIL,)
    return (Work.CALL, Work.EMAIL) if Override.FIRST_LARGE in overrides else (Work.CALL,)


def _headline(
    facts: PriorityFacts, overrides: tuple[Override, ...], counted: tuple[parts_of.Counted, ...]
) -> Reason:
    """The one reason of the row: what decided, else the event, else the amount."""
    last = overrides[-1] if overrides else None
    if last is Override.WE_OWE:
        return next(parts_of.event_reason(e) for e in facts.events if e.kind in WE_OWE)
    if last is Override.FIRST_LARGE:
        return counted[3][1]
    if last is Override.KEY_SMALL:
        return counted[7][1]
    return counted[2][1] if facts.events else counted[0][1]


def _tenths(points: float) -> Decimal:
    """Points between 0 and 100 rounded half up to one decimal."""
    return _TENTHS[_in_tenths(points)]


def _in_tenths(points: float) -> int:
    tenths = int(points * 10 + 0.5)
    return tenths if 0 <= tenths <= _MOST_TENTHS else max(0, min(_MOST_TENTHS, tenths))
