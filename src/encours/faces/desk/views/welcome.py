"""The first-run guide: the account, the company, its bank account, then how one wants to begin."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.creditor.rules.roles import Permission
from encours.books.creditor.rules.terms import TermRule
from encours.faces.desk.forms.creditor import AccountForm, FirstEntityForm
from encours.faces.desk.forms.door import FirstAccountForm
from encours.faces.desk.middleware import ENTITY_KEY
from encours.faces.desk.pages.welcome import welcome_page
from encours.faces.desk.views.back import is_done, said, show_form
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.visitor import let_in
from encours.faces.desk.who import DeskRequest, allowed
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.places import zone_of
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.setup_key import is_setup_key

_HOLDS_KEY = "holds_setup_key"
_START = {"country": "FR", "currency": "EUR", "term_days": 30, "term_rule": TermRule.NET.value}


@sensitive_post_parameters("password")
def welcome(request: HttpRequest) -> HttpResponseBase:
    """Whatever comes next: an account while there is none, a company, or what is still to be done."""
    if creditor_queries.installation_is_empty():
        return _first_account(request)
    if not request.user.is_authenticated:
        return redirect("desk:login")
    desk = getattr(request, "desk", None)
    if desk is None:
        return _first_entity(request)
    return render(request, "desk/welcome.html", welcome_page(desk))


@allowed(Permission.CONFIGURE)
def welcome_account(request: DeskRequest) -> HttpResponseBase:
    """The bank account that messages name; it can wait."""
    desk, to = request.desk, reverse("desk:welcome")
    form = AccountForm(request.POST or None, initial={"currency": desk.entity.currency})
    if is_done(request, form, lambda given: creditor_actions.add_account(desk.act, **given)):
        return redirect(to)
    return _step(
        request,
        form,
        place=_("3 sur 3"),
        heading=_("Où vous êtes payé"),
        intro=_("L'IBAN paraît dans vos messages, pour que payer soit simple."),
        verb=_("Ajouter le compte"),
        skip_url=to,
    )


@allowed(Permission.CONFIGURE)
def entity_new(request: DeskRequest) -> HttpResponseBase:
    """Another company, with its own books, team and settings; nothing crosses."""
    form = FirstEntityForm(request.POST or None, initial=_START)
    if request.method == "POST" and form.is_valid():
        _create_entity(request, form.cleaned_data)
        return said(request, _("Société ajoutée : vous y êtes."), reverse("desk:welcome"))
    back = reverse("desk:settings_section", args=["entity"])
    return show_form(
        request,
        form,
        back_url=back,
        back_label=_("Société"),
        heading=_("Ajouter une société"),
        verb=_("Ajouter la société"),
        intro=_(
            "Ses livres, son équipe et ses réglages sont à elle : rien ne passe d'une société à l'autre."
        ),
    )


def _first_account(request: HttpRequest) -> HttpResponseBase:
    """Only for who reads the terminal: its address carries the key."""
    if is_setup_key(request.GET.get("cle", "")):
        request.session[_HOLDS_KEY] = True
        return redirect("desk:welcome")  # the key leaves the address bar
    if not request.session.get(_HOLDS_KEY):
        return _needs_key(request)
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = creditor_actions.create_user(
            installation_clock(), **form.cleaned_data, language=(get_language() or "fr")[:2]
        )
        if not isinstance(made, Refused):
            let_in(request, made)
            return redirect("desk:welcome")
        refuse(request, form, made)
    return _step(
        request,
        form,
        place=_("1 sur 3"),
        heading=_("Bienvenue"),
        verb=_("Créer mon compte"),
        intro=_("Votre compte d'abord. Tout reste sur cette machine."),
    )


def _first_entity(request: HttpRequest) -> HttpResponseBase:
    """The company of who set the installation up; who belongs to none later asks for a place.

    Its files may have come in first, on the command line: then it is completed here.
    """
    begun = creditor_queries.books_without_owner()
    if begun is None and creditor_queries.entities():
        return _belongs_nowhere(request)
    start = {**_START, "email": request.user.get_username(), "name": begun.name if begun else ""}
    form = FirstEntityForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        _create_entity(request, form.cleaned_data, begun)
        return redirect("desk:welcome_account")
    return _step(
        request,
        form,
        place=_("2 sur 3"),
        heading=_("Votre société"),
        verb=_("Créer ma société"),
        intro=_("Ce qui paraît dans vos messages. Tout se change ensuite dans les réglages."),
    )


def _create_entity(request: HttpRequest, given: dict[str, Any], begun: Entity | None = None) -> None:
    language = (get_language() or "fr")[:2]
    fields = {
        **given,
        "term_rule": given["term_rule"].value,
        "time_zone": zone_of(given["country"]),
        "language": language,
    }
    clock, owner_id = installation_clock(), int(request.user.pk or 0)
    if begun is None:
        made = creditor_actions.create_entity(clock, owner_id=owner_id, fields=fields)
    else:
        made = begun.id
        creditor_actions.take_over_books(clock, entity_id=made, owner_id=owner_id, fields=fields)
    request.session[ENTITY_KEY] = made


def _step(request: HttpRequest, form: PlainForm, **context: object) -> HttpResponse:
    return render(
        request, "desk/first_account.html", {"form": form, **context}, status=422 if form.errors else 200
    )


def _needs_key(request: HttpRequest) -> HttpResponse:
    text = _(
        "Cette installation est neuve. Ouvrez l'adresse complète que le terminal "
        "affiche au démarrage : elle porte la clé."
    )
    return render(request, "desk/error.html", {"heading": _("Première ouverture"), "text": text}, status=403)


def _belongs_nowhere(request: HttpRequest) -> HttpResponse:
    text = _("Votre compte n'est dans l'équipe d'aucune société. Demandez une place à un dirigeant.")
    context = {"heading": _("Aucune société"), "text": text, "may_leave": True}
    return render(request, "desk/error.html", context, status=403)
