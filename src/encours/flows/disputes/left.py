"""A letter about a dispute left: the remark is acknowledged, or the days to object to our answer begin."""

from datetime import date

from encours.books.creditor import queries as creditor_queries
from encours.ground.evidence.acts import Act
from encours.method.cases.rules.calendar import Calendar
from encours.method.disputes import actions as disputes_actions
from encours.method.disputes.rules.contest import rests_until_on
from encours.method.disputes.rules.letters import Letter, letter_of
from encours.method.strategy.thresholds import thresholds_now


def letter_left(act: Act, step_key: str) -> None:
    """Tells the room which of its letters left; any other message is none of its business."""
    found = letter_of(step_key)
    if found is None:
        return
    dispute_id, letter = found
    match letter:
        case Letter.RECEIVED:
            disputes_actions.acknowledge(act, dispute_id=dispute_id)
        case Letter.ANSWERED:
            disputes_actions.note_told(act, dispute_id=dispute_id, rests_until_on=peace_until(act))
        case Letter.AGREED:
            """Both had agreed before; nothing begins by it."""


def peace_until(act: Act) -> date:
    """The last of the days in which the customer may object to an answer of today."""
    entity = creditor_queries.entity(act.entity_id)
    calendar = Calendar(entity.country, entity.region, creditor_queries.closed_periods(act.entity_id))
    return rests_until_on(act.today, calendar, thresholds_now(act).disputes)
