"""Ladders in the settings: their list, one of them, its publication, its versions, who follows which."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import WhyForm
from encours.faces.desk.forms.ladders import FileTextForm
from encours.faces.desk.pages import ladders as page
from encours.faces.desk.pages.settings import SUBJECTS, subjects
from encours.faces.desk.views.back import ask_first, is_done, said, show_form, told
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import ladders as ladders_flow
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.rules.ladder_edit import faults
from encours.method.strategy.rules.ladder_words import changes
from encours.method.strategy.rules.procedure_text import written


def ladders(request: DeskRequest) -> HttpResponseBase:
    """The list of ladders; a subject of the settings."""
    desk = request.desk
    shown = {
        "subjects": subjects("ladders"),
        "heading": say(Reason(SUBJECTS["ladders"])),
        "intro": _("La suite d'étapes de chaque profil de client. Une étape, un contact."),
        "ladders": page.ladder_rows(desk),
        "rules_url": reverse("desk:ladder_rules"),
        "may_change": desk.may(Permission.DECIDE),
        "may_configure": True,
    }
    return render(request, "desk/ladders/list.html", shown)


@require_GET
@allowed(Permission.READ)
def ladder(request: DeskRequest, key: str) -> HttpResponseBase:
    """One ladder, its draft where there is one, and its versions."""
    shown = page.ladder_of(request.desk, key)
    return render(request, "desk/ladders/ladder.html", page.ladder_page(request.desk, shown))


@allowed(Permission.DECIDE)
def publish(request: DeskRequest, key: str) -> HttpResponseBase:
    """What the draft changes, then its publication with a reason."""
    shown, to = page.ladder_of(request.desk, key), reverse("desk:ladder", args=[key])
    found(shown.draft)
    form = WhyForm(request.POST or None)
    if is_done(
        request, form, lambda given: ladders_flow.publish(request.desk.act, key=key, why=given["why"])
    ):
        text = N_("Version publiée\u00a0: les nouveaux dossiers la suivent.")
        return said(request, Reason(text), to)
    wrong = [fault.reason for fault in faults(shown.procedure)]
    heading = N_("Publier «\u00a0{label}\u00a0»\u00a0?")
    return ask_first(
        request,
        form=None if wrong else form,
        back_url=to,
        heading=say(Reason(heading, label=Reason(shown.procedure.label))),
        consequence=_blocked() if wrong else _consequence(),
        details=wrong or changes(shown.in_force, shown.procedure),
        verb="" if wrong else _("Publier cette version"),
    )


@require_POST
@allowed(Permission.DECIDE)
def drop(request: DeskRequest, key: str) -> HttpResponseBase:
    """The draft is given up."""
    shown = page.ladder_of(request.desk, key)
    strategy_actions.drop_draft(request.desk.act, key=shown.key)
    return said(request, _("Brouillon abandonné\u00a0: rien n'a changé."), reverse("desk:ladder", args=[key]))


@require_POST
@allowed(Permission.DECIDE)
def restore(request: DeskRequest, key: str) -> HttpResponseBase:
    """An older version, or the shipped ladder, becomes the draft."""
    shown = page.ladder_of(request.desk, key)
    asked = request.POST.get("version", "")
    version = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    outcome = ladders_flow.restore(request.desk.act, key=shown.key, version=version)
    text = _("Repris comme brouillon\u00a0: relisez-le, puis publiez-le.")
    return told(request, outcome, text, reverse("desk:ladder", args=[key]))


@allowed(Permission.DECIDE)
def follow(request: DeskRequest, key: str) -> HttpResponseBase:
    """Running cases go on by the version in force."""
    shown, to = page.ladder_of(request.desk, key), reverse("desk:ladder", args=[key])
    form = WhyForm(request.POST or None)
    if is_done(
        request, form, lambda given: ladders_flow.follow_latest(request.desk.act, key=key, why=given["why"])
    ):
        return said(request, _("Ces dossiers suivent désormais la version en vigueur."), to)
    heading = N_("Faire passer les dossiers en cours à la version {version}\u00a0?")
    return ask_first(
        request,
        form=form,
        back_url=to,
        heading=say(Reason(heading, version=shown.in_force.version)),
        consequence=_(
            "Chaque dossier reprend à la même étape, sinon à la précédente plus douce. "
            "Ce que l'ancienne version avait préparé et qui n'est pas parti est retenu."
        ),
        verb=_("Faire passer ces dossiers"),
    )


@allowed(Permission.DECIDE)
def take_in(request: DeskRequest, key: str) -> HttpResponseBase:
    """A ladder from the text of a file becomes the draft."""
    shown, to = page.ladder_of(request.desk, key), reverse("desk:ladder", args=[key])
    form = FileTextForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: ladders_flow.take_in(request.desk.act, key=shown.key, text=given["text"]),
    ):
        return said(request, _("Repris comme brouillon : relisez-le, puis publiez-le."), to)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=say(Reason(shown.procedure.label)),
        heading=_("Reprendre un scénario d'un fichier"),
        intro=_("Le texte d'un fichier téléchargé ici, ou dans une autre société. Il devient un brouillon."),
        verb=_("Reprendre comme brouillon"),
    )


@require_GET
@allowed(Permission.READ)
def export(request: DeskRequest, key: str) -> HttpResponseBase:
    """The ladder in force as a TOML file, as it can be read and shipped."""
    shown = page.ladder_of(request.desk, key)
    answer = HttpResponse(written(shown.in_force), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{shown.key}-v{shown.in_force.version}.toml"'
    return answer


def _consequence() -> str:
    return _("Les nouveaux dossiers suivent cette version. Ceux qui sont en cours gardent la leur.")


def _blocked() -> str:
    return _("Ce brouillon ne peut pas encore être publié\u00a0:")
