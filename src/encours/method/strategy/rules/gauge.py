"""Whether we are too soft or too hard on a case: the two ways of losing the money or the customer."""

from enum import StrEnum

from encours.ground.kernel.clock import days_between
from encours.ground.kernel.reason import N_
from encours.method.strategy.rules.balance import balance_on
from encours.method.strategy.rules.case_facts import CaseFacts


class Gauge(StrEnum):
    """What an owner sees at a glance."""

    TOO_SOFT = "too_soft"
    BALANCED = "balanced"
    TOO_HARD = "too_hard"


GAUGE_LABELS = {
    Gauge.TOO_SOFT: N_("trop discret"),
    Gauge.BALANCED: N_("équilibré"),
    Gauge.TOO_HARD: N_("trop insistant"),
}


def gauge(facts: CaseFacts, *, is_cap_reached: bool = False, overrides: int = 0) -> Gauge:
    """Too hard when a cap is reached or somebody overrode the linter; too soft when more than ten
    days passed without a contact while no deadline, agreement, pause or dispute of the whole runs.

    Source: requirement R005, ruling 6.
    """
    if is_cap_reached or overrides:
        return Gauge.TOO_HARD
    balance = balance_on(facts.today, facts.items, facts.unallocated)
    held = any(h.until_on is None or facts.today <= h.until_on for h in facts.holds)
    named = facts.free_from()
    if balance.oldest is None or held or (named and facts.today < named):
        return Gauge.BALANCED
    quiet_from = max(day for day in (balance.oldest.due_on, facts.last_contact_on(), named) if day)
    idle_days = days_between(quiet_from, facts.today)
    return Gauge.TOO_SOFT if idle_days > facts.thresholds.ladder.idle_days else Gauge.BALANCED
