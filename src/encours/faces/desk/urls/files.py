"""Addresses of the files that bring the books in."""

from django.http import Http404, HttpResponse
from django.urls import path

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.who import DeskRequest, allowed


@allowed(Permission.READ)
def _not_here_yet(request: DeskRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("fichiers", _not_here_yet, name="files"),
    path("fichiers/tableur", _not_here_yet, name="ready_spreadsheet"),
]
