"""Words of anger do not leave: a person rewrites them, or lets a night pass; the owner may still send them (R008)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows import outbox
from encours.ground.evidence.acts import Act
from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.clock import at
from encours.ground.kernel.reason import Refused
from encours.ground.wording.findings import Finding, Severity
from encours.ground.wording.linter.rulebook import HEATED
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import KeptWords

_MORNING = time(9)


@dataclass(frozen=True, slots=True)
class PutOff:
    """A message that waits for the next morning."""

    until: datetime


def next_morning(act: Act) -> datetime:
    """Nine o'clock on the next business day of the entity, or when it begins to write if that is later."""
    entity, closed = creditor_queries.entity(act.entity_id), creditor_queries.closed_periods(act.entity_id)
    day = next_business_day(act.today + timedelta(days=1), entity.country, entity.region, closed=closed)
    return at(day, max(_MORNING, entity.send_from), entity.time_zone)


def tomorrow_at_nine(act: Act) -> datetime:
    """Nine o'clock on the very next day."""
    return at(act.today + timedelta(days=1), _MORNING, creditor_queries.entity(act.entity_id).time_zone)


def are_heated(found: list[Finding]) -> bool:
    """Whether a text holds words of anger, and nothing that nobody may send."""
    return any(one.rule in HEATED for one in found) and all(
        one.severity is not Severity.BLOCK for one in found
    )


@transaction.atomic
def put_off(act: Act, *, message_id: int, subject: str, text: str) -> Refused | list[Finding] | PutOff:
    """Keeps the words and sends them the next morning; they are read again then, by the same rules.

    Words of anger that are still there leave only if the owner let them. Refused with what nobody may send, and
    with an error of another kind.
    """
    message = outreach_queries.message(act.entity_id, message_id)
    assert message is not None
    found = [
        f for f in outbox.look_at(act, message, subject=subject, text=text) if f.severity is not Severity.INFO
    ]
    grave = {Severity.BLOCK, Severity.ERROR}
    if any(f.severity is Severity.BLOCK or (f.severity in grave and f.rule not in HEATED) for f in found):
        return found
    if (subject, text) != (message.subject, message.text):
        kept = KeptWords(tuple(sorted({f.rule for f in found})))
        refused = outreach_actions.change_text(
            act, message_id=message_id, subject=subject, text=text, kept=kept
        )
        if refused is not None:
            return refused
    until = next_morning(act)
    return outreach_actions.put_off(act, message_id=message_id, until=until) or PutOff(until)
