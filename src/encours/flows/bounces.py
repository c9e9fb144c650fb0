"""A message came back: the address is left alone, and the step that nobody received comes again."""

from django.db import transaction

from encours.books.receivables import actions as receivables_actions
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.method.cases import queries as cases_queries
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.rules.position import after_bounce


@transaction.atomic
def note_bounce(act: Act, *, customer_id: int, contact_id: int) -> None:
    """Nobody writes to this address until it is corrected; then the last level leaves once more."""
    receivables_actions.note_bounce(act, contact_id=contact_id)
    cases = [case.id for case in cases_queries.open_cases_of([customer_id]).get(customer_id, [])]
    progress = strategy_queries.progress_of(cases)
    moved = {pk: after_bounce(p.position) for pk, p in progress.items() if p.position and p.position.level}
    strategy_actions.move(dict(moved))
    refresh(act, [customer_id])
