"""The method in ten minutes, for people never trained in this."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.help.method import sections
from encours.faces.desk.who import DeskRequest, allowed


@require_GET
@allowed(Permission.READ)
def method(request: DeskRequest) -> HttpResponseBase:
    """Ten parts of a minute, each with the page where it is done."""
    return render(request, "desk/method.html", {"sections": sections(get_language() or "fr")})
