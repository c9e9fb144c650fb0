"""Reads cases, contacts and holds in the plural: one statement, however many customers are asked for.

A customer without anything is absent from the answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Max, Q, QuerySet

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.plain_rows import plain_rows
from encours.method.cases.models import Alert, Case, ContactFact, Hold
from encours.method.cases.rules.alert import AlertDraft
from encours.method.cases.rules.contact import (
    CallOutcome,
    Channel,
    Direction,
    HoldKind,
    Occasion,
    PastContact,
)
from encours.method.cases.rules.silence import unanswered
from encours.method.cases.rules.words import CaseReason

_CASE = (
    "id", "customer_id", "currency", "opened_on", "closed_on", "reason", "reason_channel", "reason_on",
    "broken_agreements",
)  # fmt: skip


@quick_dataclass(frozen=True, slots=True)
class CaseFact:
    """A case. `reason_channel` and `reason_on` say how and when the reason was learnt."""

    id: int
    customer_id: int
    currency: str
    opened_on: date
    closed_on: date | None
    reason: CaseReason
    reason_channel: Channel | None
    reason_on: date | None
    broken_agreements: int


@dataclass(frozen=True, slots=True)
class StandingHold:
    """A hold; `until_on` is its last day, None until somebody releases it."""

    id: int
    customer_id: int
    kind: HoldKind
    reason: str
    from_on: date
    until_on: date | None
    placed_by: str
    placed_at: datetime


def open_cases(entity_id: int) -> list[CaseFact]:
    """Every open case of an entity, by customer and currency."""
    rows = Case.objects.filter(entity_id=entity_id, closed_on__isnull=True)
    return [_case(row) for row in plain_rows(rows.order_by("customer_id", "currency").values_list(*_CASE))]


def customers_in_case(entity_id: int, *, most: int) -> list[int]:
    """Some customers with an open case, those whose case is the latest first."""
    rows = Case.objects.filter(entity_id=entity_id, closed_on__isnull=True).order_by("-opened_on", "-pk")
    return list(dict.fromkeys(rows.values_list("customer_id", flat=True)[:most]))


def open_pairs(entity_id: int) -> set[tuple[int, str]]:
    """The customers and currencies of an entity that have an open case."""
    rows = Case.objects.filter(entity_id=entity_id, closed_on__isnull=True)
    return {
        (customer, currency) for customer, currency in plain_rows(rows.values_list("customer_id", "currency"))
    }


def open_cases_of(customer_ids: Iterable[int]) -> dict[int, list[CaseFact]]:
    """The open cases of some customers, at most one per currency."""
    found: dict[int, list[CaseFact]] = defaultdict(list)
    rows = Case.objects.filter(Among("customer_id", customer_ids), closed_on__isnull=True)
    for row in plain_rows(rows.order_by("customer_id", "currency").values_list(*_CASE)):
        case = _case(row)
        found[case.customer_id].append(case)
    return dict(found)


def last_closed_of(customer_ids: Iterable[int]) -> dict[tuple[int, str], CaseFact]:
    """For each customer and currency, the case that was closed last."""
    rows = Case.objects.filter(Among("customer_id", customer_ids), closed_on__isnull=False)
    ordered = [_case(row) for row in plain_rows(rows.order_by("closed_on", "pk").values_list(*_CASE))]
    return {(case.customer_id, case.currency): case for case in ordered}


def customers_of_holds(hold_ids: Iterable[int]) -> set[int]:
    """Whom some holds leave in peace."""
    return set(Hold.objects.filter(Among("id", hold_ids)).values_list("customer_id", flat=True))


def past_contacts(customer_ids: Iterable[int], *, since: datetime) -> dict[int, list[PastContact]]:
    """The contacts with some customers from an instant on (included), oldest first."""
    found: dict[int, list[PastContact]] = defaultdict(list)
    rows = ContactFact.objects.filter(Among("customer_id", customer_ids), at__gte=since)
    for customer_id, contact in _contacts(rows, "customer_id"):
        found[customer_id].append(contact)
    return dict(found)


def unanswered_of(
    case_ids: Iterable[int], *, zone: str, paid_on: Mapping[int, date] = MappingProxyType({})
) -> dict[int, int]:
    """For each case with any, how many of our contacts stand unanswered. `zone` tells the days apart.

    paid_on: the day of the customer's last payment, by case id: money is an answer too.
    """
    found: dict[int, list[PastContact]] = defaultdict(list)
    rows = ContactFact.objects.filter(
        Among("case_id", case_ids), direction=Direction.OUTBOUND.value, answered_at__isnull=True
    )
    for case_id, contact in _contacts(rows, "case_id"):
        found[case_id].append(contact)
    counts = {
        case_id: unanswered(contacts, zone=zone, paid_on=paid_on.get(case_id))
        for case_id, contacts in found.items()
    }
    return {case_id: count for case_id, count in counts.items() if count}


def standing_holds(customer_ids: Iterable[int], *, today: date) -> dict[int, list[StandingHold]]:
    """The holds that stand on a day: not released, begun, and not past their last day."""
    rows = _standing(today).filter(Among("customer_id", customer_ids))
    found: dict[int, list[StandingHold]] = defaultdict(list)
    for row in rows.order_by("customer_id", "from_on", "pk"):
        found[row.customer_id].append(_hold(row))
    return dict(found)


def customers_on_hold(entity_id: int, *, today: date) -> set[int]:
    """The customers of an entity on whom a hold stands on a day."""
    rows = _standing(today).filter(customer__entity_id=entity_id)
    return set(rows.values_list("customer_id", flat=True))


def closed_since(entity_id: int, since: date) -> dict[int, date]:
    """Customers whose case was closed on a day or later, with the latest such day."""
    rows = Case.objects.filter(entity_id=entity_id, closed_on__gte=since).order_by("closed_on")
    return {customer: on for customer, on in rows.values_list("customer_id", "closed_on") if on}


@dataclass(frozen=True, slots=True)
class KeptAlert:
    """An alert as it is kept; `actor` made it."""

    id: int
    actor: str
    draft: AlertDraft


def alerts_of(entity_id: int, actor: str) -> list[KeptAlert]:
    """The alerts of a person and those of everybody, by name."""
    rows = Alert.objects.filter(Q(actor=actor) | Q(is_shared=True), entity_id=entity_id)
    return [
        KeptAlert(
            row.pk,
            row.actor,
            AlertDraft(
                row.name,
                row.late_days,
                None if row.over_minor is None else Money(row.over_minor, row.currency),
                row.untouched_days,
                row.is_shared,
            ),
        )
        for row in rows.order_by("name", "pk")
    ]


def last_touched(customer_ids: Iterable[int]) -> dict[int, datetime]:
    """When we last reached out to some customers, whatever the way; absent where never."""
    rows = ContactFact.objects.filter(
        Among("customer_id", customer_ids), direction=Direction.OUTBOUND.value
    ).order_by()
    return dict(rows.values_list("customer_id").annotate(latest=Max("at")))


def case(entity_id: int, case_id: int) -> CaseFact | None:
    """One case of an entity, open or closed, or None."""
    row = Case.objects.filter(entity_id=entity_id, pk=case_id).values_list(*_CASE).first()
    return _case(row) if row else None


def cases_of(customer_id: int) -> list[CaseFact]:
    """Every case of a customer, the latest first."""
    rows = Case.objects.filter(customer_id=customer_id).order_by("-pk").values_list(*_CASE)
    return [_case(row) for row in rows]


def _standing(today: date) -> QuerySet[Hold]:
    is_not_over = Q(until_on__isnull=True) | Q(until_on__gte=today)
    return Hold.objects.filter(is_not_over, released_at__isnull=True, from_on__lte=today)


# Looked up and not called: a night asks for tens of thousands.
_DIRECTIONS = {member.value: member for member in Direction}
_CHANNELS = {member.value: member for member in Channel}
_OCCASIONS = {member.value: member for member in Occasion}


def _contacts(rows: QuerySet[ContactFact], key: str) -> Iterable[tuple[int, PastContact]]:
    values = rows.order_by("at", "pk").values_list(
        key, "at", "direction", "channel", "occasion", "step", "stage", "outcome", "contact_id", "answered_at",
        "deadline_named_on",
    )  # fmt: skip
    for (
        owner,
        at,
        direction,
        channel,
        occasion,
        step,
        stage,
        outcome,
        contact_id,
        answered_at,
        named_on,
    ) in plain_rows(values):
        yield owner, PastContact(
            at, _DIRECTIONS[direction], _CHANNELS[channel], _OCCASIONS[occasion], step, stage,
            CallOutcome(outcome) if outcome else None, contact_id, answered_at is not None, named_on,
        )  # fmt: skip


def _case(row: tuple[Any, ...]) -> CaseFact:
    """From the values of `_CASE`."""
    pk, customer, currency, opened_on, closed_on, reason, channel, reason_on, broken = row
    way = Channel(channel) if channel else None
    return CaseFact(pk, customer, currency, opened_on, closed_on, CaseReason(reason), way, reason_on, broken)


def _hold(row: Hold) -> StandingHold:
    return StandingHold(
        row.pk,
        row.customer_id,
        HoldKind(row.kind),
        row.reason,
        row.from_on,
        row.until_on,
        row.placed_by,
        row.placed_at,
    )
