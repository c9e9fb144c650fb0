"""Decides how a customer has paid so far, how sure that is, and on which facts (method 2a)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.months import add_months
from encours.ground.kernel.reason import N_, Reason
from encours.method.insight.rules.payer import (
    NO_DETAILS,
    NOTHING_KNOWN,
    TYPE_LABELS,
    DebtorType,
    PayerDetails,
    PayerFeatures,
)
from encours.method.insight.rules.points import (
    DEFAULT_TYPE_THRESHOLDS,
    Fired,
    Rule,
    TypeThresholds,
    against_avoids,
    for_avoids,
    for_sporadic,
    for_strained,
    pays_well,
)
from encours.method.insight.rules.sentences import sentence

__all__ = [
    "LAPSING_TYPES",
    "TYPE_LABELS",
    "AvoidsConfirmation",
    "DebtorType",
    "Evidence",
    "PayerDetails",
    "PayerFeatures",
    "Scores",
    "TypeOpinion",
    "TypeThresholds",
    "after_expiry",
    "classify",
    "confidence_word",
    "confirmed_without_features",
    "expires_on",
]

_LEAST, _MOST = 30, 95
_HUNDREDTHS = tuple(Decimal(hundredths).scaleb(-2) for hundredths in range(101))
LAPSING_TYPES = frozenset({DebtorType.AVOIDS, DebtorType.SPORADIC, DebtorType.STRAINED})
"""Labels that weigh on a customer; they lapse without new facts. A good name and a court's decision do not."""


@quick_dataclass(frozen=True, slots=True)
class Scores:
    """Points of the three scored types, never below zero."""

    avoids: int = 0
    sporadic: int = 0
    strained: int = 0


@quick_dataclass(frozen=True, slots=True)
class Evidence:
    """One fact, the type it speaks for, its points (negative when it speaks against), in words."""

    rule: Rule
    type: DebtorType
    points: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class AvoidsConfirmation:
    """A person read the evidence and confirmed that a customer avoids paying (R032)."""

    confirmed_by: str
    confirmed_on: date


@quick_dataclass(frozen=True, slots=True)
class TypeOpinion:
    """The type, its confidence from 0.30 to 0.95, and the facts. `margin` is None for an unscored type."""

    type: DebtorType
    confidence: Decimal
    kinds: int
    margin: int | None
    scores: Scores
    confirmation: AvoidsConfirmation | None = None
    fired: tuple[tuple[DebtorType, Rule, int], ...] = ()
    features: PayerFeatures = NOTHING_KNOWN
    details: PayerDetails = NO_DETAILS
    limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS

    @property
    def confirmed(self) -> bool:
        """Whether a person confirmed it; only AVOIDS asks for that."""
        return self.type is DebtorType.AVOIDS and self.confirmation is not None

    @property
    def is_avoids_candidate(self) -> bool:
        """AVOIDS by its points, waiting for a person to confirm or refuse it."""
        return self.type is DebtorType.AVOIDS and self.confirmation is None

    @property
    def asks_bad_intent(self) -> bool:
        """`advise` answers BAD_INTENT_TO_CONFIRM; nothing is stored, only the owner may (ruling 13)."""
        return self.is_avoids_candidate

    @property
    def ladder_type(self) -> DebtorType:
        """The type whose ladder applies: AVOIDS only when confirmed with confidence 0.60 or more."""
        if self.type is not DebtorType.AVOIDS:
            return self.type
        sure = self.confirmed and self.confidence >= self.limits.ladder_confidence
        return DebtorType.AVOIDS if sure else DebtorType.UNKNOWN

    @property
    def counted_type(self) -> DebtorType:
        """The type under which a portfolio counts the customer: AVOIDS only once a person confirmed it (R032)."""
        return DebtorType.UNKNOWN if self.is_avoids_candidate else self.type

    @property
    def has_lapsed(self) -> bool:
        """Whether a label stood here until twelve months passed without a new fact."""
        return any(rule is Rule.LABEL_EXPIRED for _kind, rule, _points in self.fired)

    @property
    def confidence_word(self) -> str:
        """How sure it is, in words."""
        return confidence_word(self.confidence, self.limits)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """One sentence per fact that counted, the winning type's first; built when asked for."""
        told = (
            Evidence(rule, kind, points, sentence(rule, self.features, self.details, self.limits))
            for kind, rule, points in self.fired
        )
        return tuple(sorted(told, key=lambda item: item.type is not self.type))


def classify(
    known: PayerFeatures,
    *,
    confirmed_avoids: AvoidsConfirmation | None = None,
    details: PayerDetails = NO_DETAILS,
    limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS,
) -> TypeOpinion:
    """The type that the facts support; a tie goes to the milder one, since good faith is presumed.

    A confirmation never makes a customer AVOIDS: it only confirms what 60 points of at least three
    kinds say today. Source: method 2a; rulings 13 and 14.
    """
    speaks_for, speaks_against = for_avoids(known, limits), against_avoids(known, limits)
    sporadic, strained = for_sporadic(known, limits), for_strained(known, limits)
    scores = Scores(max(0, _sum(speaks_for) + _sum(speaks_against)), _sum(sporadic), _sum(strained))
    kind = _decide(known, scores, len(speaks_for), limits)
    kinds, margin = 0, None
    if kind is DebtorType.AVOIDS:
        kinds, margin = len(speaks_for), scores.avoids - max(scores.sporadic, scores.strained)
    elif kind is DebtorType.SPORADIC:
        kinds, margin = len(sporadic), scores.sporadic - max(scores.avoids, scores.strained)
    elif kind is DebtorType.STRAINED:
        kinds, margin = len(strained), scores.strained - max(scores.avoids, scores.sporadic)
    fired = (
        *_unscored(known, kind),
        *((DebtorType.AVOIDS, rule, points) for rule, points in speaks_for),
        # What speaks against AVOIDS is told only where something speaks for it.
        *((DebtorType.AVOIDS, rule, points) for rule, points in speaks_against if speaks_for),
        *((DebtorType.SPORADIC, rule, points) for rule, points in sporadic),
        *((DebtorType.STRAINED, rule, points) for rule, points in strained),
    )
    return TypeOpinion(
        type=kind,
        confidence=_HUNDREDTHS[_MOST]
        if kind is DebtorType.INSOLVENCY
        else _confidence(known.n, kinds, margin, limits),
        kinds=kinds,
        margin=margin,
        scores=scores,
        confirmation=confirmed_avoids if kind is DebtorType.AVOIDS else None,
        fired=fired,
        features=known,
        details=details,
        limits=limits,
    )


def confidence_word(confidence: Decimal, limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS) -> str:
    """«à confirmer par un appel» below 0.50, «probable» up to 0.75, «solide» above."""
    if confidence < limits.to_confirm_below:
        return N_("à confirmer par un appel")
    return N_("solide") if confidence > limits.solid_above else N_("probable")


def confirmed_without_features(
    confirmation: AvoidsConfirmation, limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS
) -> TypeOpinion:
    """The opinion when somebody says only that AVOIDS is confirmed and no feature is known.

    The least that a confirmation stands for: three kinds of evidence and the ladder's confidence.
    """
    sure, kinds = limits.ladder_confidence, limits.avoids_kinds
    return TypeOpinion(DebtorType.AVOIDS, sure, kinds, 0, Scores(), confirmation, limits=limits)


def expires_on(last_evidence_on: date, limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS) -> date:
    """The first day on which a label no longer stands: twelve months after the last fact."""
    return add_months(last_evidence_on, limits.label_months)


def after_expiry(opinion: TypeOpinion, *, last_evidence_on: date | None, today: date) -> TypeOpinion:
    """The opinion as it stands today: a label that weighs on the customer lapses to UNKNOWN
    after twelve months without a new fact. A good name and a court's decision do not lapse."""
    if opinion.type not in LAPSING_TYPES or last_evidence_on is None:
        return opinion
    if today < expires_on(last_evidence_on, opinion.limits):
        return opinion
    return replace(
        opinion,
        type=DebtorType.UNKNOWN,
        confidence=_HUNDREDTHS[_LEAST],
        kinds=0,
        margin=None,
        confirmation=None,
        fired=((DebtorType.UNKNOWN, Rule.LABEL_EXPIRED, 0),),
    )


def _decide(known: PayerFeatures, scores: Scores, avoids_kinds: int, limits: TypeThresholds) -> DebtorType:
    if known.insolvency:
        return DebtorType.INSOLVENCY
    if _avoids(known, scores, avoids_kinds, limits):
        return DebtorType.AVOIDS
    scored = _scored(known, scores, limits)
    too_early = known.n is not None and known.n < limits.few_invoices
    if too_early and not (scored is DebtorType.STRAINED and known.hardship):
        return DebtorType.NEW
    if scored is not None:
        return scored
    return DebtorType.RELIABLE if pays_well(known, limits) else DebtorType.UNKNOWN


def _avoids(known: PayerFeatures, scores: Scores, kinds: int, limits: TypeThresholds) -> bool:
    return (
        scores.avoids >= limits.avoids_from
        and kinds >= limits.avoids_kinds
        and not known.hardship
        and not known.dispute_open
        and scores.avoids > max(scores.sporadic, scores.strained)
    )


def _scored(known: PayerFeatures, scores: Scores, limits: TypeThresholds) -> DebtorType | None:
    strained = scores.strained if scores.strained >= limits.strained_from else 0
    enough = (known.n or 0) >= limits.enough_invoices
    sporadic = scores.sporadic if enough and scores.sporadic >= limits.sporadic_from else 0
    if strained and strained >= sporadic:
        return DebtorType.STRAINED
    return DebtorType.SPORADIC if sporadic else None


def _confidence(
    closed_invoices: int | None, kinds: int, margin: int | None, limits: TypeThresholds
) -> Decimal:
    hundredths = 30 + 5 * min(closed_invoices or 0, 6) + 5 * min(kinds, 4)
    if margin is not None and margin >= limits.clear_margin:
        hundredths += 10
    return _HUNDREDTHS[min(_MOST, max(_LEAST, hundredths))]


def _unscored(known: PayerFeatures, kind: DebtorType) -> tuple[tuple[DebtorType, Rule, int], ...]:
    match kind:
        case DebtorType.INSOLVENCY:
            return ((kind, Rule.INSOLVENCY_PUBLISHED, 0),)
        case DebtorType.RELIABLE:
            return ((kind, Rule.PAYS_ON_TIME, 0),)
        case DebtorType.NEW:
            return ((kind, Rule.TOO_EARLY, 0),)
        case DebtorType.UNKNOWN if known.dispute_open:
            return ((kind, Rule.DISPUTE_OPEN, 0),)
    return ()


def _sum(fired: list[Fired]) -> int:
    return sum(points for _rule, points in fired)
