"""The people at a customer's: added, changed, taken out and brought back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import time
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.drafts import ContactDraft
from encours.books.receivables.rules.party import ContactRole
from encours.faces.desk.addresses import with_query
from encours.faces.desk.forms.books import ContactForm
from encours.faces.desk.heard import heard
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import ask_first, back_to, said, show_form
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import recording
from encours.ground.kernel.reason import N_, Reason, Refused

_FIELDS = [field.name for field in fields(ContactDraft)]
_ERASED = Refused(Reason(N_("Les données de cette personne sont effacées : cela ne s'annule pas.")))
_HOURS = ("reachable_from", "reachable_until")


@allowed(Permission.RECORD)
def contact_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """A further person; the first one is the main one."""
    customer = found(receivables_queries.customer(request.desk.entity.id, customer_id))
    from_mail = heard(request, customer_id)
    start = {"accepts_email": True, "accepts_calls": True, "email": request.GET.get("email", "")[:254]}
    start |= from_mail.start(request.desk, "email")
    form = ContactForm(request.POST or None, initial=start, country=customer.country)
    page = back_to(request, reverse("desk:customer", args=[customer_id]))
    if request.method == "POST" and form.is_valid():
        act, draft = request.desk.act, ContactDraft(**form.cleaned_data)
        made = recording.change_books(
            act,
            customer_id,
            lambda: receivables_actions.add_contact(act, customer_id=customer_id, draft=draft),
        )
        from_mail.settle(request.desk)
        remember(request, "contact_removed", {"id": made, "to": True}, page)
        return said(request, Reason(N_("Interlocuteur ajouté : {name}."), name=_name(draft)), page)
    return show_form(
        request,
        form,
        back_url=page,
        back_label=customer.name,
        heading=_("Ajouter un interlocuteur"),
        verb=_("Ajouter l'interlocuteur"),
    )


@allowed(Permission.RECORD)
def contact(request: DeskRequest, contact_id: int) -> HttpResponseBase:
    """How a person is reached changes; a new address has not failed yet."""
    row = found(receivables_queries.contact(request.desk.entity.id, contact_id))
    before = {name: getattr(row, name) for name in _FIELDS}
    form = ContactForm(request.POST or None, initial=before, country=row.customer.country)
    page = back_to(request, reverse("desk:customer", args=[row.customer_id]))
    if request.method == "POST" and form.is_valid():
        _change(request.desk, contact_id, ContactDraft(**form.cleaned_data))
        kept = {
            name: f"{value:%H:%M}" if name in _HOURS and value else value for name, value in before.items()
        }
        remember(request, "contact_changed", {"id": contact_id, "fields": kept}, page)
        return said(request, _("Interlocuteur modifié."), page)
    return show_form(
        request,
        form,
        back_url=page,
        back_label=row.customer.name,
        heading=_("Modifier l'interlocuteur"),
        verb=_("Enregistrer l'interlocuteur"),
        aside=_further_steps(request.desk, contact_id, page),
    )


@allowed(Permission.RECORD)
def contact_remove(request: DeskRequest, contact_id: int) -> HttpResponseBase:
    """Nobody is written to there any more."""
    row = found(receivables_queries.contact(request.desk.entity.id, contact_id))
    page = back_to(request, reverse("desk:customer", args=[row.customer_id]))
    if request.method == "POST":
        _remove(request.desk, contact_id, to=True)
        remember(request, "contact_removed", {"id": contact_id, "to": False}, page)
        return said(
            request, Reason(N_("{name} n'est plus un interlocuteur."), name=row.name or row.email), page
        )
    return ask_first(
        request,
        back_url=page,
        heading=_("Retirer {name} ?").format(name=row.name or row.email),
        consequence=_("Plus aucun message ni appel ne lui est adressé. Ce qui a été échangé reste."),
        verb=_("Retirer la personne"),
    )


@undoes("contact_removed", Permission.RECORD)
def _undo_removed(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    if found(receivables_queries.contact(desk.entity.id, values["id"])).is_erased:
        return _ERASED
    _remove(desk, values["id"], to=values["to"])
    return None


@undoes("contact_changed", Permission.RECORD)
def _undo_changed(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    if found(receivables_queries.contact(desk.entity.id, values["id"])).is_erased:
        return _ERASED
    kept = dict(values["fields"])
    hours = {name: time.fromisoformat(kept[name]) if kept[name] else None for name in _HOURS}
    _change(desk, values["id"], ContactDraft(**{**kept, **hours, "role": ContactRole(kept["role"])}))
    return None


def _change(desk: Desk, contact_id: int, draft: ContactDraft) -> None:
    row = found(receivables_queries.contact(desk.entity.id, contact_id))
    recording.change_books(
        desk.act,
        row.customer_id,
        lambda: receivables_actions.change_contact(desk.act, contact_id=contact_id, draft=draft),
    )


def _remove(desk: Desk, contact_id: int, *, to: bool) -> None:
    row = found(receivables_queries.contact(desk.entity.id, contact_id))
    recording.change_books(
        desk.act,
        row.customer_id,
        lambda: receivables_actions.remove_contact(desk.act, contact_id=contact_id, to=to),
    )


def _further_steps(desk: Desk, contact_id: int, page: str) -> list[dict[str, str]]:
    link = {
        "url": with_query(reverse("desk:contact_remove", args=[contact_id]), next=page),
        "label": _("Retirer cette personne"),
        "icon": "user-minus",
    }
    forget = {
        "url": with_query(reverse("desk:contact_forget", args=[contact_id]), next=page),
        "label": _("Effacer ses données"),
        "icon": "eraser",
    }
    return [link, forget] if desk.may(Permission.CONFIGURE) else [link]


def _name(draft: ContactDraft) -> str:
    return draft.name or draft.email or draft.phone
