"""The page of a colleague without an account: one question about one dispute, answered by a signed link."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec
from uuid import uuid4
from zoneinfo import ZoneInfo

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.rules.door import PAGE_MISSED, PAGE_SAID, PAGE_SAID_PLACE
from encours.faces.desk.forms.disputes import ColleagueForm
from encours.faces.desk.pages.colleague import colleague_page
from encours.faces.desk.views.disputes import sent_files
from encours.faces.desk.views.kept_files import file_saved
from encours.flows.disputes import asking
from encours.flows.disputes.asking import ColleagueAnswer, OpenedQuestion
from encours.ground.kernel.reason import Refused
from encours.ground.links.rules.link import Closed
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.whence import address_of

MOST_SENT_BYTES = 55 * 1024 * 1024
"""Of one answer with its files: five of ten megabytes."""
_KEPT_OUT = {"connect-src": ["'none'"], "script-src": ["'none'"], "manifest-src": ["'none'"]}
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, OpenedQuestion, P], HttpResponseBase]


def linked(view: View[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """The page is for whoever holds the link; no session, no cookie. A link that opens nothing gives one same page."""

    @csrf_exempt
    @csp_replace(_KEPT_OUT)  # type: ignore[arg-type]
    @require_http_methods(["GET", "HEAD", "POST"])
    def answered(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        place, clock = address_of(request), installation_clock()
        if request.method == "POST" and (status := too_much(request, token, place)):
            return kept_out(closed(request, status))
        found = asking.open_question(token, clock)
        if isinstance(found, Closed):
            is_much = isinstance(creditor_actions.count_try(PAGE_MISSED, key=place), Refused)
            return kept_out(closed(request, 429 if is_much else 404))
        with translation.override(found.entity.language), timezone.override(ZoneInfo(found.entity.time_zone)):
            return kept_out(view(request, found, *args, **kwargs))

    return answered  # type: ignore[return-value]  # the decorators forget the arguments


@linked
def question(request: HttpRequest, opened: OpenedQuestion) -> HttpResponseBase:
    """The question with what one needs to answer it; opening it changes nothing."""
    form = ColleagueForm(
        request.POST or None,
        request.FILES or None,
        initial={"mark": uuid4().hex, "name": opened.question.name},
    )
    is_heard = False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = ColleagueAnswer(given["mark"], given["name"], given["answer"], sent_files(given))
        outcome = asking.hear(installation_clock(), opened, said)
        is_heard = outcome is None
        if isinstance(outcome, Refused):
            form.refuse(outcome)
    is_shown = not is_heard and opened.question.is_waiting
    shape = colleague_page(opened, is_heard=is_heard)
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request, "desk/colleague.html", {**shape, "form": form if is_shown else None}, status=status
    )


@linked
def invoice(request: HttpRequest, opened: OpenedQuestion) -> HttpResponseBase:
    """The copy of the contested invoice, to be saved."""
    content = asking.copy_of_invoice(opened) if request.method != "POST" else None
    if content is None:
        raise Http404
    return file_saved(content, name=f"{opened.invoice.number}.pdf", media_type="application/pdf")


def kept_out_policy() -> dict[str, list[str]]:
    """What a page without an account may not load."""
    return _KEPT_OUT


def too_much(request: HttpRequest, token: str, place: str) -> int | None:
    """Why what is sent is not looked at: too large, or too often."""
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > MOST_SENT_BYTES:
        return 413
    limits = ((PAGE_SAID, token), (PAGE_SAID_PLACE, place))
    refused = [creditor_actions.count_try(limit, key=key) for limit, key in limits]
    return 429 if any(isinstance(one, Refused) for one in refused) else None


def closed(request: HttpRequest, status: int) -> HttpResponse:
    """What everybody sees whose link opens nothing, or who sends too much."""
    return render(request, "desk/colleague_closed.html", {"is_refused": status != 404}, status=status)


def kept_out(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing of the page is kept by a browser, found by a search, or told to another site."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response
