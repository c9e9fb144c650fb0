"""The numbers of promises, each a default that an entity may change (declared in `declared`)."""

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
