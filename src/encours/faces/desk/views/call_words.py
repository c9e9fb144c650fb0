"""Words of a call that its written summary will say: what the rules of wording say of them while they are typed."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.calling import LEAVES
from encours.faces.desk.pages.texts import finding_row
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.proofreading import words_of_summary
from encours.method.calls.queries import under_way
from encours.method.calls.rules.sheet import MOST_CHARACTERS


@require_POST
@allowed(Permission.CONTACT)
def reread(request: DeskRequest, customer_id: int, field: str) -> HttpResponseBase:
    """What the rules say of one field of the call under way; nothing is kept."""
    desk = request.desk
    sheet = under_way.sheet_of(desk.entity.id, desk.actor)
    if field not in LEAVES:
        raise Http404
    found(sheet if sheet is not None and sheet.customer_id == customer_id else None)
    text = request.POST.get(field, "")[:MOST_CHARACTERS]
    if not text.strip():
        return HttpResponse("")
    told = words_of_summary(desk.act, customer_id, text)
    shown = {"findings": [finding_row(one, text) for one in told], "checks": True}
    return render(request, "desk/partials/findings.html", shown)
