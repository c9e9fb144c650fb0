"""A message came back: the address is left alone, and the step that nobody received comes again."""

from django.db import transaction

from encours.books.receivables import actions as receivables_actions
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.method.cases import actions as cases_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.models import Message
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.rules.position import after_bounce


@transaction.atomic
def note_bounce(
    act: Act, *, customer_id: int, contact_id: int | None, message: Message | None = None
) -> None:
    """Nobody writes to this address until it is corrected; then what was lost leaves once more.

    `message`: the one that came back, else the last one to that person. It reached nobody: it is no
    contact in the sense of the guard, and the level that it took is to be taken again. Without
    `contact_id` the address was changed since, and only the message is noted.
    """
    if contact_id is not None:
        receivables_actions.note_bounce(act, contact_id=contact_id)
        message = message or outreach_queries.last_to(contact_id)
    if message is not None:
        cases_actions.mark_unreached(act, customer_id=customer_id, source=f"message:{message.pk}")
        _take_back(message)
    refresh(act, [customer_id])


@transaction.atomic
def note_unreached(act: Act, *, message: Message) -> None:
    """A text did not arrive: it is no contact, and its step is to be taken again."""
    cases_actions.mark_unreached(act, customer_id=message.customer_id, source=f"message:{message.pk}")
    _take_back(message)
    refresh(act, [message.customer_id])


def _take_back(message: Message) -> None:
    if message.case_id is None:
        return
    progress = strategy_queries.progress_of([message.case_id]).get(message.case_id)
    if progress and progress.position and progress.position.level == message.level:
        strategy_actions.move({progress.case_id: after_bounce(progress.position)})
