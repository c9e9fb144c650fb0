"""A lost password: asked for by its address, replaced by the link of a mail."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from encours.books.creditor import door as creditor_door
from encours.faces.desk.forms.door import ForgottenForm, NewPasswordForm
from encours.faces.desk.views.back import said
from encours.faces.desk.visitor import visitor_of
from encours.flows import resets
from encours.ground.plumbing.clock import installation_clock

_HELD, _TO_TYPE = "reset_link", "choisir"


def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Whose password is lost? The answer is the same for every address."""
    form, clock = ForgottenForm(request.POST or None), installation_clock()
    is_asked = False
    if request.method == "POST" and form.is_valid():
        refused = resets.ask(
            clock,
            email=form.cleaned_data["email"],
            site=request.build_absolute_uri(reverse("desk:forgotten")),
            visitor=visitor_of(request),
        )
        is_asked = refused is None
        if refused is not None:
            form.refuse(refused)
    context = {"form": form, "is_asked": is_asked, "can_post": creditor_door.can_post()}
    return render(request, "desk/forgotten.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
def reset(request: HttpRequest, who: str, token: str) -> HttpResponseBase:
    """The link of a mail: it goes out of the address at once, then a new password is typed.

    Opening it uses nothing up: programs that look at mail open links too.
    """
    if token != _TO_TYPE:
        request.session[_HELD] = token
        return redirect("desk:reset", who, _TO_TYPE)
    held = str(request.session.get(_HELD, ""))
    user = resets.of_link(who, held)
    if user is None:
        return render(request, "desk/reset.html", {"form": None}, status=410)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        request.session.pop(_HELD, None)
        wished = form.cleaned_data["wished"]
        if resets.use_link(
            installation_clock(), user=user, token=held, password=wished, visitor=visitor_of(request)
        ):
            text = _("Mot de passe remplacé, sessions fermées. Connectez-vous avec le nouveau.")
            return said(request, text, reverse("desk:login"))
        return render(request, "desk/reset.html", {"form": None}, status=410)
    return render(
        request, "desk/reset.html", {"form": form, "email": user.email}, status=422 if form.errors else 200
    )
