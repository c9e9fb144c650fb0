"""Passkeys of one's own: made after the password is given, named, taken away."""

from datetime import datetime, timedelta

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import door as creditor_door
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk import device
from encours.faces.desk.forms.door import NewPasskeyForm, PresentForm
from encours.faces.desk.views.back import is_done, said, show_form
from encours.faces.desk.views.second_factor import ACCOUNT, own_page, show_codes
from encours.faces.desk.visitor import visitor_of
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.ground.kernel.clock import technical_now
from encours.ground.kernel.reason import N_, Reason, Refused

_NAMED = "passkey_named"
_NAMED_LASTS = timedelta(minutes=10)


@sensitive_post_parameters()
@allowed(Permission.READ, is_own=True)
def passkey_new(request: DeskRequest) -> HttpResponseBase:
    """A name for the passkey and the password, before the device is asked."""
    if not device.is_here(request):
        context = {"elsewhere": device.elsewhere(request), "back_url": own_page()}
        return render(request, "desk/passkeys/not_here.html", context)
    start = {"name": visitor_of(request).device}
    form = NewPasskeyForm(request.POST or None, user=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        request.session[_NAMED] = {"name": form.cleaned_data["name"], "at": technical_now().isoformat()}
        return redirect("desk:passkey_add")
    return show_form(
        request,
        form,
        back_url=own_page(),
        back_label=_(ACCOUNT),
        heading=_("Ajouter une clé d'accès"),
        verb=_("Continuer"),
        intro=_("Votre appareil vous reconnaît (empreinte, visage ou code) et garde la clé."),
    )


@allowed(Permission.READ, is_own=True)
def passkey_add(request: DeskRequest) -> HttpResponseBase:
    """The device is asked; what it has made is kept."""
    name = _named(request)
    if name is None:
        return redirect("desk:passkey_new")
    desk, place, refused = request.desk, device.place(), None
    if request.method == "POST":
        answer = device.answer_of(request)
        made = (
            creditor_actions.add_passkey(desk.clock, place, answer, user_id=desk.user_id, name=name)
            if answer
            else Refused(Reason(N_("La demande a expiré. Recommencez.")))
        )
        if not isinstance(made, Refused):
            request.session.pop(_NAMED, None)
            return show_codes(request, made) if made else said(request, _("Clé d'accès ajoutée."), own_page())
        refused = made.reason
    asked = creditor_actions.ask_new_passkey(place, user_id=desk.user_id)
    context = {"options": device.remember_asked(request, asked), "name": name, "refused": refused}
    return render(request, "desk/passkeys/add.html", context, status=422 if refused else 200)


@sensitive_post_parameters()
@allowed(Permission.READ, is_own=True)
def passkey_remove(request: DeskRequest, passkey_id: int) -> HttpResponseBase:
    """Takes one away, for who knows the password."""
    desk = request.desk
    row = found(next((key for key in creditor_door.passkeys(desk.user_id) if key.id == passkey_id), None))
    form = PresentForm(request.POST or None, user=request.user)
    if is_done(
        request,
        form,
        lambda _given: creditor_actions.remove_passkey(
            desk.clock, user_id=desk.user_id, passkey_id=passkey_id
        ),
    ):
        return said(request, _("Clé d'accès retirée."), own_page())
    return show_form(
        request,
        form,
        back_url=own_page(),
        back_label=_(ACCOUNT),
        heading=_("Retirer la clé d'accès {name} ?").format(name=row.name),
        verb=_("Retirer la clé d'accès"),
        intro=_("Elle n'ouvre plus ce compte. Supprimez-la aussi de l'appareil qui la garde."),
        is_grave=True,
    )


def _named(request: DeskRequest) -> str | None:
    kept = request.session.get(_NAMED)
    if not kept or technical_now() - datetime.fromisoformat(kept["at"]) > _NAMED_LASTS:
        return None
    return str(kept["name"])
