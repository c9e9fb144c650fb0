"""Reads every agreement of an entity as one list: what, who, when, kept or not; newest first, page by page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.money import Money
from encours.method.agreements.models import Agreement, OwnPromise
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.words import AgreementKind, AgreementState, OwnPromiseKind


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement. `due_on`: its date, or the last of a plan; `parts`: how many a plan has, `paid` how many came."""

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


_PAID = frozenset({AgreementState.KEPT.value, AgreementState.BROKEN_THEN_PAID.value})


def agreements_in(
    entity_id: int, *, states: Collection[str] = (), before: int | None = None, most: int
) -> list[AgreementLine]:
    """Promises, deferrals and plans of an entity in some states (all without), those made last first.

    Two statements, whatever `most` is. `before`: the id under which the page begins.
    """
    rows = Agreement.objects.filter(customer__entity_id=entity_id).exclude(
        kind=AgreementKind.INSTALMENT.value
    )
    if states:
        rows = rows.filter(state__in=sorted(states))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        _line(row) for row in rows.select_related("customer").prefetch_related("parts").order_by("-pk")[:most]
    ]


def awaiting_us(entity_id: int) -> int:
    """How many proposals wait for our side, a hundred at most: no page counts a whole table."""
    rows = Agreement.objects.filter(
        customer__entity_id=entity_id, awaits_us=True, state=AgreementState.PROPOSED.value
    )
    return len(rows.order_by("pk").values_list("pk", flat=True)[:100])


def own_in(
    entity_id: int, *, is_open: bool | None = None, before: int | None = None, most: int
) -> list[OwnLine]:
    """Our own promises, those made last first; `is_open`: only those still to do, or only those done."""
    rows = OwnPromise.objects.filter(customer__entity_id=entity_id)
    if is_open is not None:
        rows = rows.filter(done_on__isnull=is_open)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        OwnLine(
            row.pk, row.customer_id, row.customer.name, OwnPromiseKind(row.kind), row.what, row.due_on,
            row.promised_on, row.done_on,
        )
        for row in rows.select_related("customer").order_by("-pk")[:most]
    ]  # fmt: skip


def _line(row: Agreement) -> AgreementLine:
    parts = list(row.parts.all())
    is_plan = row.kind == AgreementKind.PLAN.value
    received = sum(part.received_minor for part in parts) if is_plan else row.received_minor
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
    )
