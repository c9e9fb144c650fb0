"""On which page of somebody else's customers pay: its link, its secret, and the address that it tells."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import online_payment as creditor_online
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.online import OnlineForm
from encours.faces.desk.views.back import ask_first, said
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import DeskRequest, allowed
from encours.flows.page_links import notice_path, public_address
from encours.ground.kernel.reason import Refused


@sensitive_post_parameters("secret")
def online(request: DeskRequest) -> HttpResponseBase:
    """The page, the pattern of its link, the secret it signs with."""
    kept = creditor_online.online_payment(request.desk.entity.id)
    start = (
        {"label": kept.label, "link_pattern": kept.link_pattern} if kept else {"label": _("Payer en ligne")}
    )
    form = OnlineForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        refused = creditor_actions.set_online_payment(request.desk.act, **_given(form.cleaned_data))
        if not isinstance(refused, Refused):
            return said(
                request, _("Paiement en ligne enregistré : la page de vos clients le propose."), _page()
            )
        refuse(request, form, refused)
    return show_section(
        request,
        "online",
        form,
        template="online",
        verb=_("Enregistrer"),
        aside=[_removal()] if kept else [],
        intro=_(
            "Encours ne nomme aucun prestataire : il mène votre client vers la page de paiement de votre choix, et "
            "inscrit le règlement quand cette page le confirme par un message signé. Aucune carte ne passe par ici."
        ),
        hook=_hook(request, kept.hook) if kept and request.desk.may(Permission.CONFIGURE) else "",
        has_address=bool(public_address()),
    )


@allowed(Permission.CONFIGURE)
def online_remove(request: DeskRequest) -> HttpResponseBase:
    """Back to transfers only."""
    if request.method == "POST":
        creditor_actions.remove_online_payment(request.desk.act)
        return said(request, _("Paiement en ligne retiré : vos clients règlent par virement."), _page())
    return ask_first(
        request,
        back_url=_page(),
        heading=_("Retirer le paiement en ligne ?"),
        verb=_("Retirer"),
        is_grave=True,
        consequence=_(
            "La page de vos clients ne le propose plus, et les messages de ce prestataire ne sont plus crus. "
            "Le secret enregistré est effacé ; les règlements inscrits restent."
        ),
    )


def _given(given: dict[str, Any]) -> dict[str, str]:
    return {name: given[name] for name in ("label", "link_pattern", "secret")}


def _hook(request: DeskRequest, hook: str) -> str:
    site = public_address() or request.build_absolute_uri("/").rstrip("/")
    return site + notice_path(hook)


def _removal() -> dict[str, Any]:
    return {
        "url": reverse("desk:online_remove"),
        "label": _("Retirer"),
        "icon": "trash-2",
        "is_dialog": True,
    }


def _page() -> str:
    return reverse("desk:settings_section", args=["online"])
