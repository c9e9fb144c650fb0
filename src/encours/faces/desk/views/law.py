"""The law in the settings: what is in force, an update from a file, a lawyer's mark, the way back."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.law import law_changes
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.law import SectorForm, UpdateForm, ValidationForm
from encours.faces.desk.pages import law as page
from encours.faces.desk.views.back import ask_first, is_done, said, show_form, told
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.legal.changing import take_back, update_law, validate_fact
from encours.flows.legal.in_force import law_in_force
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.unknown import LawUnknown


def law(request: DeskRequest) -> HttpResponseBase:
    """What is in force; the sector of the company."""
    desk = request.desk
    offered = page.sectors(law_in_force(desk.entity.id), desk.entity.country)
    form = SectorForm(request.POST or None, sectors=offered, initial={"sector": desk.entity.sector})
    if is_done(request, form, lambda given: creditor_actions.change_entity(desk.act, fields=given)):
        return said(request, _("Secteur enregistré."), _index())
    return show_section(
        request,
        "law",
        form,
        template="law",
        verb=_("Enregistrer le secteur"),
        intro=_(
            "Ce que dit le droit de chaque pays, avec sa source. C'est une documentation, pas un conseil."
        ),
        **page.law_index(desk),
    )


@require_GET
@allowed(Permission.READ)
def law_country(request: DeskRequest, code: str) -> HttpResponseBase:
    """The facts of one country."""
    try:
        pack = law_in_force(request.desk.entity.id).pack(code)
    except LawUnknown:
        pack = None
    return render(request, "desk/settings/law_country.html", page.country_page(request.desk, found(pack)))


@allowed(Permission.CONFIGURE)
def law_update(request: DeskRequest) -> HttpResponseBase:
    """The law changes by a file, checked as a whole."""
    form = UpdateForm(request.POST or None)
    if is_done(request, form, lambda given: update_law(request.desk.act, given["text"])):
        return said(request, _("Droit mis à jour : il sert dès maintenant."), _index())
    return show_form(
        request,
        form,
        back_url=_index(),
        back_label=_("Droit"),
        heading=_("Mettre le droit à jour"),
        intro=_(
            "Collez ici le fichier. Il est vérifié en entier : unités, dates, sources, taux qui découlent d'autres."
        ),
        verb=_("Vérifier et mettre à jour"),
    )


@allowed(Permission.CONFIGURE)
def law_validate(request: DeskRequest, fact: str) -> HttpResponseBase:
    """A lawyer checked a fact: who, and when."""
    desk = request.desk
    named = found(page.fact_named(law_in_force(desk.entity.id), fact))
    form, to = ValidationForm(request.POST or None), reverse("desk:law_country", args=[named["code"]])
    doing = _validating(request, fact)
    if is_done(request, form, doing):
        return said(request, Reason(N_("Fait {fact} marqué comme validé."), fact=fact), to)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=_("Droit"),
        heading=_("Marquer comme validé"),
        intro=f"{fact} : {named['text']}",
        verb=_("Marquer comme validé"),
    )


def _validating(request: DeskRequest, fact: str) -> Any:
    def mark(given: Mapping[str, Any]) -> object:
        return validate_fact(request.desk.act, fact=fact, person=given["person"], on=given["on"])

    return mark


@allowed(Permission.CONFIGURE)
def law_withdraw(request: DeskRequest, change_id: int) -> HttpResponseBase:
    """An update or a mark is in force no more."""
    kept = law_changes(request.desk.entity.id)
    change = found(next((c for c in kept if c.id == change_id and c.withdrawn_at is None), None))
    if request.method == "POST":
        outcome = take_back(request.desk.act, change.id)
        return told(request, outcome, _("Retiré : le droit d'avant est de nouveau en vigueur."), _index())
    return ask_first(
        request,
        back_url=_index(),
        heading=_("Retirer du droit en vigueur"),
        intro=change.subject,
        verb=_("Retirer"),
    )


def _index() -> str:
    return reverse("desk:settings_section", args=["law"])
