"""When a case opens, and where it takes up its ladder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.business_days import add_business_days
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.rules.ladder_terms import DEFAULT_LADDER, LadderTerms
from encours.method.strategy.rules.position import Position, one_lower
from encours.method.strategy.rules.step import Procedure


@dataclass(frozen=True, slots=True)
class PastCase:
    """The customer's last case in the same entity and currency, once closed."""

    closed_on: date
    position: Position | None


@dataclass(frozen=True, slots=True)
class Opening:
    """A case to open. `reopens`: the last one goes on. `position`: the level it takes up."""

    reopens: bool
    position: Position | None
    reason: Reason


def opens_on(due_on: date, country: str, region: str = "") -> date:
    """The day on which an unpaid invoice opens a case: one business day after its due date."""
    return add_business_days(due_on, 1, country, region)


def opening(
    today: date,
    procedure: Procedure,
    *,
    past: PastCase | None,
    on_time_in_a_row: int = 0,
    terms: LadderTerms = DEFAULT_LADDER,
) -> Opening:
    """How a case opens for a customer who has something overdue and no open case.

    Within 90 days of the last closing at the same level, within 180 one lower, later at the
    start; six invoices on time in a row wipe the slate. Source: ruling 5.
    """
    if past is None:
        return Opening(reopens=False, position=None, reason=Reason(N_("Première échéance dépassée")))
    if on_time_in_a_row >= terms.on_time_resets:
        text = N_("{count} factures à l'heure de suite : retour au début")
        return Opening(reopens=False, position=None, reason=Reason(text, count=on_time_in_a_row))
    days = days_between(past.closed_on, today)
    if days <= terms.same_level_days:
        text = N_("Dossier clos il y a {days} jours : il reprend à la même étape")
        return Opening(reopens=True, position=past.position, reason=Reason(text, days=days))
    if days <= terms.one_lower_days:
        text = N_("Dossier clos il y a {days} jours : il reprend une étape plus bas")
        position = one_lower(past.position, procedure) if past.position else None
        return Opening(reopens=True, position=position, reason=Reason(text, days=days))
    text = N_("Dossier précédent clos il y a {days} jours : retour au début")
    return Opening(reopens=False, position=None, reason=Reason(text, days=days))


def on_time_in_a_row(paid: Iterable[tuple[date, date]], *, tolerance_days: int = 5) -> int:
    """How many of the latest paid invoices, without a break, were paid on time.

    paid: (due date, day it was settled), in any order. Source: ruling 5; on time as in method 2a.
    """
    count = 0
    for due_on, closed_on in sorted(paid, key=lambda p: p[1], reverse=True):
        if days_between(due_on, closed_on) > tolerance_days:
            break
        count += 1
    return count
