"""A dispute ends: the customer agrees, both settle it anew after an objection, or it is withdrawn."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from encours.flows.disputes.answering import again, dated_anew, ended, fulfilled, note_owed, or_nothing
from encours.flows.disputes.left import peace_until
from encours.flows.disputes.letters import prepare_answer
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.method.disputes import actions as disputes_actions
from encours.method.disputes.queries import DisputeFact
from encours.method.disputes.rules.contest import AnswerDraft, Settlement
from encours.method.disputes.rules.letters import Letter
from encours.method.disputes.rules.words import OWES_A_CREDIT


@transaction.atomic
def agreed(
    act: Act, *, dispute_id: int, trace: str, settled: Settlement | None = None, seen: int | None = None
) -> Refused | None:
    """The customer agrees with what is to be paid. `settled`: what was agreed anew after an objection.

    What is then still to be credited is ours to do, and nobody is reminded before it is done. Our letter says
    what was agreed (T17).
    """
    if settled is not None and settled.outcome in OWES_A_CREDIT and settled.new_due_on is None:
        dated = dated_anew(act, AnswerDraft(settled.outcome, "–", settled.granted))
        settled = replace(settled, new_due_on=dated.new_due_on)
    refused = _over(
        act,
        dispute_id,
        lambda: disputes_actions.agree(act, dispute_id=dispute_id, trace=trace, settled=settled, seen=seen),
    )
    if refused is None and settled is not None:
        refused = or_nothing(_owe_the_rest(act, again(act, dispute_id)))
        prepare_answer(act, dispute_id=dispute_id, letter=Letter.AGREED)
    return refused


def _owe_the_rest(act: Act, fact: DisputeFact) -> Refused | None:
    """What was agreed to be given back and is not in the books yet."""
    credited = fact.amount - fact.left
    if fact.outcome not in OWES_A_CREDIT or fact.granted <= credited:
        return None
    fulfilled(act, fact)
    made = note_owed(act, fact, fact.granted - credited, peace_until(act))
    if made is None:
        refresh(act, [fact.customer_id])
    return made


@transaction.atomic
def withdrawn(act: Act, *, dispute_id: int, why: str, seen: int | None = None) -> Refused | None:
    """The customer takes the remark back: nothing is concluded from it."""
    return _over(
        act, dispute_id, lambda: disputes_actions.withdraw(act, dispute_id=dispute_id, why=why, seen=seen)
    )


def _over(act: Act, dispute_id: int, doing: Callable[[], Refused | None]) -> Refused | None:
    refused = or_nothing(doing())
    if refused is not None:
        return refused
    fact = again(act, dispute_id)
    ended(act, fact)
    refresh(act, [fact.customer_id])
    return None
