"""The work on a dispute at the desk: begun, its steps, who follows it, files, an objection, a mediator."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Role
from encours.flows.contacting import calendar_of
from encours.flows.disputes.answering import GONE
from encours.flows.disputes.opening import keep_papers
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes import actions as disputes_actions
from encours.method.disputes import queries as disputes_queries
from encours.method.disputes.rules.contest import MANAGER_CALLS_WITHIN
from encours.method.disputes.rules.papers import SentFile, problem_of_files
from encours.method.disputes.rules.states import DisputeEvent

_NOT_THE_OWNER = Refused(Reason(N_("Le dirigeant décide d'une médiation ou d'un avocat.")))


@transaction.atomic
def begin(act: Act, *, dispute_id: int, how: str = "", seen: int | None = None) -> Refused | None:
    """Somebody begins to look into it; `how`: the customer was told so by another way than our letter."""
    if how.strip():
        return disputes_actions.acknowledge(act, dispute_id=dispute_id, how=how.strip(), seen=seen)
    return disputes_actions.start(act, dispute_id=dispute_id, seen=seen)


@transaction.atomic
def add_papers(act: Act, *, dispute_id: int, files: Sequence[SentFile]) -> Refused | None:
    """The team adds files; they travel with our answer."""
    if disputes_queries.dispute(act.entity_id, dispute_id) is None:
        return GONE
    if refused := problem_of_files(files):
        return refused
    keep_papers(act, dispute_id=dispute_id, files=files)
    return None


@transaction.atomic
def hand_over(
    act: Act, *, dispute_id: int, member_id: int, answer_due_on: date | None = None
) -> Refused | None:
    """Another person of the team follows it."""
    fact = disputes_queries.dispute(act.entity_id, dispute_id)
    member = next((m for m in creditor_queries.team(act.entity_id) if m.id == member_id), None)
    if fact is None or member is None:
        return GONE
    refused = disputes_actions.hand_over(
        act, dispute_id=dispute_id, member_id=member.id, name=member.name, answer_due_on=answer_due_on
    )
    if refused is None:
        refresh(act, [fact.customer_id])
    return refused


@transaction.atomic
def objected(act: Act, *, dispute_id: int, facts: str, seen: int | None = None) -> Refused | None:
    """The customer objects to our answer with facts: the manager calls within two business days."""
    fact = disputes_queries.dispute(act.entity_id, dispute_id)
    if fact is None:
        return GONE
    manager = creditor_queries.member_in_role(creditor_queries.team(act.entity_id), Role.MANAGER)
    refused = disputes_actions.object_to(
        act,
        dispute_id=dispute_id,
        facts=facts,
        call=disputes_actions.ManagerCall(
            calendar_of(act).after(act.today, MANAGER_CALLS_WITHIN), manager.id if manager else None
        ),
        seen=seen,
    )
    if refused is None:
        refresh(act, [fact.customer_id])
    return refused


@transaction.atomic
def escalate(
    act: Act, *, dispute_id: int, event: DisputeEvent, why: str, seen: int | None = None
) -> Refused | None:
    """A contested answer goes to a mediator or a lawyer; only whoever decides says so."""
    fact = disputes_queries.dispute(act.entity_id, dispute_id)
    if fact is None:
        return GONE
    if not _is_owner(act):
        return _NOT_THE_OWNER
    refused = disputes_actions.escalate(act, dispute_id=dispute_id, event=event, why=why, seen=seen)
    if refused is None:
        refresh(act, [fact.customer_id])
    return refused


def _is_owner(act: Act) -> bool:
    team = creditor_queries.team(act.entity_id)
    return any(f"user:{m.user_id}" == act.actor and m.role is Role.OWNER for m in team)
