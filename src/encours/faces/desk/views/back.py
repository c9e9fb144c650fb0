"""Where one goes after a form: back to where one came from, if that is a page of ours."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from encours.faces.desk.views.refusing import refuse, tell_journal
from encours.ground.kernel.reason import Reason, Refused
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say


def back_to(request: HttpRequest, fallback: str) -> str:
    """The page named by `next` when it is one of ours, else the fallback."""
    wished = request.POST.get("next") or request.GET.get("next") or ""
    is_path = wished.startswith("/") and not wished.startswith("//")
    if is_path and url_has_allowed_host_and_scheme(wished, allowed_hosts=None):
        return wished
    return fallback


def said(request: HttpRequest, text: Reason | str, to: str) -> HttpResponseBase:
    """Says what was done and goes on."""
    messages.success(request, say(text))
    return redirect(to)


def told(request: HttpRequest, outcome: object, text: Reason | str, to: str) -> HttpResponseBase:
    """Says what was done, or why it was not, and goes on."""
    if isinstance(outcome, Refused):
        tell_journal(request, outcome)
        messages.error(request, say(outcome.reason))
        return redirect(to)
    return said(request, text, to)


def is_done(request: HttpRequest, form: PlainForm, doing: Callable[[dict[str, Any]], object]) -> bool:
    """Does what a sent form asks for; False when there is something to show: nothing sent, wrong or refused."""
    if request.method != "POST" or not form.is_valid():
        return False
    outcome = doing(form.cleaned_data)
    if isinstance(outcome, Refused):
        refuse(request, form, outcome)
    return not isinstance(outcome, Refused)


def show_form(request: HttpRequest, form: PlainForm, *, back_url: str, **context: object) -> HttpResponse:
    """One form on a page of its own; 422 when something in it is wrong."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/form.html", {"form": form, "back_url": back_url, **context}, status=status)


def ask_first(
    request: HttpRequest, *, back_url: str, form: PlainForm | None = None, **context: object
) -> HttpResponse:
    """A step that counts, with its consequence spelled out, before it is done."""
    status = 422 if form and form.is_bound and form.errors else 200
    shown = {"form": form, "back_url": back_url, "details": (), "is_grave": False, **context}
    return render(request, "desk/confirm.html", shown, status=status)
