"""Pauses of a customer: nobody contacts it for a while; a pause ended before its time."""

from django.http import HttpResponseBase

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import HoldForm, WhyForm
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import contacting
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.holds import HoldDraft


@allowed(Permission.CONTACT)
def hold_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Nobody contacts this customer for a while."""
    act, subject = request.desk.act, about(request, customer_id)
    form = HoldForm(request.POST or None)
    if is_done(request, form, lambda given: contacting.hold(act, HoldDraft(customer_id, **given))):
        text = N_("Mise en attente notée : personne n'est contacté.")
        return said(request, Reason(text), subject.back_url)
    return subject.show(request, form, N_("Mettre {name} en attente"), N_("Mettre en attente"))


@allowed(Permission.CONTACT)
def hold_release(request: DeskRequest, customer_id: int, hold_id: int) -> HttpResponseBase:
    """A pause ends before its time."""
    act, subject = request.desk.act, about(request, customer_id)
    found(next((h for h in subject.file.known.holds.get(customer_id, []) if h.id == hold_id), None))
    form = WhyForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: contacting.release(act, customer_id=customer_id, hold_id=hold_id, why=given["why"]),
    ):
        return said(request, Reason(N_("Mise en attente levée.")), subject.back_url)
    heading, verb = N_("Lever la mise en attente de {name}"), N_("Lever la mise en attente")
    return subject.show(request, form, heading, verb)
