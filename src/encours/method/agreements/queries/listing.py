"""Reads every agreement of an entity, theirs and ours, as one list: what, who, when, kept or not; newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from encours.ground.kernel.money import Money
from encours.method.agreements.models import Agreement, OwnPromise
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.words import OPEN, AgreementKind, AgreementState, OwnPromiseKind


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement. `due_on`: its date, or the last of a plan; `parts`: how many a plan has, `paid` how many came.

    `next_on` and `next_amount`: what is expected next, None once nothing is.
    """

    id: int
    customer_id: int
    customer: str
    kind: AgreementKind
    state: AgreementState | PlanState
    amount: Money
    due_on: date
    proposed_on: date
    person: str
    received: Money
    awaits_us: bool
    parts: int = 0
    paid: int = 0
    next_on: date | None = None
    next_amount: Money | None = None


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One promise of ours."""

    id: int
    customer_id: int
    customer: str
    kind: OwnPromiseKind
    what: str
    due_on: date
    promised_on: date
    done_on: date | None


class Ours(StrEnum):
    """Which promises of ours belong to a list."""

    NONE = "none"
    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: agreements in some states (None: all of them, empty: none), and which of our own."""

    states: Collection[str] | None
    ours: Ours


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the last agreement and the last promise of ours that were shown."""

    agreement: int | None = None
    own: int | None = None


_PAID = frozenset({AgreementState.KEPT.value, AgreementState.BROKEN_THEN_PAID.value})
_OPEN = frozenset(state.value for state in OPEN)


def lines_in(
    entity_id: int, wanted: Wanted, *, after: Place, today: date, most: int
) -> tuple[list[AgreementLine | OwnLine], Place | None]:
    """Theirs and ours in one order, those made last first, and where the next page begins; None after the last.

    Three statements, whatever `most` is.
    """
    theirs: list[AgreementLine | OwnLine] = [
        *_agreements(entity_id, wanted.states, after.agreement, most + 1)
    ]
    own: list[AgreementLine | OwnLine] = [*_own(entity_id, wanted.ours, after.own, today, most + 1)]
    found = _merged(theirs, own)
    page = found[:most]
    if len(found) <= most:
        return page, None
    last_agreement = [line.id for line in page if isinstance(line, AgreementLine)]
    last_own = [line.id for line in page if isinstance(line, OwnLine)]
    return page, Place(
        last_agreement[-1] if last_agreement else after.agreement, last_own[-1] if last_own else after.own
    )


def _merged(
    theirs: list[AgreementLine | OwnLine], own: list[AgreementLine | OwnLine]
) -> list[AgreementLine | OwnLine]:
    """Both lists in their own order, the later one first where they meet."""
    found: list[AgreementLine | OwnLine] = []
    first, second = list(reversed(theirs)), list(reversed(own))
    while first and second:
        found.append(first.pop() if _made_on(first[-1]) >= _made_on(second[-1]) else second.pop())
    return found + first[::-1] + second[::-1]


def _made_on(line: AgreementLine | OwnLine) -> date:
    return line.proposed_on if isinstance(line, AgreementLine) else line.promised_on


def _agreements(
    entity_id: int, states: Collection[str] | None, before: int | None, most: int
) -> list[AgreementLine]:
    if states is not None and not states:
        return []
    rows = Agreement.objects.filter(customer__entity_id=entity_id).exclude(
        kind=AgreementKind.INSTALMENT.value
    )
    if states is not None:
        rows = rows.filter(state__in=sorted(states))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    rows = rows.select_related("customer").prefetch_related("parts").order_by("-pk")
    return [_line(row) for row in rows[:most]]


def awaiting_us(entity_id: int) -> int:
    """How many proposals wait for our side, a hundred at most: no page counts a whole table."""
    rows = Agreement.objects.filter(
        customer__entity_id=entity_id, awaits_us=True, state=AgreementState.PROPOSED.value
    )
    return len(rows.order_by("pk").values_list("pk", flat=True)[:100])


def _own(entity_id: int, ours: Ours, before: int | None, today: date, most: int) -> list[OwnLine]:
    if ours is Ours.NONE:
        return []
    rows = _ours(OwnPromise.objects.filter(customer__entity_id=entity_id), ours, today)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        OwnLine(
            row.pk, row.customer_id, row.customer.name, OwnPromiseKind(row.kind), row.what, row.due_on,
            row.promised_on, row.done_on,
        )
        for row in rows.select_related("customer").order_by("-pk")[:most]
    ]  # fmt: skip


def _ours(rows: QuerySet[OwnPromise], ours: Ours, today: date) -> QuerySet[OwnPromise]:
    """Kept: done on its day at the latest. Late: done after it, or still to do once it has passed."""
    if ours is Ours.OPEN:
        return rows.filter(done_on__isnull=True)
    if ours is Ours.KEPT:
        return rows.filter(done_on__lte=F("due_on"))
    if ours is Ours.LATE:
        return rows.filter(Q(done_on__gt=F("due_on")) | Q(done_on__isnull=True, due_on__lt=today))
    return rows


def _line(row: Agreement) -> AgreementLine:
    parts = list(row.parts.all())
    is_plan = row.kind == AgreementKind.PLAN.value
    received = sum(part.received_minor for part in parts) if is_plan else row.received_minor
    waiting = [part for part in (parts if is_plan else [row]) if part.state in _OPEN]
    coming = min(waiting, key=lambda part: (part.promised_for, part.pk), default=None)
    return AgreementLine(
        id=row.pk,
        customer_id=row.customer_id,
        customer=row.customer.name,
        kind=AgreementKind(row.kind),
        state=PlanState(row.state) if is_plan else AgreementState(row.state),
        amount=Money(row.amount_minor, row.currency),
        due_on=row.promised_for,
        proposed_on=row.proposed_on,
        person=row.person,
        received=Money(received, row.currency),
        awaits_us=row.awaits_us and row.state == AgreementState.PROPOSED.value,
        parts=len(parts),
        paid=sum(part.state in _PAID for part in parts),
        next_on=coming.promised_for if coming else None,
        next_amount=Money(coming.amount_minor - coming.received_minor, row.currency) if coming else None,
    )
