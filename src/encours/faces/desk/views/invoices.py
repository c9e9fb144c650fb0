"""Invoices by hand: the list, one of them, a new one with its PDF, its copy."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.books.creditor.rules.terms import due_on
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.drafts import InvoiceDraft
from encours.faces.desk.forms.books import CopyForm, InvoiceForm
from encours.faces.desk.pages.invoice import invoice_page
from encours.faces.desk.pages.invoices import invoices_list
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import back_to, said, show_form
from encours.faces.desk.views.kept_files import file_shown
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.views.whose import customer_of, start_of
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import recording
from encours.ground.documents import queries as documents_queries
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say


@require_GET
@allowed(Permission.READ)
def invoices(request: DeskRequest) -> HttpResponseBase:
    """What is open and since when, with the aged balance."""
    return render(request, "desk/invoices/list.html", invoices_list(request.desk, request.GET.dict()))


@allowed(Permission.READ)
def invoice(request: DeskRequest, invoice_id: int) -> HttpResponseBase:
    """One invoice: what is left, what paid it, its copy."""
    row = found(receivables_queries.invoice(request.desk.entity.id, invoice_id))
    context = invoice_page(request.desk, row)
    is_resendable = row.document_id and context["invoice"]["open"] and request.desk.may(Permission.CONTACT)
    context["resend_url"] = reverse("desk:invoice_resend", args=[row.pk]) if is_resendable else None
    context["document_form"] = CopyForm() if context["actions"] and not row.cancelled_at else None
    return render(request, "desk/invoices/invoice.html", context)


@allowed(Permission.RECORD)
def invoice_attach(request: DeskRequest, invoice_id: int) -> HttpResponseBase:
    """The PDF of an invoice; it travels with our messages."""
    row = found(receivables_queries.invoice(request.desk.entity.id, invoice_id))
    page = reverse("desk:invoice", args=[invoice_id])
    form = CopyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name, content = form.cleaned_data["pdf"]
        recording.attach_copy(request.desk.act, invoice_id=invoice_id, name=name, content=content)
        remember(request, "invoice_attach", {"id": invoice_id, "document": row.document_id}, page)
        return said(request, Reason(N_("Copie de la facture {number} jointe."), number=row.number), page)
    return show_form(
        request,
        form,
        back_url=page,
        back_label=row.number,
        heading=_("Joindre la copie"),
        verb=_("Joindre la copie"),
        is_file=True,
    )


@require_GET
@allowed(Permission.READ)
def invoice_copy(request: DeskRequest, invoice_id: int) -> HttpResponseBase:
    """The kept copy, to look at or to save."""
    row = found(receivables_queries.invoice(request.desk.entity.id, invoice_id))
    document = found(row.document)
    content = documents_queries.content(document.pk)
    return file_shown(content, name=document.name, media_type=document.media_type)


@allowed(Permission.RECORD)
def invoice_new(request: DeskRequest) -> HttpResponseBase:
    """An invoice already issued elsewhere: number, date, due date, amount, PDF."""
    desk, start = request.desk, start_of(request)
    form = _form(request, start)
    if request.method == "POST" and form.is_valid():
        made = _add(desk, form.cleaned_data)
        if not isinstance(made, Refused):
            remember(request, "invoice_new", {"id": made}, back_to(request, reverse("desk:invoices")))
            page = back_to(request, reverse("desk:invoice", args=[made]))
            again = "again" in request.POST
            return said(request, _told(form.cleaned_data), request.get_full_path() if again else page)
        refuse(request, form, made)
    return show_form(
        request,
        form,
        back_url=back_to(request, _before(start)),
        back_label=_("Revenir"),
        heading=_("Ajouter une facture"),
        is_file=True,
        intro=_("Déjà émise ailleurs : il suffit de la noter ici."),
        verb=_("Ajouter la facture"),
        again_verb=_("Ajouter, puis une autre"),
    )


@undoes("invoice_new", Permission.RECORD)
def _undo_new(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    row = found(receivables_queries.invoice(desk.entity.id, values["id"]))
    return recording.change_books(
        desk.act, row.customer_id, lambda: receivables_actions.cancel_invoice(desk.act, invoice_id=row.pk)
    )


@undoes("invoice_attach", Permission.RECORD)
def _undo_attach(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    receivables_actions.attach_copies(desk.act, {values["id"]: values["document"]})
    return None


def _before(start: dict[str, Any]) -> str:
    if "customer_id" in start:
        return reverse("desk:customer", args=[start["customer_id"]])
    return reverse("desk:invoices")


def _form(request: DeskRequest, start: dict[str, Any]) -> InvoiceForm:
    entity = request.desk.entity
    days = start.get("term_days") or entity.term_days
    words = N_("Vide : {days} jours après la date de facture, selon vos conditions.")
    return InvoiceForm(
        request.POST or None,
        request.FILES or None,
        initial={"issued_on": request.desk.act.today, **start},
        entity_id=entity.id,
        own_currency=entity.currency,
        due_help=say(Reason(words, days=days)),
    )


@transaction.atomic
def _add(desk: Desk, given: dict[str, Any]) -> int | Refused:
    customer_id = customer_of(desk, given)
    made = (
        customer_id
        if isinstance(customer_id, Refused)
        else recording.add_invoice(desk.act, _draft(desk, customer_id, given), pdf=given["pdf"])
    )
    if isinstance(made, Refused):
        transaction.set_rollback(True)
    return made


def _draft(desk: Desk, customer_id: int, given: dict[str, Any]) -> InvoiceDraft:
    total: Money = given["total"]
    parts = tuple((day, amount.minor) for day, amount in given["instalments"])
    return InvoiceDraft(
        customer_id=customer_id,
        number=given["number"],
        issued_on=given["issued_on"],
        currency=total.currency,
        total_minor=total.minor,
        dues=parts or ((given["due_on"] or _due_on(desk, customer_id, given["issued_on"]), total.minor),),
        po_number=given["po_number"],
    )


def _due_on(desk: Desk, customer_id: int, issued_on: date) -> date:
    """The day that the customer's terms give, else the company's."""
    customer = found(receivables_queries.customer(desk.entity.id, customer_id))
    days = desk.entity.term_days if customer.term_days is None else customer.term_days
    return due_on(issued_on, days, desk.entity.term_rule)


def _told(given: dict[str, Any]) -> Reason:
    return Reason(N_("Facture {number} ajoutée : {amount}."), number=given["number"], amount=given["total"])
