"""What calls left to do on a day: summaries to send, calls and visits at their hour, tasks by their day."""

from dataclasses import dataclass
from datetime import datetime

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import queries as receivables_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import local_date
from encours.method.calls.queries import under_way
from encours.method.calls.queries.under_way import FollowUpFact, SummaryDue
from encours.method.outreach.queries.by_step import by_step_keys
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy import queries as strategy_queries

GONE = frozenset({MessageState.ACCEPTED, MessageState.SENT_BY_HAND})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A summary that has not left. `message_id` None: none could be prepared. `is_late`: the call was not today."""

    due: SummaryDue
    message_id: int | None
    state: MessageState | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class CallBack:
    """A customer asked to be called at an hour of today."""

    case_id: int
    customer_id: int
    customer_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Agenda:
    """What waits for somebody today because of calls."""

    summaries: tuple[Waiting, ...]
    call_backs: tuple[CallBack, ...]
    follow_ups: tuple[FollowUpFact, ...]


def agenda(act: Act) -> Agenda:
    """What calls left to do today. A constant number of questions."""
    return Agenda(
        tuple(summaries_waiting(act)),
        tuple(_call_backs(act)),
        tuple(under_way.open_follow_ups(act.entity_id, until=act.today)),
    )


def summaries_waiting(act: Act) -> list[Waiting]:
    """The summaries that have not left, the oldest first."""
    due = under_way.summaries_due(act.entity_id)
    if not due:
        return []
    messages = by_step_keys(act.entity_id, {summary_key(each.note_id) for each in due})
    zone = creditor_queries.entity(act.entity_id).time_zone
    found = []
    for each in due:
        message_id, state = messages.get(summary_key(each.note_id), (None, None))
        if state not in GONE:
            is_late = local_date(each.called_at, zone) < act.today
            found.append(Waiting(each, message_id, state, is_late))
    return found


def summary_key(note_id: int) -> str:
    """The step of a call's summary: it leaves once."""
    return f"summary/{note_id}"


def _call_backs(act: Act) -> list[CallBack]:
    zone = creditor_queries.entity(act.entity_id).time_zone
    asked = [
        (case_id, customer_id, at)
        for case_id, customer_id, at in strategy_queries.call_backs(act.entity_id)
        if local_date(at, zone) == act.today
    ]
    names = receivables_queries.customers_by_id({customer_id for _case, customer_id, _at in asked})
    return [CallBack(case, customer, names[customer].name, at) for case, customer, at in asked]
