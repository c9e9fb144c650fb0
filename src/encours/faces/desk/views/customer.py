"""The customer file, and the owner's word on what kind of payer this is."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import GroundsForm
from encours.faces.desk.pages.customer import customer_page
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import opinions
from encours.flows.customer_file import customer_file
from encours.ground.kernel.reason import N_, Reason


@require_GET
@allowed(Permission.READ)
def customer(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """One customer: what is due, what comes next, the exchanges, the people."""
    file = found(customer_file(request.desk.act, customer_id))
    return render(request, "desk/customers/file.html", customer_page(request.desk, file))


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
