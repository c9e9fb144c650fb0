"""Plan B of a case, for us alone: what makes it ready, its carrying out, its only ways back."""

from typing import Any

from django.http import HttpResponseBase

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.agreements import PlanBDoneForm, PlanBReadyForm, PlanBWithdrawForm
from encours.faces.desk.pages.agreements import plan_b_told
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import plan_b
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.queries.plan_bs import plan_bs_of
from encours.method.agreements.rules.plan_b import PlanB, Readiness, Withdrawal


@allowed(Permission.CONTACT)
def ready(request: DeskRequest, customer_id: int, plan_b_id: int) -> HttpResponseBase:
    """Which of the facts hold; the owner's word is the owner's."""
    desk, subject, one = request.desk, about(request, customer_id), _one(request, customer_id, plan_b_id)
    form = PlanBReadyForm(
        request.POST or None,
        needed=[fact.value for fact in Readiness if fact in one.needed],
        may_approve=desk.is_owner,
        initial={fact.value: fact in one.ready for fact in Readiness},
    )

    def prepare(given: dict[str, Any]) -> None:
        facts = frozenset(fact for fact in Readiness if given.get(fact.value))
        plan_b.prepare(desk.act, customer_id=customer_id, plan_b_id=plan_b_id, ready=facts)

    if is_done(request, form, prepare):
        return said(request, Reason(N_("Plan B mis à jour.")), subject.back_url)
    notes = [Reason(N_("Pour nous seuls : rien de ceci n'est écrit au client avant qu'il ne soit annoncé."))]
    heading, verb = N_("Plan B pour {name}"), N_("Enregistrer")
    return subject.show(request, form, heading, verb, intro=plan_b_told(one), notes=notes)


@allowed(Permission.DECIDE)
def withdraw(request: DeskRequest, customer_id: int, plan_b_id: int) -> HttpResponseBase:
    """What was named does not take place, for one of the six facts."""
    act, subject, one = request.desk.act, about(request, customer_id), _one(request, customer_id, plan_b_id)
    form = PlanBWithdrawForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: plan_b.withdraw(
            act, plan_b_id=one.id, because=Withdrawal(given["because"]), note=given["note"]
        ),
    ):
        return said(request, Reason(N_("Plan B retiré.")), subject.back_url)
    heading, verb = N_("Retirer le plan B annoncé à {name}"), N_("Retirer le plan B")
    return subject.show(request, form, heading, verb, intro=plan_b_told(one), is_grave=True)


@allowed(Permission.DECIDE)
def done(request: DeskRequest, customer_id: int, plan_b_id: int) -> HttpResponseBase:
    """What was named was carried out."""
    act, subject, one = request.desk.act, about(request, customer_id), _one(request, customer_id, plan_b_id)
    form = PlanBDoneForm(request.POST or None)
    if is_done(request, form, lambda given: plan_b.execute(act, plan_b_id=one.id, note=given["note"])):
        return said(request, Reason(N_("Plan B exécuté.")), subject.back_url)
    heading, verb = N_("Plan B exécuté pour {name}"), N_("Noter l'exécution")
    return subject.show(request, form, heading, verb, intro=plan_b_told(one), is_grave=True)


def _one(request: DeskRequest, customer_id: int, plan_b_id: int) -> PlanB:
    about(request, customer_id)
    rows = plan_bs_of([customer_id]).get(customer_id, [])
    return found(next((one for one in rows if one.id == plan_b_id), None))
