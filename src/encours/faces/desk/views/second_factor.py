"""One's second factor: added, its recovery codes shown once, taken away."""

import segno
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import door as creditor_door
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.door import NewFactorForm, PresentForm
from encours.faces.desk.views.back import said, show_form
from encours.faces.desk.who import DeskRequest, allowed
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.secrets import seal, unseal

_SECRET, _CODES = "new_factor", "codes_once"


@sensitive_post_parameters()
@allowed(Permission.READ)
def factor_new(request: DeskRequest) -> HttpResponseBase:
    """A picture for the application, and its first code; nothing is kept before that code is right."""
    if creditor_door.has_second_factor(request.desk.user_id):
        return redirect("desk:account")
    secret, form = _new_secret(request), NewFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = creditor_actions.add_second_factor(
            request.desk.clock, user_id=request.desk.user_id, secret=secret, code=form.cleaned_data["code"]
        )
        if not isinstance(made, Refused):
            request.session.pop(_SECRET, None)
            return _show(request, made)
        form.refuse(made)
    address = creditor_actions.address_for(secret, email=request.user.get_username())
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=3, light="white")
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"form": form, "picture": picture, "secret": groups, "address": address}
    return render(request, "desk/factor.html", context, status=422 if form.errors else 200)


@require_GET
@allowed(Permission.READ)
def codes(request: DeskRequest) -> HttpResponseBase:
    """The recovery codes, shown once."""
    kept = request.session.pop(_CODES, None)
    if kept is None:
        return redirect("desk:account")
    return render(request, "desk/codes.html", {"codes": unseal(kept).split(), "back_url": _page()})


@sensitive_post_parameters()
@allowed(Permission.READ)
def codes_new(request: DeskRequest) -> HttpResponseBase:
    """New recovery codes for who knows the password."""
    if not creditor_door.has_second_factor(request.desk.user_id):
        return redirect("desk:account")
    form = PresentForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = creditor_actions.renew_recovery_codes(request.desk.clock, user_id=request.desk.user_id)
        return _show(request, made)
    heading, verb = _("Nouveaux codes de secours"), _("Faire de nouveaux codes")
    return _ask(request, form, heading, verb, _("Les anciens ne valent plus rien."))


@sensitive_post_parameters()
@allowed(Permission.READ)
def factor_remove(request: DeskRequest) -> HttpResponseBase:
    """Back to the password alone, for who knows it."""
    if not creditor_door.has_second_factor(request.desk.user_id):
        return redirect("desk:account")
    form = PresentForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        creditor_actions.remove_second_factor(
            request.desk.clock, user_id=request.desk.user_id, actor=request.desk.actor
        )
        return said(request, _("Second facteur retiré : le mot de passe suffit."), _page())
    heading = _("Retirer le second facteur ?")
    return _ask(
        request, form, heading, _("Retirer le second facteur"), _("Le mot de passe suffira pour entrer.")
    )


def _ask(request: HttpRequest, form: PresentForm, heading: str, verb: str, intro: str) -> HttpResponseBase:
    label = _("Compte et sécurité")
    return show_form(
        request, form, back_url=_page(), back_label=label, heading=heading, verb=verb, intro=intro
    )


def _new_secret(request: HttpRequest) -> str:
    """The secret offered in this session, sealed until it is kept: the same picture after a wrong code."""
    if _SECRET not in request.session:
        request.session[_SECRET] = seal(creditor_actions.new_secret())
    return unseal(request.session[_SECRET])


def _show(request: HttpRequest, made: list[str]) -> HttpResponseBase:
    request.session[_CODES] = seal(" ".join(made))
    return redirect("desk:account_codes")


def _page() -> str:
    return reverse("desk:account")
