"""Who is at the desk, for which entity, in which language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class DeskMiddleware:
    """Finds the person's entity and language before a view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
