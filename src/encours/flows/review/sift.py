"""Messages that wait and whose facts changed are withheld at once: nobody confirms or sends them by mistake."""

from collections.abc import Sequence

from encours.flows.review.assess import Assessment
from encours.flows.review.gathered import Gathered
from encours.flows.review.recheck import address_changed, standing
from encours.ground.evidence.acts import Act
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import Withheld
from encours.method.outreach.models import Message
from encours.method.outreach.rules.contact_facts import Decision, Verdict
from encours.method.outreach.rules.states import MessageState


def sift(act: Act, known: Gathered, assessments: Sequence[Assessment]) -> list[int]:
    """Withholds what waits for a person or for its hour and is no longer right; returns their ids."""
    found = unfit(known, assessments)
    return outreach_actions.withhold_waiting(act, withheld=found) if found else []


def unfit(known: Gathered, assessments: Sequence[Assessment]) -> list[Withheld]:
    """What waits for a person or for its hour and is no longer right; nothing is changed.

    A refused message is only taken back once its address was changed: sending it again is for a
    person to say.
    """
    if not any(known.pending.values()):
        return []
    by_pair = {(a.customer_id, a.currency): a for a in assessments}
    found = []
    for message in outreach_queries.waiting_of(known.pending):
        assessment = by_pair.get((message.customer_id, message.currency))
        verdict = _verdict(known, message, assessment)
        if verdict is not None and verdict.decision is Decision.BLOCK:
            found.append(Withheld(message, str(verdict.rule or ""), verdict.reason))
    return found


def _verdict(known: Gathered, message: Message, a: Assessment | None) -> Verdict | None:
    if message.state == MessageState.REFUSED or a is None:
        return address_changed(message)
    return standing(known, message, a)
