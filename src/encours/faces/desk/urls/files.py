"""Addresses of the files that bring the books in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def _not_here_yet(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("fichiers", _not_here_yet, name="files"),
    path("fichiers/tableur", _not_here_yet, name="ready_spreadsheet"),
]
