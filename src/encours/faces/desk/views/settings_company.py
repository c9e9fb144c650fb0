"""Settings of the company: who it is, its terms, its hours and closures, its accounts, its rates."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor import actions as creditor_actions
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.forms.creditor import EntityForm, HoursForm, TermsForm
from encours.faces.desk.pages import settings as page
from encours.faces.desk.views.back import said
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import DeskRequest
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.plain_form import PlainForm


def entity(request: DeskRequest) -> HttpResponseBase:
    """Who the company is."""
    row = request.desk.entity
    has_books = receivables_queries.has_books(row.id)
    form = EntityForm(
        request.POST or None, initial=_values(row, EntityForm(has_books=False)), has_books=has_books
    )
    if request.method == "POST" and form.is_valid():
        return _save(request, "entity", form.cleaned_data)
    return show_section(
        request,
        "entity",
        form,
        verb=_("Enregistrer la société"),
        aside=_further_steps(),
        intro=_("Ce qui paraît en tête des messages et des lettres."),
    )


def terms(request: DeskRequest) -> HttpResponseBase:
    """When an invoice falls due that does not say so."""
    form = TermsForm(request.POST or None, initial=_values(request.desk.entity, TermsForm()))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _save(request, "terms", {**given, "term_rule": given["term_rule"].value})
    return show_section(
        request,
        "terms",
        form,
        verb=_("Enregistrer les conditions"),
        intro=_("Pour les factures saisies sans échéance, et pour les clients sans délai à eux."),
    )


def hours(request: DeskRequest) -> HttpResponseBase:
    """When messages leave, and the weeks in which nobody is contacted."""
    form = HoursForm(request.POST or None, initial=_values(request.desk.entity, HoursForm()))
    if request.method == "POST" and form.is_valid():
        return _save(request, "hours", form.cleaned_data)
    usual = reverse("desk:closures_usual") if page.offered_closings(request.desk) else None
    return show_section(
        request,
        "hours",
        form,
        template="closures",
        verb=_("Enregistrer les heures"),
        intro=_("Dans le fuseau horaire du client. Jamais le samedi, le dimanche ni un jour férié."),
        closures=page.closures(request.desk),
        new_url=reverse("desk:closure_new"),
        usual_url=usual,
    )


def accounts(request: DeskRequest) -> HttpResponseBase:
    """Where one is paid."""
    return show_section(
        request,
        "accounts",
        template="accounts",
        accounts=page.accounts(request.desk),
        new_url=reverse("desk:account_new"),
        intro=_("Le compte principal de chaque devise paraît dans vos messages."),
    )


def rates(request: DeskRequest) -> HttpResponseBase:
    """What other currencies are worth, so that the list can be put in order."""
    own = request.desk.entity.currency
    intro = Reason(
        N_("Ce que vaut une unité en {own}. Sans cours, un client dans une autre devise n'est pas classé."),
        own=own,
    )
    return show_section(
        request,
        "rates",
        template="rates",
        rates=page.rates(request.desk),
        own=own,
        new_url=reverse("desk:rate_new"),
        intro=intro,
    )


def _further_steps() -> list[dict[str, Any]]:
    more = {"url": reverse("desk:entity_new"), "label": _("Ajouter une autre société"), "icon": "building-2"}
    guide = {"url": reverse("desk:welcome"), "label": _("Reprendre le guide"), "icon": "list-checks"}
    return [more, guide]


def _values(row: Any, form: PlainForm) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.fields}


def _save(request: DeskRequest, name: str, values: dict[str, Any]) -> HttpResponseBase:
    changed = creditor_actions.change_entity(request.desk.act, fields=values)
    text = _("Réglages enregistrés.") if changed else _("Rien n'avait changé.")
    return said(request, text, reverse("desk:settings_section", args=[name]))
