"""A copy of an open invoice sent again in one click."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.forms.books import OrderNumberForm
from encours.faces.desk.heard import heard
from encours.faces.desk.views.back import back_to, said, show_form, told
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import resending
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say


@require_POST
@allowed(Permission.CONTACT)
def invoice_resend(request: DeskRequest, invoice_id: int) -> HttpResponseBase:
    """Prepares the message with the copy; it leaves as any other does, and can be withheld until then."""
    row = found(receivables_queries.invoice(request.desk.entity.id, invoice_id))
    outcome = resending.resend(request.desk.act, customer_id=row.customer_id, invoice_id=invoice_id)
    text = N_("Copie de {number} préparée pour {email} : elle est dans les messages.")
    words = Reason(text, number=row.number, email=outcome)
    return told(request, outcome, words, back_to(request, reverse("desk:invoice", args=[invoice_id])))


@allowed(Permission.CONTACT)
def invoice_order_number(request: DeskRequest, invoice_id: int) -> HttpResponseBase:
    """The customer's order number is noted, and the copy leaves again with it the same day (R085)."""
    row, desk = found(receivables_queries.invoice(request.desk.entity.id, invoice_id)), request.desk
    from_mail = heard(request, row.customer_id)
    start: dict[str, Any] = {"po_number": row.po_number} | from_mail.start(desk, "po_number")
    form = OrderNumberForm(request.POST or None, initial=start)
    here = back_to(request, reverse("desk:invoice", args=[invoice_id]))
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["po_number"]
        sent = resending.resend_with_order_number(
            desk.act, customer_id=row.customer_id, invoice_id=invoice_id, po_number=number
        )
        if not isinstance(sent, Refused):
            from_mail.settle(desk)
            return said(request, order_noted(row.number, sent), here)
        refuse(request, form, sent)
    heading = say(Reason(N_("Numéro de commande de la facture {number}"), number=row.number))
    return show_form(request, form, back_url=here, heading=heading, verb=say(Reason(N_("Noter et renvoyer"))))


def order_noted(number: str, email: object) -> Reason:
    """What became of an order number: where the copy goes, or that it cannot leave today."""
    if email is None:
        return Reason(
            N_("Numéro de commande noté sur {number}. La copie ne peut pas repartir aujourd'hui."),
            number=number,
        )
    text = N_("Numéro de commande noté ; copie de {number} préparée pour {email}.")
    return Reason(text, number=number, email=email)
