"""All agreements in one list, theirs and ours."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import number_in
from encours.faces.desk.pages import agreements as pages
from encours.faces.desk.who import DeskRequest, allowed
from encours.flows.broken_unanswered import broken_unanswered


@require_GET
@allowed(Permission.READ)
def agreements(request: DeskRequest) -> HttpResponseBase:
    """One tab of the list."""
    desk, tab = request.desk, request.GET.get("onglet", "")
    tab = tab if tab in pages.TABS else "en-cours"
    unanswered = broken_unanswered(desk.act, zone=desk.entity.time_zone)
    if tab == pages.EXPECTED:
        context = pages.expected_page(desk, unanswered=unanswered)
        return render(request, "desk/agreements/expected.html", context)
    after = pages.place_in(number_in(request.GET.get("avant", "")), number_in(request.GET.get("notre", "")))
    context = pages.agreements_page(desk, tab, after=after, unanswered=unanswered)
    return render(request, "desk/agreements/list.html", context)
