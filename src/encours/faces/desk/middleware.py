"""Finds who is at the desk, for which entity, and in which language the page speaks."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Member
from encours.faces.desk.visitor import still_open
from encours.faces.desk.who import Desk
from encours.ground.plumbing.asked_once import asking_once
from encours.ground.plumbing.clock import installation_clock

ENTITY_KEY = "entity"


class DeskMiddleware:
    """Sets `request.desk` for a signed-in person who belongs to an entity."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asking_once(is_reading=request.method in {"GET", "HEAD"}):
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and still_open(request):
            language = request.user.language
            translation.activate(language)
            request.LANGUAGE_CODE = language
            desk = _desk(request)
            if desk is not None:
                request.desk = desk  # type: ignore[attr-defined]
        # Moments are shown as the clock on the entity's wall shows them.
        desk_now: Desk | None = getattr(request, "desk", None)
        with timezone.override(ZoneInfo(desk_now.entity.time_zone) if desk_now else None):
            response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response


def _desk(request: HttpRequest) -> Desk | None:
    user_id = request.user.pk
    assert user_id is not None
    memberships = creditor_queries.memberships(user_id)
    member = _current(memberships, request.session.get(ENTITY_KEY))
    if member is None:
        return None
    clock = installation_clock()
    entity = creditor_queries.entity(member.entity_id)
    act = creditor_queries.act(member.entity_id, f"user:{user_id}", clock)
    request.memberships = memberships  # type: ignore[attr-defined]
    return Desk(user_id, member, entity, act, clock)


def _current(memberships: list[Member], entity_id: int | None) -> Member | None:
    chosen = [member for member in memberships if member.entity_id == entity_id]
    return next(iter(chosen or memberships), None)
