"""The plan B of a case in which nothing was agreed: chosen before a formal act, made ready like any other."""

from django.db import transaction

from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements.rules.plan_b import Measure, PlanBDraft
from encours.method.cases.queries import CaseFact

DAYS_AFTER = 10


@transaction.atomic
def choose(act: Act, case: CaseFact, *, measure: Measure, words: str) -> int | Refused:
    """What happens when the formal act stays without effect; who chooses it carries it out. Gives its id."""
    kind, _colon, user = act.actor.partition(":")
    owner = int(user) if kind == "user" and user.isdecimal() else None
    draft = PlanBDraft(measure, DAYS_AFTER, owner, words)
    made = agreements_actions.open_plan_b(act, case_id=case.id, customer_id=case.customer_id, draft=draft)
    if not isinstance(made, Refused):
        refresh(act, [case.customer_id])
    return made
