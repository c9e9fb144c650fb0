"""Reads promises in the plural: one statement, however many customers are asked for.

A customer without anything is absent from the answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Min, Q, QuerySet

from encours.ground.kernel.money import Money
from encours.ground.plumbing.among import Among
from encours.method.agreements.models import Agreement, AgreementInvoice, OwnPromise
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.plan_states import PLAN_OPEN, PlanState
from encours.method.agreements.rules.promise import Promise
from encours.method.agreements.rules.words import (
    OPEN,
    AgreementKind,
    AgreementState,
    OwnPromiseKind,
    PromiseSource,
)

_OPEN = frozenset(state.value for state in OPEN)
LATE_MONEY_DAYS = 180
"""How long money that comes late is still set against a broken promise."""
LOOK_BACK = timedelta(days=LATE_MONEY_DAYS)


@dataclass(frozen=True, slots=True)
class OwnPromiseFact:
    """Something we owe a customer. `done_on` None: nobody is reminded meanwhile."""

    id: int
    customer_id: int
    kind: OwnPromiseKind
    what: str
    due_on: date
    promised_on: date
    done_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Awaiting:
    """Whose promises wait for money, and since when their payments have to be read."""

    customer_ids: tuple[int, ...]
    since: date


def promises_of(customer_ids: Iterable[int]) -> dict[int, list[Promise]]:
    """All promises, deferrals and instalments of some customers, the latest date first. Plans: `plans_of`.

    Two statements, the second only where something is open: what else is settled needs no invoices.
    """
    rows = list(
        Agreement.objects.filter(Among("customer_id", customer_ids))
        .exclude(kind=AgreementKind.PLAN.value)
        .order_by("customer_id", "-promised_for", "-pk")
    )
    named = named_invoices([row.plan_id or row.pk for row in rows if row.state in _OPEN])
    found: dict[int, list[Promise]] = defaultdict(list)
    for row in rows:
        found[row.customer_id].append(promise_from(row, named.get(row.plan_id or row.pk, ())))
    return dict(found)


def plans_of(customer_ids: Iterable[int]) -> dict[int, list[Plan]]:
    """All plans of some customers with their parts, the latest first. Three statements at most."""
    rows = list(
        Agreement.objects.filter(Among("customer_id", customer_ids), kind=AgreementKind.PLAN.value)
        .prefetch_related("parts")
        .order_by("customer_id", "-pk")
    )
    named = named_invoices([row.pk for row in rows])
    found: dict[int, list[Plan]] = defaultdict(list)
    for row in rows:
        found[row.customer_id].append(plan_from(row, list(row.parts.all()), named.get(row.pk, ())))
    return dict(found)


def named_invoices(agreement_ids: Iterable[int]) -> dict[int, tuple[tuple[int, int], ...]]:
    """The invoices that some agreements name, with how much of each; an agreement that names none is absent."""
    wanted = sorted(set(agreement_ids))
    if not wanted:
        return {}
    rows = AgreementInvoice.objects.filter(Among("agreement_id", wanted)).order_by("pk")
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for agreement, invoice, minor in rows.values_list("agreement_id", "invoice_id", "amount_minor"):
        found[agreement].append((invoice, minor))
    return {agreement: tuple(parts) for agreement, parts in found.items()}


def invoices_named_by(customer_ids: Iterable[int]) -> set[int]:
    """The invoices that some customers' agreements name, where these wait for something or may be repaired."""
    waiting = {s.value for s in OPEN | {AgreementState.BROKEN}} | {s.value for s in PLAN_OPEN}
    rows = AgreementInvoice.objects.filter(
        Among("agreement__customer_id", customer_ids), agreement__state__in=sorted(waiting)
    )
    return set(rows.values_list("invoice_id", flat=True))


def awaiting_money(entity_id: int, *, today: date) -> Awaiting:
    """The customers of an entity whose promises are to be judged with the money that came.

    Two statements. `since` is the day from which their receipts must be handed to `judge_due`.
    """
    waiting = judged_with_money(entity_id, today=today)
    states = [state.value for state in OPEN | {AgreementState.BROKEN}]
    is_part_repaired = Q(
        state=AgreementState.PARTLY_KEPT.value, plan__state=PlanState.INSTALMENT_MISSED.value
    )
    rows = waiting.filter(Q(state__in=states) | is_part_repaired)
    ids = sorted(set(rows.values_list("customer_id", flat=True)))
    first = waiting.filter(Among("customer_id", ids)).aggregate(first=Min("proposed_on"))["first"]
    return Awaiting(tuple(ids), first or today)


def kept_among(customer_ids: Iterable[int], *, since: date) -> dict[int, date]:
    """Customers of some who kept a promise or an instalment that was for a day from `since` on, and when the first
    of them was noted: what a payment that comes back may undo."""
    rows = Agreement.objects.filter(
        Among("customer_id", customer_ids), state=AgreementState.KEPT.value, promised_for__gte=since
    )
    firsts = rows.values("customer_id").annotate(first=Min("proposed_on")).order_by()
    return dict(firsts.values_list("customer_id", "first"))


def broken_since(entity_id: int, *, since: date) -> dict[int, date]:
    """Customers of an entity with an agreement that is broken and not paid, and the earliest day it was found so."""
    rows = Agreement.objects.filter(
        customer__entity_id=entity_id, state=AgreementState.BROKEN.value, judged_on__gte=since
    ).exclude(kind=AgreementKind.PLAN.value)
    return dict(
        rows.values("customer_id").annotate(first=Min("judged_on")).values_list("customer_id", "first")
    )


def customers_paused(entity_id: int) -> list[int]:
    """Customers of an entity who have a plan that is paused."""
    rows = Agreement.objects.filter(
        customer__entity_id=entity_id, kind=AgreementKind.PLAN.value, state=PlanState.PAUSED.value
    )
    return sorted(set(rows.values_list("customer_id", flat=True)))


def judged_with_money(entity_id: int, *, today: date) -> QuerySet[Agreement]:
    """The rows among which money is shared: all that are open, and the others of the last 180 days.

    A plan is judged by its parts; those of a plan that is paused wait with it.
    """
    without = [AgreementState.CANCELLED.value, AgreementState.UNCONFIRMED.value]
    recent = Q(promised_for__gte=today - timedelta(days=LATE_MONEY_DAYS))
    is_open = Q(state__in=[state.value for state in OPEN])
    rows = Agreement.objects.filter(is_open | recent, customer__entity_id=entity_id)
    without_plans = rows.exclude(kind=AgreementKind.PLAN.value).exclude(state__in=without)
    return without_plans.exclude(plan__isnull=False, plan__state=PlanState.PAUSED.value)


def own_of(customer_ids: Iterable[int]) -> dict[int, list[OwnPromiseFact]]:
    """What we ever promised some customers, done or not, the earliest date first."""
    found: dict[int, list[OwnPromiseFact]] = defaultdict(list)
    rows = OwnPromise.objects.filter(Among("customer_id", customer_ids))
    for row in rows.order_by("customer_id", "due_on", "pk"):
        found[row.customer_id].append(_own_fact(row))
    return dict(found)


def promise_from(row: Agreement, invoices: tuple[tuple[int, int], ...] = ()) -> Promise:
    """A row as the rules read it, with the invoices it names."""
    return Promise(
        id=row.pk,
        customer_id=row.customer_id,
        case_id=row.case_id,
        amount=Money(row.amount_minor, row.currency),
        promised_for=row.promised_for,
        state=AgreementState(row.state),
        proposed_on=row.proposed_on,
        received=Money(row.received_minor, row.currency),
        accepted_on=row.accepted_on,
        moved_on=row.moved_on,
        moved_count=row.moved_count,
        transit_shown_on=row.transit_shown_on,
        judged_on=row.judged_on,
        means=row.means,
        person=row.person,
        source=PromiseSource(row.source),
        plan_b=row.plan_b,
        kind=AgreementKind(row.kind),
        plan_id=row.plan_id,
        place=row.place,
        invoices=invoices,
        awaits_us=row.awaits_us,
        fallback_id=row.fallback_id,
        answer_by=row.answer_by,
    )


def plan_from(row: Agreement, parts: Iterable[Agreement], invoices: tuple[tuple[int, int], ...] = ()) -> Plan:
    """A plan's row with its parts as the rules read them."""
    return Plan(
        id=row.pk,
        customer_id=row.customer_id,
        case_id=row.case_id,
        total=Money(row.amount_minor, row.currency),
        state=PlanState(row.state),
        proposed_on=row.proposed_on,
        parts=tuple(promise_from(part, invoices) for part in sorted(parts, key=lambda part: part.place)),
        accepted_on=row.accepted_on,
        judged_on=row.judged_on,
        person=row.person,
        means=row.means,
        invoices=invoices,
        waives_interest=row.waives_interest,
        awaits_us=row.awaits_us,
        fallback_id=row.fallback_id,
        renegotiated=row.moved_count,
    )


def customers_owed(entity_id: int) -> list[int]:
    """Customers to whom we owe something that is not done."""
    rows = OwnPromise.objects.filter(customer__entity_id=entity_id, done_on__isnull=True)
    return list(rows.order_by("customer_id").values_list("customer_id", flat=True).distinct())


def open_own_promises(entity_id: int) -> list[OwnPromiseFact]:
    """All that we owe anybody in an entity, the most pressing first."""
    rows = OwnPromise.objects.filter(customer__entity_id=entity_id, done_on__isnull=True)
    return [_own_fact(row) for row in rows.order_by("due_on", "pk")]


def _own_fact(row: OwnPromise) -> OwnPromiseFact:
    return OwnPromiseFact(
        row.pk, row.customer_id, OwnPromiseKind(row.kind), row.what, row.due_on, row.promised_on, row.done_on,
        row.outcome,
    )  # fmt: skip


def own_due_between(entity_id: int, *, since: date, until: date) -> tuple[int, int]:
    """How many of our own promises fell due between two days, both included, and how many were kept on time."""
    rows = OwnPromise.objects.filter(customer__entity_id=entity_id, due_on__range=(since, until))
    kept = Count("pk", filter=Q(done_on__isnull=False, done_on__lte=F("due_on")))
    found = rows.aggregate(due=Count("pk"), kept=kept)
    return found["due"], found["kept"]
