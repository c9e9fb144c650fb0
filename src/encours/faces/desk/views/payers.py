"""What kinds of payers the customers are: all of them, and those of one kind."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import number_in
from encours.faces.desk.pages import payers as pages
from encours.faces.desk.who import DeskRequest, allowed
from encours.method.insight.rules.payer import DebtorType


@require_GET
@allowed(Permission.READ)
def payers(request: DeskRequest) -> HttpResponseBase:
    """The portfolio by kind of payer, and how it has changed in a year."""
    return render(request, "desk/customers/payers.html", pages.payers(request.desk))


@require_GET
@allowed(Permission.READ)
def payers_of(request: DeskRequest, kind: str) -> HttpResponseBase:
    """The customers of one kind, by name."""
    wished = kind.upper()
    if wished not in set(DebtorType):
        raise Http404
    last = number_in(request.GET.get("apres", ""))
    after = None if last is None else (request.GET.get("nom", ""), last)
    context = pages.payers_of(request.desk, DebtorType(wished), after=after)
    return render(request, "desk/customers/payers_of.html", context)
