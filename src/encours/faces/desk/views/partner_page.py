"""The page of a partner without an account: one placed file, opened by a signed link."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec
from uuid import uuid4
from zoneinfo import ZoneInfo

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.rules.door import PAGE_MISSED
from encours.faces.desk.forms.referral import NewsForm
from encours.faces.desk.pages.referral import their_shape
from encours.faces.desk.views.colleague import closed, kept_out, kept_out_policy, too_much
from encours.faces.desk.views.kept_files import file_saved
from encours.faces.desk.views.placements import told_by
from encours.flows.referral import linking
from encours.flows.referral.linking import OpenedPlacement
from encours.ground.kernel.reason import Refused
from encours.ground.links.rules.link import Closed
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.whence import address_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, OpenedPlacement, str, P], HttpResponseBase]


def linked(view: View[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """For whoever holds the link; no session, no cookie. A link that opens nothing gives one same page."""

    @csrf_exempt
    @csp_replace(kept_out_policy())  # type: ignore[arg-type]
    @require_http_methods(["GET", "HEAD", "POST"])
    def answered(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        place, clock = address_of(request), installation_clock()
        if request.method == "POST" and (status := too_much(request, token, place)):
            return kept_out(closed(request, status))
        found = linking.open_placement(token, clock)
        if isinstance(found, Closed):
            is_much = isinstance(creditor_actions.count_try(PAGE_MISSED, key=place), Refused)
            return kept_out(closed(request, 429 if is_much else 404))
        with translation.override(found.entity.language), timezone.override(ZoneInfo(found.entity.time_zone)):
            return kept_out(view(request, found, token, *args, **kwargs))

    return answered  # type: ignore[return-value]  # the decorators forget the arguments


@linked
def page(request: HttpRequest, opened: OpenedPlacement, token: str) -> HttpResponseBase:
    """The file with its sums and what was told; opening it changes nothing."""
    clock = installation_clock()
    currency = opened.placement.placed.currency
    start = {"key": f"page-{uuid4().hex}"}
    form = NewsForm(request.POST or None, request.FILES or None, currency=currency, initial=start)
    is_heard = False
    if request.method == "POST" and form.is_valid():
        news, file = told_by(form, opened.placement.id)
        refused = linking.hear(clock, opened, news, by=opened.placement.partner_name, file=file)
        is_heard = refused is None
        if refused is not None:
            form.refuse(refused)
    shape = their_shape(opened, token, is_heard=is_heard)
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request, "desk/referral/their_page.html", {**shape, "form": None if is_heard else form}, status=status
    )


@linked
def file(request: HttpRequest, opened: OpenedPlacement, token: str) -> HttpResponseBase:
    """The file of proof that was handed over, to be saved."""
    found = linking.file_of(installation_clock(), opened) if request.method != "POST" else None
    if found is None:
        raise Http404
    return file_saved(found[1], name=found[0], media_type="application/zip")
