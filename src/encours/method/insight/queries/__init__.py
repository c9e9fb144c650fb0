"""What is thought of customers as payers, and what was said or observed of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from encours.ground.plumbing.among import Among
from encours.ground.plumbing.asked_once import asked_once
from encours.ground.plumbing.plain_rows import plain_rows
from encours.method.insight.models import (
    DebtorOpinion,
    ObservedFact,
    PortfolioFigures,
    QuarterCount,
    TypeConfirmation,
)
from encours.method.insight.rules.debtor_type import AvoidsConfirmation
from encours.method.insight.rules.house_figures import HouseFigures
from encours.method.insight.rules.payer import DebtorType, Observation, Observed

"""The type that a fact speaks for, its points (negative: against), the fact in words."""


@dataclass(frozen=True, slots=True)
class NotedFact:
    """A standing observed fact, with who noted it."""

    id: int
    fact: Observed
    on: date
    source: str
    noted_by: str


@dataclass(frozen=True, slots=True)
class StandingConfirmation:
    """A standing confirmation, with the grounds on which the owner gave it."""

    confirmed_by: str
    confirmed_on: date
    grounds: str


@dataclass(frozen=True, slots=True)
class CountedFigures:
    """Figures of a portfolio with what was counted: so many invoices, up to the row `last_invoice`."""

    on: date
    invoice_count: int
    last_invoice: int
    figures: HouseFigures


def counted_figures(entity_id: int) -> CountedFigures | None:
    """What was last counted over all the invoices of an entity."""
    row = PortfolioFigures.objects.filter(entity_id=entity_id).first()
    if row is None:
        return None
    figures = HouseFigures(
        row.revenue_12m_minor, row.key_from_minor, row.knows_key_accounts, row.median_invoice_minor
    )
    return CountedFigures(row.counted_on, row.invoice_count, row.last_invoice, figures)


def confirmations_of(customer_ids: Iterable[int]) -> dict[int, AvoidsConfirmation]:
    """The standing confirmations, as the classifier wants them."""
    return {
        customer: AvoidsConfirmation(found.confirmed_by, found.confirmed_on)
        for customer, found in grounds_of(customer_ids).items()
    }


def grounds_of(customer_ids: Iterable[int]) -> dict[int, StandingConfirmation]:
    """The standing confirmations with their grounds."""
    return _standing(tuple(customer_ids))


@asked_once
def _standing(customer_ids: tuple[int, ...]) -> dict[int, StandingConfirmation]:
    rows = TypeConfirmation.objects.filter(Among("customer_id", customer_ids), withdrawn_on__isnull=True)
    return {r.customer_id: StandingConfirmation(r.confirmed_by, r.confirmed_on, r.grounds) for r in rows}


def observations_of(customer_ids: Iterable[int]) -> dict[int, tuple[Observation, ...]]:
    """The standing observed facts, oldest first, as the classifier wants them."""
    return {
        customer: tuple(Observation(noted.fact, noted.on, noted.source) for noted in found)
        for customer, found in noted_of(customer_ids).items()
    }


def noted_of(customer_ids: Iterable[int]) -> dict[int, tuple[NotedFact, ...]]:
    """The standing observed facts with their ids, oldest first."""
    return _noted(tuple(customer_ids))


@asked_once
def _noted(customer_ids: tuple[int, ...]) -> dict[int, tuple[NotedFact, ...]]:
    rows = ObservedFact.objects.filter(Among("customer_id", customer_ids), withdrawn_on__isnull=True)
    found: dict[int, tuple[NotedFact, ...]] = {}
    for row in rows.order_by("observed_on", "id"):
        noted = NotedFact(row.pk, Observed(row.fact), row.observed_on, row.source, row.noted_by)
        found[row.customer_id] = (*found.get(row.customer_id, ()), noted)
    return found


def counted_types(entity_id: int) -> dict[DebtorType, int]:
    """How many customers in use are of each type.

    An AVOIDS that nobody confirmed counts as UNKNOWN, as it does for its ladder (R032).
    """
    counts: dict[DebtorType, int] = {}
    grouped = _in_use(entity_id).values("debtor_type", "is_avoids_candidate")
    for group in grouped.annotate(customers=Count("id")).order_by():
        kind = DebtorType.UNKNOWN if group["is_avoids_candidate"] else DebtorType(group["debtor_type"])
        counts[kind] = counts.get(kind, 0) + group["customers"]
    return counts


def types_by_customer(entity_id: int) -> dict[int, DebtorType]:
    """The type under which each customer in use is counted."""
    rows = _in_use(entity_id).values_list("customer_id", "debtor_type", "is_avoids_candidate")
    return {
        customer: DebtorType.UNKNOWN if is_candidate else DebtorType(kind)
        for customer, kind, is_candidate in rows
    }


def quarter_counts(entity_id: int, quarters: Iterable[date]) -> dict[date, dict[DebtorType, int]]:
    """How many customers were of each type at the end of some quarters, by their first day."""
    rows = QuarterCount.objects.filter(entity_id=entity_id, quarter_on__in=list(quarters))
    found: dict[date, dict[DebtorType, int]] = {}
    for row in rows:
        found.setdefault(row.quarter_on, {})[DebtorType(row.debtor_type)] = row.customers
    return found


def ever_read(entity_id: int) -> "QuerySet[DebtorOpinion, int]":
    """Whose type was computed and whose past is counted, for another question to leave out."""
    return _read(entity_id).values_list("customer_id", flat=True)


def read_longest_ago(entity_id: int, *, before: date, most: int) -> list[int]:
    """The customers in use whose type was computed before a day, those of long ago first."""
    rows = _read(entity_id).filter(computed_on__lt=before, customer__archived_at__isnull=True)
    found = rows.order_by("computed_on", "customer_id").values_list("customer_id")[:most]
    return [customer for (customer,) in plain_rows(found)]


def _read(entity_id: int) -> "QuerySet[DebtorOpinion]":
    return DebtorOpinion.objects.filter(customer__entity_id=entity_id, is_past_counted=True)


def not_past_counted(customer_ids: Iterable[int]) -> set[int]:
    """Which of these customers the past quarters do not count yet."""
    ids = set(customer_ids)
    rows = DebtorOpinion.objects.filter(Among("customer_id", ids), is_past_counted=True)
    return ids.difference(customer for (customer,) in plain_rows(rows.values_list("customer_id")))


def payers_page(
    entity_id: int, kind: DebtorType, *, after: tuple[str, int] | None = None, limit: int = 50
) -> list[int]:
    """Customers in use that are counted under a type, by name, after the last one of the page before."""
    rows = _in_use(entity_id).filter(_counted_under(kind))
    if after:
        rows = rows.filter(
            Q(customer__search_key__gt=after[0]) | Q(customer__search_key=after[0], customer_id__gt=after[1])
        )
    ordered = rows.order_by("customer__search_key", "customer_id")
    return list(ordered.values_list("customer_id", flat=True)[:limit])


def slower_payers(entity_id: int, *, least_days: int, limit: int = 12) -> dict[int, int]:
    """Customers whose last invoices were paid so many days later than before, or more: the most first."""
    rows = _in_use(entity_id).filter(trend_days__gte=least_days).order_by("-trend_days", "customer_id")
    return {row.customer_id: row.trend_days or 0 for row in rows[:limit]}


def confirmed_avoids(entity_id: int) -> list[int]:
    """The customers of whom the owner confirmed that they avoid paying."""
    rows = TypeConfirmation.objects.filter(customer__entity_id=entity_id, withdrawn_on__isnull=True)
    return list(rows.order_by("customer_id").values_list("customer_id", flat=True))


def newcomers(entity_id: int, *, limit: int = 500) -> list[int]:
    """The latest customers that are still new payers."""
    rows = _in_use(entity_id).filter(debtor_type=DebtorType.NEW.value).order_by("-customer_id")
    return list(rows.values_list("customer_id", flat=True)[:limit])


def _in_use(entity_id: int) -> QuerySet[DebtorOpinion]:
    return DebtorOpinion.objects.filter(customer__entity_id=entity_id, customer__archived_at__isnull=True)


def _counted_under(kind: DebtorType) -> Q:
    if kind is DebtorType.UNKNOWN:
        return Q(debtor_type=kind.value) | Q(is_avoids_candidate=True)
    return Q(debtor_type=kind.value, is_avoids_candidate=False)
