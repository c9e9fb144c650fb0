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
from encours.faces.desk.views.back import is_done, said, show_form
from encours.faces.desk.who import DeskRequest, allowed
from encours.ground.kernel.reason import N_, Refused
from encours.ground.plumbing.secrets import seal, unseal

ACCOUNT = N_("Compte et sécurité")
_SECRET, _CODES = "new_factor", "codes_once"


@sensitive_post_parameters()
@allowed(Permission.READ, is_own=True)
def factor_new(request: DeskRequest) -> HttpResponseBase:
    """A picture for the application, and its first code; nothing is kept before that code is right."""
    if creditor_door.has_application(request.desk.user_id):
        return redirect("desk:account")
    secret, form = _new_secret(request), NewFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = creditor_actions.add_second_factor(
            request.desk.clock, user_id=request.desk.user_id, secret=secret, code=form.cleaned_data["code"]
        )
        if not isinstance(made, Refused):
            request.session.pop(_SECRET, None)
            return show_codes(request, made) if made else said(request, _("Application ajoutée."), own_page())
        form.refuse(made)
    address = creditor_actions.address_for(secret, email=request.user.get_username())
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=3, light="white")
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"form": form, "picture": picture, "secret": groups, "address": address}
    return render(request, "desk/factor.html", context, status=422 if form.errors else 200)


@require_GET
@allowed(Permission.READ, is_own=True)
def codes(request: DeskRequest) -> HttpResponseBase:
    """The recovery codes, shown once."""
    kept = request.session.pop(_CODES, None)
    if kept is None:
        return redirect("desk:account")
    return render(request, "desk/codes.html", {"codes": unseal(kept).split(), "back_url": own_page()})


@sensitive_post_parameters()
@allowed(Permission.READ, is_own=True)
def codes_new(request: DeskRequest) -> HttpResponseBase:
    """New recovery codes for who knows the password."""
    if not creditor_door.has_second_factor(request.desk.user_id):
        return redirect("desk:account")
    form = PresentForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = creditor_actions.renew_recovery_codes(request.desk.clock, user_id=request.desk.user_id)
        return show_codes(request, made)
    heading, verb = _("Nouveaux codes de secours"), _("Faire de nouveaux codes")
    return _ask(request, form, heading, verb, _("Les anciens ne valent plus rien."))


@sensitive_post_parameters()
@allowed(Permission.READ, is_own=True)
def factor_remove(request: DeskRequest) -> HttpResponseBase:
    """The application gives codes no more, for who knows the password."""
    desk = request.desk
    if not creditor_door.has_application(desk.user_id):
        return redirect("desk:account")
    form = PresentForm(request.POST or None, user=request.user)
    if is_done(
        request,
        form,
        lambda _given: creditor_actions.remove_application(desk.clock, user_id=desk.user_id),
    ):
        return said(request, _("Application de codes retirée."), own_page())
    heading, verb = _("Retirer l'application de codes ?"), _("Retirer l'application")
    intro = (
        _("Vos clés d'accès restent demandées après le mot de passe.")
        if creditor_door.passkeys(desk.user_id)
        else _("Le mot de passe suffira pour entrer.")
    )
    return _ask(request, form, heading, verb, intro)


def _ask(request: HttpRequest, form: PresentForm, heading: str, verb: str, intro: str) -> HttpResponseBase:
    return show_form(
        request, form, back_url=own_page(), back_label=_(ACCOUNT), heading=heading, verb=verb, intro=intro
    )


def _new_secret(request: HttpRequest) -> str:
    """The secret offered in this session, sealed until it is kept: the same picture after a wrong code."""
    if _SECRET not in request.session:
        request.session[_SECRET] = seal(creditor_actions.new_secret())
    return unseal(request.session[_SECRET])


def show_codes(request: HttpRequest, made: list[str]) -> HttpResponseBase:
    """Goes on to the page that shows recovery codes once."""
    request.session[_CODES] = seal(" ".join(made))
    return redirect("desk:account_codes")


def own_page() -> str:
    """One's own account."""
    return reverse("desk:account")
