"""The mail server: told, tried, taken away; a message to oneself shows that it works."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Smtp
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.creditor import MailForm
from encours.faces.desk.views.back import ask_first, said, told
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import Desk, DeskRequest, allowed
from encours.flows import mail_trial
from encours.ground.kernel.reason import N_, Reason

_USUAL = {"security": "starttls", "port": 587, "daily_cap": 500}


@sensitive_post_parameters("password")
def mail(request: DeskRequest) -> HttpResponseBase:
    """Through which server the company writes; it is tried before it is kept."""
    desk = request.desk
    kept = creditor_queries.mail_server(desk.entity.id)
    start = (
        {name: getattr(kept, name) for name in MailForm.base_fields if name != "password"} if kept else _USUAL
    )
    form = MailForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        refused = mail_trial.check(desk.clock, _server(desk, form.cleaned_data))
        if refused is None:
            _save(desk, form.cleaned_data)
            return said(
                request,
                _("Le serveur répond et il est enregistré. Envoyez-vous un message d'essai."),
                _page(),
            )
        refuse(request, form, refused)
    return show_section(
        request,
        "mail",
        form,
        verb=_("Vérifier et enregistrer"),
        aside=[_domain_link(), *(_links() if kept else [])],
        intro=_(
            "Vos messages partent de votre propre adresse, par votre propre serveur. "
            "Sans lui, vous les copiez, les imprimez ou les ouvrez dans votre messagerie."
        ),
    )


@allowed(Permission.CONFIGURE)
def mail_trial_sent(request: DeskRequest) -> HttpResponseBase:
    """A message to oneself."""
    desk = request.desk
    to = desk.member.email or request.user.get_username()
    if request.method == "POST":
        refused = mail_trial.send_trial(
            desk.clock, entity_id=desk.entity.id, to_name=desk.member.name, to_email=to
        )
        return told(request, refused, Reason(N_("Message d'essai parti vers {email}."), email=to), _page())
    return ask_first(
        request,
        back_url=_page(),
        heading=_("Envoyer un message d'essai ?"),
        verb=_("M'envoyer un message d'essai"),
        consequence=Reason(N_("Il part tout de suite vers {email}, par votre serveur."), email=to),
    )


@allowed(Permission.CONFIGURE)
def mail_remove(request: DeskRequest) -> HttpResponseBase:
    """Back to sending by hand."""
    if request.method == "POST":
        creditor_actions.remove_mail_server(request.desk.act)
        return said(request, _("Serveur retiré : les messages s'envoient à la main."), _page())
    return ask_first(
        request,
        back_url=_page(),
        heading=_("Retirer le serveur d'envoi ?"),
        verb=_("Retirer le serveur"),
        is_grave=True,
        consequence=_(
            "Plus rien ne part tout seul ; ce qui est préparé attend que vous "
            "l'envoyiez vous-même. Le mot de passe enregistré est effacé."
        ),
    )


def _server(desk: Desk, given: dict[str, Any]) -> Smtp:
    password = given["password"]
    if not password and (kept := creditor_queries.smtp(desk.entity.id)):
        password = kept.password
    return Smtp(**{**given, "password": password})


def _save(desk: Desk, given: dict[str, Any]) -> None:
    fields = {name: value for name, value in given.items() if name != "password"}
    creditor_actions.set_mail_server(desk.act, fields=fields, password=given["password"] or None)


def _links() -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("desk:mail_trial"),
            "label": _("M'envoyer un message d'essai"),
            "icon": "send",
            "is_dialog": True,
        },
        {
            "url": reverse("desk:mail_remove"),
            "label": _("Retirer le serveur"),
            "icon": "trash-2",
            "is_dialog": True,
        },
    ]


def _domain_link() -> dict[str, Any]:
    label = _("Vérifier le domaine d'envoi")
    return {"url": reverse("desk:mail_domain"), "label": label, "icon": "shield-check", "is_dialog": False}


def _page() -> str:
    return reverse("desk:settings_section", args=["mail"])
