"""Steps that somebody left out, and what a week of waiting costs in each of those cases (R012)."""

from dataclasses import dataclass
from datetime import date

from encours.flows.review.assess import Assessment, assess
from encours.flows.review.gathered import gather, house_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.method.insight.rules.money_curve import cost_of_waiting
from encours.method.strategy.queries import coaching

_MOST = 40


@dataclass(frozen=True, slots=True)
class SkippedStep:
    """A step left out. `label`: its name in the ladder followed today; `week_cost`: an estimate, None at zero."""

    customer_id: int
    customer: str
    level: str
    label: str
    why: str
    by: str
    on: date
    week_cost: Money | None


def skipped_steps(act: Act, *, since: date) -> list[SkippedStep]:
    """The latest steps left out since a day, with the cost of waiting as the case stands today."""
    found = coaching.skipped_between(act.entity_id, since=since, until=act.today)[:_MOST]
    pairs = sorted({(step.customer_id, step.currency) for step in found})
    known = gather(
        house_of(act.entity_id, act.today, FixedClock(act.at)), sorted({pair[0] for pair in pairs})
    )
    cases = {(a.customer_id, a.currency): a for a in assess(known, pairs)}
    return [_priced(step, cases[step.customer_id, step.currency]) for step in found]


def _priced(step: coaching.Skipped, a: Assessment) -> SkippedStep:
    level = next((level for level in a.procedure.levels if level.key == step.level), None)
    actionable = a.balance.actionable
    cost = cost_of_waiting(actionable, a.balance.days_past_due).per_week if actionable else None
    return SkippedStep(
        customer_id=step.customer_id,
        customer=step.customer,
        level=step.level,
        label=level.label if level else "",
        why=step.why,
        by=step.by,
        on=step.on,
        week_cost=cost or None,
    )
