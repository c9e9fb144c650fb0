"""Decides whether a plan may give way to another one: before a date, once, and with a payment made."""

from datetime import date

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.plan_states import PLAN_MOVES, PLAN_STATE_LABELS, PlanState


def problem_of_renegotiation(plan: Plan, *, today: date) -> Refused | None:
    """What forbids another plan in place of this one.

    A plan whose first date has come is renegotiated with a payment made; before it, and while it is paused, without.
    Source: method 2k, «renegotiated».
    """
    if PlanState.RENEGOTIATED not in PLAN_MOVES[plan.state]:
        text = N_("Seul un échéancier en cours et à jour se renégocie ; celui-ci est « {state} ».")
        return Refused(Reason(text, state=Reason(PLAN_STATE_LABELS[plan.state])))
    if plan.renegotiated:
        return Refused(Reason(N_("Un échéancier ne se renégocie qu'une fois.")))
    if plan.state is PlanState.PAUSED:
        return None
    coming = plan.next_part
    if coming is not None and coming.promised_for <= today:
        text = N_("L'échéance du {on} est à régler d'abord : un échéancier se renégocie avant une date.")
        return Refused(Reason(text, on=coming.promised_for))
    if plan.state is PlanState.RUNNING and not plan.received:
        return Refused(Reason(N_("Un échéancier en cours se renégocie avec un versement : rien n'est reçu.")))
    return None
