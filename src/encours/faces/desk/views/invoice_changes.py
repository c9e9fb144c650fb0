"""What changes about an invoice afterwards: another due date, cancelled, brought back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.forms.books import DueForm
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import ask_first, back_to, is_done, said, show_form, told
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import recording
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say


@allowed(Permission.RECORD)
def invoice_due(request: DeskRequest, due_id: int) -> HttpResponseBase:
    """Another due date: an assumed one made sure, or one agreed anew."""
    due = found(receivables_queries.due(request.desk.entity.id, due_id))
    page = back_to(request, reverse("desk:invoice", args=[due.invoice_id]))
    form = DueForm(request.POST or None, initial={"due_on": due.due_on})
    if is_done(request, form, lambda given: _change_due(request.desk, due_id, given["due_on"])):
        remember(request, "invoice_due", {"id": due_id, "on": due.due_on.isoformat()}, page)
        return said(request, Reason(N_("Échéance : {on}."), on=form.cleaned_data["due_on"]), page)
    return show_form(
        request,
        form,
        back_url=page,
        back_label=due.invoice.number,
        heading=_("Changer l'échéance"),
        intro=Reason(
            N_("Facture {number} : le scénario se règle sur cette date."), number=due.invoice.number
        ),
        verb=_("Enregistrer l'échéance"),
    )


@allowed(Permission.RECORD)
def invoice_cancel(request: DeskRequest, invoice_id: int) -> HttpResponseBase:
    """Takes back an invoice typed in by mistake."""
    row = found(receivables_queries.invoice(request.desk.entity.id, invoice_id))
    page = back_to(request, reverse("desk:invoice", args=[invoice_id]))
    if request.method == "POST":
        refused = _cancel(request.desk, invoice_id)
        if refused is None:
            remember(request, "invoice_restore", {"id": invoice_id}, page)
        return told(request, refused, Reason(N_("Facture {number} annulée."), number=row.number), page)
    return ask_first(
        request,
        back_url=page,
        heading=say(Reason(N_("Annuler la facture {number} ?"), number=row.number)),
        consequence=_(
            "Elle ne sera plus demandée à personne et son numéro redevient libre. Rien "
            "n'est effacé : vous pourrez la rétablir."
        ),
        verb=_("Annuler la facture"),
        is_grave=True,
    )


@allowed(Permission.RECORD)
def invoice_restore(request: DeskRequest, invoice_id: int) -> HttpResponseBase:
    """Brings a cancelled invoice back as it was."""
    row = found(receivables_queries.invoice(request.desk.entity.id, invoice_id))
    page = back_to(request, reverse("desk:invoice", args=[invoice_id]))
    if request.method == "POST":
        refused = _restore(request.desk, invoice_id)
        if refused is None:
            remember(request, "invoice_cancel", {"id": invoice_id}, page)
        return told(request, refused, Reason(N_("Facture {number} rétablie."), number=row.number), page)
    return ask_first(
        request,
        back_url=page,
        heading=say(Reason(N_("Rétablir la facture {number} ?"), number=row.number)),
        consequence=_("Elle est de nouveau due, comme avant."),
        verb=_("Rétablir la facture"),
    )


@undoes("invoice_due", Permission.RECORD)
def _undo_due(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return _change_due(desk, values["id"], date.fromisoformat(values["on"]))


@undoes("invoice_cancel", Permission.RECORD)
def _undo_restore(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return _cancel(desk, values["id"])


@undoes("invoice_restore", Permission.RECORD)
def _undo_cancel(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return _restore(desk, values["id"])


def _change_due(desk: Desk, due_id: int, due_on: date) -> Refused | None:
    due = found(receivables_queries.due(desk.entity.id, due_id))
    return recording.change_books(
        desk.act,
        due.customer_id,
        lambda: receivables_actions.change_due_date(desk.act, due_id=due_id, due_on=due_on),
    )


def _cancel(desk: Desk, invoice_id: int) -> Refused | None:
    row = found(receivables_queries.invoice(desk.entity.id, invoice_id))
    return recording.cancel_invoice(desk.act, customer_id=row.customer_id, invoice_id=invoice_id)


def _restore(desk: Desk, invoice_id: int) -> Refused | None:
    row = found(receivables_queries.invoice(desk.entity.id, invoice_id))
    return recording.change_books(
        desk.act,
        row.customer_id,
        lambda: receivables_actions.restore_invoice(desk.act, invoice_id=invoice_id),
    )
