"""Signing in and out, one's password, how one likes the desk, and which company one sits at."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import door as creditor_door
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.door import Account
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk import device
from encours.faces.desk import preferences as kept
from encours.faces.desk.addresses import with_query
from encours.faces.desk.forms.door import CodeForm, LoginForm, PasswordForm
from encours.faces.desk.middleware import ENTITY_KEY
from encours.faces.desk.views.back import back_to, said, show_form
from encours.faces.desk.visitor import half_in, let_in, register, remember_half, visitor_of
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import door
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.demonstration import demonstration


@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponseBase:
    """Who are you? One sentence for every wrong answer, few tries, and a slow hash: guessing does not pay."""
    to = back_to(request, reverse("desk:today"))
    if request.user.is_authenticated:
        return redirect(to)
    if creditor_queries.installation_is_empty():
        return redirect("desk:welcome")
    shown = demonstration()
    form = LoginForm(request.POST or None, initial={"username": shown.email if shown else ""})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        known = door.known_by_password(
            request, email=given["username"], password=given["password"], visitor=visitor_of(request)
        )
        if not isinstance(known, Refused):
            return _come_in(request, known, to)
        form.refuse(known)
    context = {"form": form, "next": request.GET.get("next", ""), "demonstration": shown}
    return render(request, "desk/login.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponseBase:
    """The second factor of who has given the right password a moment ago."""
    to, user = back_to(request, reverse("desk:today")), half_in(request)
    if user is None:
        return redirect(with_query(reverse("desk:login"), next=to))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = door.known_by_code(
            installation_clock(), user, code=form.cleaned_data["code"], visitor=visitor_of(request)
        )
        if refused is None:
            let_in(request, user)
            return own_password(request, int(user.pk), to)
        form.refuse(refused)
    context = {
        "form": form,
        "next": request.GET.get("next", ""),
        "email": user.email,
        "has_application": creditor_door.has_application(user.pk),
        "has_passkey": _second_door(request, user.pk) == "desk:passkey_enter",
    }
    return render(request, "desk/code.html", context, status=422 if form.errors else 200)


@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """Signs out."""
    creditor_actions.leave_session(request.session.session_key or "")
    logout(request)
    return redirect("desk:login")


@sensitive_post_parameters()
@login_required
def password(request: HttpRequest) -> HttpResponseBase:
    """A new password for oneself; sessions elsewhere end, this one goes on."""
    form = PasswordForm(request.POST or None, user=request.user)
    to = back_to(request, reverse("desk:today"))
    if request.method == "POST" and form.is_valid():
        _set_own_password(request, form.cleaned_data["wished"])
        return said(request, _("Mot de passe changé. Vos autres sessions sont fermées."), to)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=_("Aujourd'hui"),
        heading=_("Mot de passe"),
        verb=_("Changer le mot de passe"),
    )


@require_POST
def preferences(request: HttpRequest) -> HttpResponseBase:
    """Appearance, one-letter keys and language; back to the same page."""
    response = redirect(_page_before(request))
    for name in kept.CHOICES:
        kept.keep(request, response, name, request.POST.get(name, ""))
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in creditor_queries.LANGUAGES:
        creditor_actions.choose_language(
            installation_clock(), user_id=int(request.user.pk or 0), language=language
        )
    return response


@require_POST
@allowed(Permission.READ, is_own=True)
def entity(request: DeskRequest) -> HttpResponseBase:
    """Goes to another company of one's own."""
    wished = request.POST.get("entity", "")
    own = {str(member.entity_id): member.entity_id for member in request.memberships}  # type: ignore[attr-defined]
    request.session[ENTITY_KEY] = found(own.get(wished))
    return redirect("desk:today")


def _come_in(request: HttpRequest, user: Account, to: str) -> HttpResponseBase:
    """Straight in, or to the second factor of who has one."""
    if creditor_door.has_second_factor(int(user.pk)):
        remember_half(request, int(user.pk))
        return redirect(with_query(reverse(_second_door(request, int(user.pk))), next=to))
    let_in(request, user)
    return own_password(request, int(user.pk), to)


def _second_door(request: HttpRequest, user_id: int) -> str:
    """A passkey first, where one has any for this name; codes do otherwise."""
    here = device.place().host if device.is_here(request) else ""
    has_key = any(key.host == here for key in creditor_door.passkeys(user_id))
    return "desk:passkey_enter" if has_key else "desk:code"


def _set_own_password(request: HttpRequest, password: str) -> None:
    user = request.user
    assert not isinstance(user, AnonymousUser)
    creditor_actions.set_password(
        installation_clock(), user_id=user.pk, password=password, actor=f"user:{user.pk}"
    )
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    register(request)  # a new key, and every other session ended


def own_password(request: HttpRequest, user_id: int, to: str) -> HttpResponseBase:
    """Straight in, unless the password was given by somebody else: then it is replaced first."""
    if not creditor_queries.has_provisional_password(user_id):
        return redirect(to)
    messages.info(request, _("Ce mot de passe vous a été donné. Choisissez le vôtre."))
    return redirect(with_query(reverse("desk:password"), next=to))


def _page_before(request: HttpRequest) -> str:
    """The page that held the form, when it is one of ours."""
    try:
        page = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return reverse("desk:today")
    if page.netloc == request.get_host() and page.path and not page.path.startswith("//"):
        return f"{page.path}?{page.query}" if page.query else page.path
    return reverse("desk:today")
