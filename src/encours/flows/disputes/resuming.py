"""After a dispute the ladder goes on one step lower, never higher; at night what waited too long moves by itself."""

from collections.abc import Iterable

from django.db import transaction

from encours.flows.disputes.house_mail import alert_owner
from encours.ground.evidence.acts import Act
from encours.method.cases import queries as cases_queries
from encours.method.disputes import actions as disputes_actions
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.queries import Progress
from encours.method.strategy.rules.ladders import Ladders
from encours.method.strategy.rules.position import Position, one_lower


@transaction.atomic
def let_time_pass(act: Act) -> list[int]:
    """Answers of ours that are late become so, silence closes what was answered; returns the customers concerned.

    Two statements where nothing of it happened. Source: method 2k, Dispute.
    """
    late = disputes_actions.let_dates_pass(act)
    alert_owner(act, [one.dispute_id for one in late])
    silent = disputes_actions.close_silent(act)
    step_back(act, [(one.customer_id, one.currency) for one in silent])
    return sorted({one.customer_id for one in late} | {one.customer_id for one in silent})


def step_back(act: Act, pairs: Iterable[tuple[int, str]]) -> None:
    """The cases of some customers take up again one step below the one they had reached."""
    wanted = set(pairs)
    if not wanted:
        return
    found = cases_queries.open_cases_of({customer for customer, _currency in wanted})
    cases = [
        case.id for each in found.values() for case in each if (case.customer_id, case.currency) in wanted
    ]
    progress, ladders = strategy_queries.progress_of(cases), strategy_queries.ladders_of(act.entity_id)
    moves = {case: _lower(progress[case], ladders) for case in cases if _has_begun(progress.get(case))}
    strategy_actions.move(moves)
    strategy_actions.look_again(cases, on=act.today)


def _has_begun(progress: Progress | None) -> bool:
    return progress is not None and progress.position is not None and bool(progress.position.level)


def _lower(progress: Progress, ladders: Ladders) -> Position:
    """One step below; the start where there is none."""
    position = progress.position
    assert position is not None
    procedure = ladders.of(progress.running)
    lower = one_lower(position, procedure) if procedure else None
    return lower or Position("", 0, 0, position.done_on)
