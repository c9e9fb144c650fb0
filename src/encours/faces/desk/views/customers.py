"""Customers by hand: the list, a new one, changes, put away and brought back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.drafts import ContactDraft, CustomerDraft
from encours.faces.desk.addresses import number_in, with_query
from encours.faces.desk.forms.books import CustomerForm, NewCustomerForm
from encours.faces.desk.pages.banners import alike_words
from encours.faces.desk.pages.customers import customers_list
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import ask_first, back_to, said, show_form, told
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import recording
from encours.flows.look_alikes import look_alikes
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.places import zone_of
from encours.ground.plumbing.say import say
from encours.ground.wording.facts import Register

_FIELDS = [
    field.name for field in fields(CustomerDraft) if field.name not in ("contacts", "region", "time_zone")
]


@require_GET
@allowed(Permission.READ)
def customers(request: DeskRequest) -> HttpResponseBase:
    """What each customer owes and what comes next, by name."""
    last = number_in(request.GET.get("apres", ""))
    after = None if last is None else (request.GET.get("nom", ""), last)
    text = request.GET.get("q", "").strip()[:100]
    context = customers_list(request.desk, shown=request.GET.get("vue", ""), text=text, after=after)
    return render(request, "desk/customers/list.html", context)


@allowed(Permission.RECORD)
def customer_new(request: DeskRequest) -> HttpResponseBase:
    """A name and an e-mail are enough; the invoice may follow at once."""
    form = _new_form(request)
    if request.method == "POST" and form.is_valid():
        made = recording.add_customer(request.desk.act, _draft(form.cleaned_data))
        if not isinstance(made, Refused):
            remember(request, "customer_new", {"id": made}, back_to(request, reverse("desk:customers")))
            words = Reason(N_("Client ajouté : {name}."), name=form.cleaned_data["name"])
            page = _after_new(request, made)
            _warn_of_look_alikes(request, made, page)
            return said(request, words, page)
        refuse(request, form, made)
    return show_form(
        request,
        form,
        back_url=back_to(request, reverse("desk:customers")),
        back_label=_("Clients"),
        heading=_("Ajouter un client"),
        intro=_("Un nom et une adresse suffisent."),
        verb=_("Ajouter le client"),
        again_verb=_("Ajouter, puis sa facture"),
    )


@allowed(Permission.RECORD)
def customer_edit(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """What is known of a customer changes; the journal keeps what was there before."""
    row = found(receivables_queries.customer(request.desk.entity.id, customer_id))
    before, page = _values(row), back_to(request, reverse("desk:customer", args=[customer_id]))
    team = _team(request.desk.entity.id)
    form = CustomerForm(request.POST or None, initial=before, country=row.country, team=team)
    if request.method == "POST" and form.is_valid():
        refused = _change(request.desk, customer_id, _plain(form.cleaned_data))
        if refused is None:
            remember(request, "customer_edit", {"id": customer_id, "fields": _as_json(before)}, page)
            return said(request, _("Fiche modifiée."), page)
        refuse(request, form, refused)
    return show_form(
        request,
        form,
        back_url=page,
        back_label=row.name,
        heading=_("Modifier la fiche"),
        intro=_("L'e-mail et le téléphone se changent sur la fiche, chez chaque interlocuteur."),
        verb=_("Enregistrer la fiche"),
        aside=_further_steps(request.desk, row),
    )


@allowed(Permission.RECORD)
def customer_archive(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Out of the lists, or back into them; nothing is deleted."""
    row = found(receivables_queries.customer(request.desk.entity.id, customer_id))
    to = row.archived_at is None
    page = back_to(request, reverse("desk:customers"))
    if request.method == "POST":
        refused = _archive(request.desk, customer_id, to=to)
        if refused is None:
            remember(request, "customer_archive", {"id": customer_id, "to": not to}, page)
        text = N_("{name} est archivé.") if to else N_("{name} est de retour dans les listes.")
        return told(request, refused, Reason(text, name=row.name), page)
    consequence = N_(
        "Ce client quitte les listes ; ses factures et son journal restent. Vous pourrez le remettre à tout moment."
    )
    if not to:
        consequence = N_("Ce client revient dans les listes.")
    return ask_first(
        request,
        back_url=page,
        heading=_("Archiver {name} ?").format(name=row.name)
        if to
        else _("Remettre {name} dans les listes ?").format(name=row.name),
        consequence=Reason(consequence),
        verb=_("Archiver le client") if to else _("Remettre dans les listes"),
    )


@undoes("customer_new", Permission.RECORD)
def _undo_new(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return _archive(desk, values["id"], to=True)


@undoes("customer_archive", Permission.RECORD)
def _undo_archive(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return _archive(desk, values["id"], to=values["to"])


@undoes("customer_edit", Permission.RECORD)
def _undo_edit(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    since = values["fields"]["since_on"]
    return _change(
        desk, values["id"], {**values["fields"], "since_on": date.fromisoformat(since) if since else None}
    )


def _new_form(request: DeskRequest) -> NewCustomerForm:
    entity = request.desk.entity
    start = {
        "country": entity.country,
        "jurisdiction": entity.country,
        "language": entity.language,
        "register": Register.VOUS,
        "name": request.GET.get("nom", ""),
    }
    return NewCustomerForm(
        request.POST or None,
        initial=start,
        entity_id=entity.id,
        country=entity.country,
        team=_team(entity.id),
    )


def _warn_of_look_alikes(request: DeskRequest, customer_id: int, page: str) -> None:
    """Said where one lands; the customer's own file says it by itself."""
    if page == reverse("desk:customer", args=[customer_id]):
        return
    for one in look_alikes(request.desk.entity.id, [customer_id]):
        messages.warning(request, say(alike_words(one)))


def _after_new(request: DeskRequest, customer_id: int) -> str:
    """The customer's first invoice when that was asked; else back where one came from, else the file."""
    wished = back_to(request, "")
    if "again" in request.POST:
        return with_query(reverse("desk:invoice_new"), customer=customer_id, next=wished)
    return wished or reverse("desk:customer", args=[customer_id])


def _further_steps(desk: Desk, row: Any) -> list[dict[str, str]]:
    url = reverse("desk:customer_archive", args=[row.pk])
    if row.archived_at:
        steps = [{"url": url, "label": _("Remettre dans les listes"), "icon": "archive-restore"}]
    else:
        url = with_query(url, next=reverse("desk:customers"))
        steps = [{"url": url, "label": _("Archiver ce client"), "icon": "archive"}]
    if desk.may(Permission.CONFIGURE) and row.anonymised_at is None:
        forget = reverse("desk:customer_forget", args=[row.pk])
        steps.append({"url": forget, "label": _("Anonymiser ce client"), "icon": "eraser"})
    return steps


def _archive(desk: Desk, customer_id: int, *, to: bool) -> Refused | None:
    return recording.change_books(
        desk.act,
        customer_id,
        lambda: receivables_actions.archive_customer(desk.act, customer_id=customer_id, to=to),
    )


def _change(desk: Desk, customer_id: int, values: dict[str, Any]) -> Refused | None:
    return recording.change_books(
        desk.act,
        customer_id,
        lambda: receivables_actions.change_customer(desk.act, customer_id=customer_id, fields=values),
    )


def _draft(given: dict[str, Any]) -> CustomerDraft:
    person = ContactDraft(name=given["contact_name"], email=given["email"], phone=given["phone"])
    is_someone = person.name or person.email or person.phone
    values = {name: given[name] for name in _FIELDS}
    return CustomerDraft(
        **values, time_zone=zone_of(given["country"]), contacts=(person,) if is_someone else ()
    )


def _values(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _FIELDS} | {"time_zone": row.time_zone}


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    values = {name: given[name] for name in _FIELDS} | {"time_zone": zone_of(given["country"])}
    return values | {"kind": given["kind"].value, "register": given["register"].value}


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _team(entity_id: int) -> list[tuple[str, str]]:
    return [(str(member.id), member.name) for member in creditor_queries.team(entity_id)]
