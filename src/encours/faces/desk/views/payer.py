"""What people say of a payer: facts noted and taken back, the owner's word on its type, given and taken back."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import WhyForm
from encours.faces.desk.forms.payer import FactForm, GroundsForm
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import ask_first, is_done, said, told
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import opinions
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.insight import queries as insight_queries
from encours.method.insight.rules.payer import OBSERVED_LABELS


@allowed(Permission.CONTACT)
def fact_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Something was said or observed that tells how this customer pays."""
    act, subject = request.desk.act, about(request, customer_id)
    form = FactForm(request.POST or None, initial={"on": act.today})
    if request.method == "POST" and form.is_valid():
        made = opinions.note_fact(act, customer_id=customer_id, **form.cleaned_data)
        if not isinstance(made, Refused):
            remember(request, "fact_new", {"customer": customer_id, "id": made}, subject.back_url)
            return said(request, Reason(N_("Fait noté : il compte dès maintenant.")), subject.back_url)
        refuse(request, form, made)
    intro = N_("Un fait, jamais une impression : il pèse sur le profil et n'est jamais montré au client.")
    return subject.show(
        request, form, N_("Fait observé chez {name}"), N_("Noter le fait"), intro=Reason(intro)
    )


@allowed(Permission.CONTACT)
def fact_withdraw(request: DeskRequest, customer_id: int, observation_id: int) -> HttpResponseBase:
    """A fact was noted by mistake."""
    act, subject = request.desk.act, about(request, customer_id)
    noted = insight_queries.noted_of([customer_id]).get(customer_id, ())
    fact = found(next((one for one in noted if one.id == observation_id), None))
    if request.method == "POST":
        outcome = opinions.withdraw_fact(act, customer_id=customer_id, observation_id=observation_id)
        return told(request, outcome, Reason(N_("Fait retiré : il ne compte plus.")), subject.back_url)
    return ask_first(
        request,
        back_url=subject.back_url,
        heading=say(Reason(N_("Retirer ce fait de {name} ?"), name=subject.file.customer.name)),
        consequence=Reason(N_("Il ne compte plus pour le profil. Le journal garde qu'il a été noté.")),
        details=[
            Reason(
                N_("{fact}, le {on} ({source})"),
                fact=Reason(OBSERVED_LABELS[fact.fact]),
                on=fact.on,
                source=fact.source,
            )
        ],
        verb=say(Reason(N_("Retirer ce fait"))),
    )


@allowed(Permission.DECIDE)
def confirm_type(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The owner confirms, on facts, that a customer avoids paying (R032)."""
    desk, subject = request.desk, about(request, customer_id)
    form = GroundsForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: opinions.confirm(
            desk.act, customer_id=customer_id, grounds=given["grounds"], by_owner=desk.is_owner
        ),
    ):
        return said(request, Reason(N_("Profil confirmé : son scénario s'applique.")), subject.back_url)
    heading = N_("Confirmer le profil de {name}")
    intro = N_(
        "Vous jugez, sur des faits, que ce client évite de payer. Vous seul le pouvez : ses étapes deviennent "
        "plus fermes, et rien n'en est dit au client."
    )
    return subject.show(request, form, heading, N_("Confirmer le profil"), intro=Reason(intro), is_grave=True)


@allowed(Permission.DECIDE)
def withdraw_type(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The confirmation is taken back, with a reason: the customer is treated as before it."""
    act, subject = request.desk.act, about(request, customer_id)
    form = WhyForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: opinions.withdraw_confirmation(act, customer_id=customer_id, why=given["why"]),
    ):
        text = N_("Confirmation retirée : les étapes plus fermes ne s'appliquent plus.")
        return said(request, Reason(text), subject.back_url)
    return subject.show(request, form, N_("Revenir sur le profil de {name}"), N_("Retirer la confirmation"))


@undoes("fact_new", Permission.CONTACT)
def _undo_fact(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return opinions.withdraw_fact(desk.act, customer_id=values["customer"], observation_id=values["id"])
