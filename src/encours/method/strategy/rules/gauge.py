"""Whether we are too soft or too hard on a case: the two ways of losing the money or the customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from encours.ground.kernel.clock import days_between
from encours.ground.kernel.reason import N_, Reason
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


@dataclass(frozen=True, slots=True)
class Leaning:
    """To which side we lean on a case, and why."""

    gauge: Gauge
    why: tuple[Reason, ...]


def leaning(facts: CaseFacts, *, caps: Sequence[Reason] = (), overrides: int = 0) -> Leaning:
    """Too hard when a cap is reached (`caps` says which) or the owner passed over a limit of late; too
    soft when more than ten days passed without a contact while no deadline, agreement, pause or dispute
    of the whole runs.

    Source: requirement R005, ruling 6.
    """
    if caps or overrides:
        passed = Reason(N_("Passé outre à une limite : {times} fois en trente jours"), times=overrides)
        return Leaning(Gauge.TOO_HARD, (*caps, *([passed] if overrides else [])))
    balance = balance_on(facts.today, facts.items, facts.unallocated)
    named = facts.free_from()
    if balance.oldest is None:
        return _balanced(N_("Rien n'est à demander aujourd'hui"))
    if any(h.until_on is None or facts.today <= h.until_on for h in facts.holds):
        return _balanced(N_("Une attente court : le silence est voulu"))
    if named and facts.today < named:
        return _balanced(N_("Une date que nous avons annoncée court encore"))
    quiet_from = max(day for day in (balance.oldest.due_on, facts.last_contact_on(), named) if day)
    idle_days = days_between(quiet_from, facts.today)
    if idle_days > facts.thresholds.ladder.idle_days:
        silent = Reason(
            N_("{days} jours sans contact ni date convenue, depuis le {on}"), days=idle_days, on=quiet_from
        )
        return Leaning(Gauge.TOO_SOFT, (silent,))
    return _balanced(N_("Dernier pas récent, rien de trop"))


def _balanced(text: str) -> Leaning:
    return Leaning(Gauge.BALANCED, (Reason(text),))
