"""All the thresholds of the method together: their families, and their values for an entity."""

from collections.abc import Mapping
from dataclasses import dataclass

from encours.books.creditor.rules.threshold import by_key, filled
from encours.method.agreements.rules import terms as agreements_terms
from encours.method.agreements.rules.declared import PLANS, PROMISES
from encours.method.agreements.rules.terms import PlanTerms, PromiseTerms
from encours.method.disputes.rules import terms as disputes_terms
from encours.method.disputes.rules.declared import DISPUTES
from encours.method.disputes.rules.terms import DisputeTerms
from encours.method.insight.rules.declared_order import ORDER
from encours.method.insight.rules.declared_payer import PAYER
from encours.method.insight.rules.declared_review import REVIEW
from encours.method.insight.rules.points import DEFAULT_TYPE_THRESHOLDS, TypeThresholds
from encours.method.insight.rules.thresholds import DEFAULT_THRESHOLDS, Thresholds
from encours.method.insight.rules.yearly_review import DEFAULT_REVIEW, ReviewTerms
from encours.method.outreach.rules.declared import GUARD, limits
from encours.method.outreach.rules.limits import DEFAULT_LIMITS, Limits
from encours.method.strategy.rules.declared import CLOSING, LADDER, SELLING
from encours.method.strategy.rules.declared_settlement import SETTLEMENT
from encours.method.strategy.rules.ladder_terms import (
    DEFAULT_CLOSING,
    DEFAULT_LADDER,
    DEFAULT_SELLING,
    ClosingTerms,
    LadderTerms,
    SellingTerms,
)
from encours.method.strategy.rules.settlement.facts import DEFAULT_SETTLEMENT, SettlementTerms

FAMILIES = (PAYER, ORDER, LADDER, GUARD, PROMISES, PLANS, DISPUTES, CLOSING, SETTLEMENT, REVIEW, SELLING)
FAMILY_OF = by_key(FAMILIES)
"""The family of each threshold, by the threshold's key."""


@dataclass(frozen=True, slots=True)
class MethodThresholds:
    """The numbers that every rule of the method computes with, for one entity at one instant."""

    payer: TypeThresholds = DEFAULT_TYPE_THRESHOLDS
    order: Thresholds = DEFAULT_THRESHOLDS
    ladder: LadderTerms = DEFAULT_LADDER
    guard: Limits = DEFAULT_LIMITS
    promises: PromiseTerms = agreements_terms.DEFAULT_TERMS
    plans: PlanTerms = agreements_terms.DEFAULT_PLAN_TERMS
    disputes: DisputeTerms = disputes_terms.DEFAULT_TERMS
    closing: ClosingTerms = DEFAULT_CLOSING
    settlement: SettlementTerms = DEFAULT_SETTLEMENT
    review: ReviewTerms = DEFAULT_REVIEW
    selling: SellingTerms = DEFAULT_SELLING


DEFAULTS = MethodThresholds()


def method_thresholds(changed: Mapping[str, int], currency: str) -> MethodThresholds:
    """The numbers of an entity: the defaults of the method, but for what it changed.

    changed: values by the threshold's key; amounts in minor units of `currency`.
    """
    return MethodThresholds(
        payer=filled(DEFAULTS.payer, PAYER, changed, currency),
        order=filled(DEFAULTS.order, ORDER, changed, currency),
        ladder=filled(DEFAULTS.ladder, LADDER, changed, currency),
        guard=limits(changed, currency),
        promises=filled(DEFAULTS.promises, PROMISES, changed, currency),
        plans=filled(DEFAULTS.plans, PLANS, changed, currency),
        disputes=filled(DEFAULTS.disputes, DISPUTES, changed, currency),
        closing=filled(DEFAULTS.closing, CLOSING, changed, currency),
        settlement=filled(DEFAULTS.settlement, SETTLEMENT, changed, currency),
        review=filled(DEFAULTS.review, REVIEW, changed, currency),
        selling=filled(DEFAULTS.selling, SELLING, changed, currency),
    )
