"""The mailbox where answers arrive: told, tried, taken away."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.creditor import MailboxForm
from encours.faces.desk.pages.inbox import box_line
from encours.faces.desk.views.back import ask_first, said
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import Desk, DeskRequest, allowed
from encours.flows.mail_in import rounds
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.secrets import SecretUnreadable
from encours.method.inbox import actions as inbox_actions
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.rules.mailbox import MailboxDraft

_USUAL = {"security": "tls", "port": 993, "folder": "INBOX"}
_BESIDE = ("password", "since_on")


def mailbox(request: DeskRequest) -> HttpResponseBase:
    """Which mailbox is read; it is opened before it is kept."""
    desk = request.desk
    kept = inbox_queries.mailbox(desk.entity.id)
    form = MailboxForm(request.POST or None, initial=_start(desk))
    if request.method == "POST" and form.is_valid():
        refused = _save(desk, form.cleaned_data)
        if refused is None:
            return said(
                request, _("La boîte s'ouvre et elle est enregistrée. La première relève commence."), _page()
            )
        refuse(request, form, refused)
    return show_section(
        request,
        "mailbox",
        form,
        verb=_("Vérifier et enregistrer"),
        aside=[_removal()] if kept else [],
        intro=_standing(desk),
    )


@allowed(Permission.CONFIGURE)
def mailbox_remove(request: DeskRequest) -> HttpResponseBase:
    """Back to noting by hand what comes in."""
    if request.method == "POST":
        inbox_actions.remove_mailbox(request.desk.act)
        return said(request, _("Boîte retirée : ce qui arrive se note à la main."), _page())
    return ask_first(
        request,
        back_url=_page(),
        heading=_("Retirer la boîte aux lettres ?"),
        verb=_("Retirer la boîte"),
        is_grave=True,
        consequence=_(
            "Les réponses n'arrivent plus ici d'elles-mêmes. Ce qui a été relevé reste ; "
            "le mot de passe enregistré est effacé."
        ),
    )


def _start(desk: Desk) -> dict[str, Any]:
    kept = inbox_queries.mailbox(desk.entity.id)
    if kept is None:
        return {**_USUAL, "address": desk.entity.email, "username": desk.entity.email}
    names = MailboxDraft.__dataclass_fields__
    return {name: getattr(kept.settings, name) for name in names} | {"since_on": kept.since_on}


def _save(desk: Desk, given: dict[str, Any]) -> Refused | None:
    draft = MailboxDraft(**{name: value for name, value in given.items() if name not in _BESIDE})
    password = given["password"] or _kept_password(desk)
    refused = rounds.check(desk.clock, draft, password)
    if refused is not None:
        return refused
    return inbox_actions.set_mailbox(
        desk.act, draft=draft, password=given["password"] or None, since_on=given["since_on"]
    )


def _kept_password(desk: Desk) -> str:
    try:
        return inbox_queries.mailbox_password(desk.entity.id)
    except SecretUnreadable:
        return ""


def _standing(desk: Desk) -> Reason:
    """How the mailbox fares, or what it is for."""
    line = box_line(desk)
    if line is None:
        return Reason(
            N_(
                "Les réponses de vos clients arrivent sur leur dossier et arrêtent les relances jusqu'à leur "
                "lecture. Rien n'est changé ni effacé dans votre boîte. Choisissez une boîte ou un dossier "
                "réservé à vos clients."
            )
        )
    if line["why"] is not None:
        return Reason(N_("En échec depuis {since} : {why}."), since=line["failing_since"], why=line["why"])
    if line["checked_at"] is None:
        return Reason(N_("La première relève commence."))
    if line["waiting"]:
        text = N_("Relevée le {at} ; {count} courriers encore à prendre, par tours de 200.")
        return Reason(text, at=line["checked_at"], count=line["waiting"])
    return Reason(N_("Relevée le {at} ; rien n'attend."), at=line["checked_at"])


def _removal() -> dict[str, Any]:
    url = reverse("desk:mailbox_remove")
    return {"url": url, "label": _("Retirer la boîte"), "icon": "trash-2", "is_dialog": True}


def _page() -> str:
    return reverse("desk:settings_section", args=["mailbox"])
