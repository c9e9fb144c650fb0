"""The numbers of promises and plans, each a default that an entity may change (declared in `declared`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PromiseTerms:
    """From which share a promise is kept, how long a proposal and a shown transfer wait, how soon we answer.

    Days of `transit_days` are banking days, the others business days. Source: method 2e; rulings 8
    and 11; R069.
    """

    kept_percent: int = 98
    transit_days: int = 3
    acceptance_days: int = 3
    answer_days: int = 2


DEFAULT_TERMS = PromiseTerms()


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """Up to where anybody may agree to a plan; beyond, the owner does. Source: method 2e.

    `strained_first_percent`: the share of the first instalment of a customer who struggles. `least_minor`: the
    smallest instalment, in minor units of the entity's currency. `promise_within_days`: how far away a customer may
    promise by itself, on its page, without us.
    """

    most_instalments: int = 6
    longest_days: int = 90
    first_percent: int = 20
    strained_first_percent: int = 10
    first_within_days: int = 7
    least_minor: int = 50_00
    promise_within_days: int = 10


DEFAULT_PLAN_TERMS = PlanTerms()
