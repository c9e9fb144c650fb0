"""The messages: the tabs of the list, and what leaves next."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import number_in
from encours.faces.desk.forms.contacting import UntickForm
from encours.faces.desk.pages import messages as pages
from encours.faces.desk.pages.leaving import leaving_page
from encours.faces.desk.views.back import said
from encours.faces.desk.who import DeskRequest, allowed
from encours.flows import nightly, outbox
from encours.ground.kernel.reason import N_, Reason
from encours.method.outreach import queries as outreach_queries


@require_GET
@allowed(Permission.READ)
def messages(request: DeskRequest) -> HttpResponseBase:
    """One tab of the list."""
    tab = request.GET.get("onglet", "")
    tab = tab if tab in pages.TABS else pages.first_tab(request.desk)
    before = number_in(request.GET.get("avant", ""))
    context = pages.messages_page(request.desk, tab, before=before)
    return render(request, "desk/messages/list.html", context)


@allowed(Permission.READ)
def leaving(request: DeskRequest) -> HttpResponseBase:
    """What leaves next, to whom, with which words, and what does not; unticked ones stay, with a reason."""
    form, here = UntickForm(request.POST or None), reverse("desk:messages_tomorrow")
    unticked: list[int] = []
    if request.method == "POST" and request.desk.may(Permission.CONTACT):
        unticked = _unticked(request)
        if not unticked:
            return said(request, Reason(N_("Tout part comme prévu.")), here)
        if form.is_valid():
            outbox.withhold_many(request.desk.act, message_ids=unticked, why=form.cleaned_data["reason"])
            return said(request, Reason(N_("Messages retenus : {count}."), count=len(unticked)), here)
    after, before = (number_in(request.GET.get(name, "")) for name in ("apres", "avant"))
    foreseen = nightly.tomorrow_of(request.desk.entity.id, request.desk.clock, after=after or 0)
    context = leaving_page(request.desk, foreseen, before=before, unticked=unticked) | {"form": form}
    return render(request, "desk/messages/tomorrow.html", context, status=422 if form.errors else 200)


def _unticked(request: DeskRequest) -> list[int]:
    """Messages about to leave that the person saw and took the tick from; what came since stays out of it."""
    seen, kept = ({number_in(pk) for pk in request.POST.getlist(name)} for name in ("seen", "keep"))
    return outreach_queries.ready_among(request.desk.entity.id, (pk for pk in seen - kept if pk is not None))
