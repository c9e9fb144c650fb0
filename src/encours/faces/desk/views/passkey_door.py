"""Signing in with a passkey: alone, or after the password."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import door as creditor_door
from encours.books.creditor.door import Account
from encours.books.creditor.rules.door import PASSKEY_ASKED, DoorEvent
from encours.faces.desk import device
from encours.faces.desk.views.back import back_to
from encours.faces.desk.views.door import own_password
from encours.faces.desk.visitor import half_in, let_in, visitor_of
from encours.flows import passkeys
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.clock import installation_clock


def passkey_enter(request: HttpRequest) -> HttpResponseBase:
    """The device is asked for a passkey of this name; who has given the password, for one of theirs."""
    to, half = back_to(request, reverse("desk:today")), half_in(request)
    if request.user.is_authenticated:
        return redirect(to)
    if not device.is_here(request):
        context = {"elsewhere": device.elsewhere(request), "next": to}
        return render(request, "desk/passkeys/not_at_this_door.html", context)
    refused = None
    if request.method == "POST":
        user = _known(request, half)
        if not isinstance(user, Refused):
            let_in(request, user, DoorEvent.SIGNED_IN if half else DoorEvent.PASSKEY_USED)
            return own_password(request, user.pk, to) if half else redirect(to)
        refused = user.reason
    return _ask(request, half, refused)


def _known(request: HttpRequest, half: Account | None) -> Account | Refused:
    answer = device.answer_of(request)
    if answer is None:
        return Refused(Reason(N_("La demande a expiré. Recommencez.")))
    return passkeys.known_by_passkey(
        installation_clock(), device.place(), answer, user=half, visitor=visitor_of(request)
    )


def _ask(request: HttpRequest, half: Account | None, refused: Reason | None) -> HttpResponseBase:
    context = {
        "next": request.GET.get("next", ""),
        "email": half.email if half else "",
        "codes": bool(half and creditor_door.has_application(half.pk)),
        "refused": refused,
        "options": "",
    }
    if half is None and (held := creditor_actions.count_try(PASSKEY_ASKED, key=visitor_of(request).address)):
        context["refused"] = held.reason
    else:
        asked = creditor_actions.ask_passkey(device.place(), user_id=half.pk if half else None)
        context["options"] = device.remember_asked(request, asked)
    return render(request, "desk/passkeys/enter.html", context, status=422 if context["refused"] else 200)
