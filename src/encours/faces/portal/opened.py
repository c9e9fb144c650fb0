"""Opens the page for each address: by the link alone, in the reader's language, and closed to everybody else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.rules.door import PAGE_MISSED, PAGE_SAID, PAGE_SAID_PLACE
from encours.flows.portal.opening import Opened, act_of, open_page
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.ground.links.rules.link import Closed
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.whence import address_of

MOST_SENT_BYTES = 12 * 1024 * 1024
"""Of one answer with its file."""
_KEPT_OUT = {"connect-src": ["'none'"], "font-src": ["'none'"], "manifest-src": ["'none'"]}
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at the page: what was opened, under which token, in which language."""

    request: HttpRequest
    opened: Opened
    token: str
    language: str
    act: Act

    @property
    def is_sent(self) -> bool:
        """Whether something is said. Somebody of the team who looks at the page says nothing."""
        return self.request.method == "POST" and not self.opened.is_preview


View = Callable[Concatenate[Visit, P], HttpResponse]


def linked(view: View[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """The page is for whoever holds the link, and changes nothing unless something is sent.

    No cookie is read or set, so no other site can send anything in somebody's name: the link is in the
    address, and who does not know it sends nothing. An unknown, expired or revoked link gives one same page.
    """

    @csrf_exempt
    @csp_replace(_KEPT_OUT)  # type: ignore[arg-type]
    @require_http_methods(["GET", "HEAD", "POST"])
    def answered(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        place, clock = address_of(request), installation_clock()
        found = open_page(token, clock)
        if isinstance(found, Closed):
            if isinstance(creditor_actions.count_try(PAGE_MISSED, key=place), Refused):
                return _kept_out(_refusal(request, 429))
            return _kept_out(closed(request))
        if request.method == "POST" and (refused := _too_much(request, token, place)):
            return _kept_out(refused)
        visit = Visit(request, found, token, _language(request, found.language), act_of(found, clock))
        zone = ZoneInfo(found.entity.time_zone)
        with translation.override(visit.language), timezone.override(zone):
            return _kept_out(view(visit, *args, **kwargs))

    return answered  # type: ignore[return-value]  # the decorators forget the arguments


def show(template: str, context: dict[str, Any], *, language: str, status: int = 200) -> HttpResponse:
    """A page of ours, without the desk's frame and without a session."""
    return HttpResponse(render_to_string(template, {"language": language, **context}), status=status)


def closed(request: HttpRequest) -> HttpResponse:
    """What everybody sees whose link opens nothing: how to reach a person all the same."""
    language = _language(request, translation.get_language_from_request(request))
    with translation.override(language):
        return show("portal/closed.html", {}, language=language, status=404)


def _too_much(request: HttpRequest, token: str, place: str) -> HttpResponse | None:
    """Why what is sent is not looked at: too large, or too often."""
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > MOST_SENT_BYTES:
        return _refusal(request, 413)
    limits = ((PAGE_SAID, token), (PAGE_SAID_PLACE, place))
    refused = [creditor_actions.count_try(limit, key=key) for limit, key in limits]
    return _refusal(request, 429) if any(isinstance(one, Refused) for one in refused) else None


def _refusal(request: HttpRequest, status: int) -> HttpResponse:
    language = _language(request, translation.get_language_from_request(request))
    with translation.override(language):
        return show("portal/refused.html", {"is_large": status == 413}, language=language, status=status)


def _language(request: HttpRequest, usual: str) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    chosen = request.GET.get("langue", "")
    return next((code for code in (chosen, usual[:2]) if code in known), settings.LANGUAGE_CODE)


def _kept_out(response: HttpResponse) -> HttpResponse:
    """Nothing of the page is kept by a browser, found by a search, or told to another site."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response
