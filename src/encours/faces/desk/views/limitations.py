"""Limitation: the invoices that come near their last day, one customer's, and what moved it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries.aged import open_invoices_of
from encours.faces.desk.forms.law import LegalEventForm
from encours.faces.desk.pages import limitations as page
from encours.faces.desk.views.back import back_to, is_done, said, show_form, told
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.legal.in_force import law_in_force
from encours.flows.legal.rights_here import kinds_known
from encours.method.cases import actions as cases_actions
from encours.method.cases.legal_events import is_noted
from encours.method.cases.rules.legal_events import LegalEventDraft, LegalEventKind


@require_GET
@allowed(Permission.READ)
def limitations(request: DeskRequest) -> HttpResponseBase:
    """Every invoice whose last day is near or past."""
    return render(request, "desk/customers/limitations.html", page.limitations_page(request.desk))


@require_GET
@allowed(Permission.READ)
def customer_limitation(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """What is open at one customer's, with its last day."""
    customer = _customer(request, customer_id)
    shown = page.limitation_of_customer(request.desk, customer)
    return render(request, "desk/customers/limitation.html", shown)


@allowed(Permission.RECORD)
def legal_event_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Something happened that the law may count."""
    desk, customer = request.desk, _customer(request, customer_id)
    invoices = [(str(x.invoice_id), x.number) for x in open_invoices_of([customer_id])]
    kinds = kinds_known(customer, law_in_force(desk.entity.id))
    form, to = LegalEventForm(request.POST or None, kinds=kinds, invoices=invoices), _page(customer_id)
    if is_done(
        request,
        form,
        lambda given: cases_actions.note_legal_event(desk.act, draft=_draft(customer_id, given)),
    ):
        return said(request, _("Noté : les derniers jours sont recalculés."), to)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=customer.name,
        heading=_("Noter un événement"),
        intro=_("Seul ce que la loi de ce client compte est proposé ; gardez-en la preuve."),
        verb=_("Noter"),
    )


@require_POST
@allowed(Permission.RECORD)
def legal_event_withdraw(request: DeskRequest, event_id: int) -> HttpResponseBase:
    """It was noted by mistake."""
    found(is_noted(request.desk.entity.id, event_id) or None)
    outcome = cases_actions.withdraw_legal_event(request.desk.act, event_id=event_id)
    to = back_to(request, reverse("desk:limitations"))
    return told(request, outcome, _("Retiré : les derniers jours sont recalculés."), to)


def _draft(customer_id: int, given: Mapping[str, Any]) -> LegalEventDraft:
    invoice = given["invoice"]
    return LegalEventDraft(
        customer_id=customer_id,
        kind=LegalEventKind(given["kind"]),
        on=given["on"],
        until=given["until"],
        invoice_id=int(invoice) if invoice else None,
        proof=given["proof"],
    )


def _customer(request: DeskRequest, customer_id: int) -> Any:
    customer = receivables_queries.customers_by_id([customer_id]).get(customer_id)
    is_ours = customer is not None and customer.entity_id == request.desk.entity.id
    return found(customer if is_ours else None)


def _page(customer_id: int) -> str:
    return reverse("desk:customer_limitation", args=[customer_id])
