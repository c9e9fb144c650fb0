"""What is thought of customers as payers, and what was said or observed of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count

from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.reason_json import from_json
from encours.method.insight.models import DebtorOpinion, ObservedFact, PortfolioFigures, TypeConfirmation
from encours.method.insight.rules.debtor_type import AvoidsConfirmation, Scores, confidence_word
from encours.method.insight.rules.house_figures import HouseFigures
from encours.method.insight.rules.payer import DebtorType, Observation, Observed
from encours.method.insight.rules.portfolio import shares

StoredEvidence = tuple[DebtorType, int, Reason]
"""The type that a fact speaks for, its points (negative: against), the fact in words."""


@dataclass(frozen=True, slots=True)
class StoredOpinion:
    """The type as it was last computed; confidence from 0.30 to 0.95. Never shown to the debtor."""

    type: DebtorType
    is_avoids_candidate: bool
    confidence: Decimal
    kinds: int
    scores: Scores
    evidence: tuple[StoredEvidence, ...]
    computed_on: date
    last_evidence_on: date | None

    @property
    def confirmed(self) -> bool:
        """Whether a person confirmed it; only AVOIDS asks for that."""
        return self.type is DebtorType.AVOIDS and not self.is_avoids_candidate

    @property
    def confidence_word(self) -> str:
        """How sure it is, in words."""
        return confidence_word(self.confidence)


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
class TypeShare:
    """How many customers are of a type, and their share in whole percent."""

    customers: int
    percent: int


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
    rows = TypeConfirmation.objects.filter(customer_id__in=list(customer_ids), withdrawn_on__isnull=True)
    return {r.customer_id: StandingConfirmation(r.confirmed_by, r.confirmed_on, r.grounds) for r in rows}


def observations_of(customer_ids: Iterable[int]) -> dict[int, tuple[Observation, ...]]:
    """The standing observed facts, oldest first, as the classifier wants them."""
    return {
        customer: tuple(Observation(noted.fact, noted.on, noted.source) for noted in found)
        for customer, found in noted_of(customer_ids).items()
    }


def noted_of(customer_ids: Iterable[int]) -> dict[int, tuple[NotedFact, ...]]:
    """The standing observed facts with their ids, oldest first."""
    rows = ObservedFact.objects.filter(customer_id__in=list(customer_ids), withdrawn_on__isnull=True)
    found: dict[int, tuple[NotedFact, ...]] = {}
    for row in rows.order_by("observed_on", "id"):
        noted = NotedFact(row.pk, Observed(row.fact), row.observed_on, row.source, row.noted_by)
        found[row.customer_id] = (*found.get(row.customer_id, ()), noted)
    return found


def opinions_of(customer_ids: Iterable[int]) -> dict[int, StoredOpinion]:
    """The stored opinions. Labels lapse by the act of `let_labels_lapse`, not when read."""
    rows = DebtorOpinion.objects.filter(customer_id__in=list(customer_ids))
    return {row.customer_id: _opinion(row) for row in rows}


def types_share(entity_id: int) -> dict[DebtorType, TypeShare]:
    """The customers in use by type; the percents add to 100 (R022).

    An AVOIDS that nobody confirmed counts as UNKNOWN, as it does for its ladder (R032).
    """
    rows = DebtorOpinion.objects.filter(customer__entity_id=entity_id, customer__archived_at__isnull=True)
    counts: dict[DebtorType, int] = {}
    grouped = rows.values("debtor_type", "is_avoids_candidate").annotate(customers=Count("id")).order_by()
    for group in grouped:
        kind = DebtorType.UNKNOWN if group["is_avoids_candidate"] else DebtorType(group["debtor_type"])
        counts[kind] = counts.get(kind, 0) + group["customers"]
    return {kind: TypeShare(counts[kind], percent) for kind, percent in shares(counts).items()}


def _opinion(row: DebtorOpinion) -> StoredOpinion:
    return StoredOpinion(
        type=DebtorType(row.debtor_type),
        is_avoids_candidate=row.is_avoids_candidate,
        confidence=Decimal(row.confidence_percent).scaleb(-2),
        kinds=row.kinds,
        scores=Scores(**row.scores),
        evidence=tuple(
            (DebtorType(item["type"]), item["points"], from_json(item["reason"])) for item in row.evidence
        ),
        computed_on=row.computed_on,
        last_evidence_on=row.last_evidence_on,
    )
