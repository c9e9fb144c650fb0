"""What a person just did and may take back for a day: kept in the session, done by a registered way back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpRequest

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.who import Desk, DeskRequest
from encours.ground.kernel.reason import Refused

_KEPT = "undo"
_SHOWN = "undo_shown"
_MOST = 20
_FOR = timedelta(days=1)

WayBack = Callable[[Desk, Mapping[str, Any]], Refused | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that can be taken back: by which way, with which values, to which page afterwards."""

    way: str
    values: dict[str, Any]
    to: str


_WAYS: dict[str, tuple[Permission, WayBack]] = {}


def undoes(way: str, permission: Permission) -> Callable[[WayBack], WayBack]:
    """Registers the way back named `way`; it needs the permission of the thing it takes back."""

    def register(function: WayBack) -> WayBack:
        _WAYS[way] = (permission, function)
        return function

    return register


def remember(request: DeskRequest, way: str, values: Mapping[str, Any], to: str) -> None:
    """Offers «Annuler» beside the next message. `values` must be plain JSON."""
    assert way in _WAYS, way
    desk, key = request.desk, uuid4().hex[:12]
    entry = {
        "key": key,
        "entity": desk.entity.id,
        "way": way,
        "values": dict(values),
        "to": to,
        "at": desk.act.at.isoformat(),
    }
    request.session[_KEPT] = [*request.session.get(_KEPT, []), entry][-_MOST:]
    request.session[_SHOWN] = key


def shown_key(request: HttpRequest) -> str:
    """The key of what was just done, once: the page that says so offers to take it back."""
    return str(request.session.pop(_SHOWN, ""))


def take(request: DeskRequest, key: str) -> Kept | None:
    """What is kept under a key of this entity, taken out so that it is undone once."""
    kept = request.session.get(_KEPT, [])
    found = next((entry for entry in kept if entry["key"] == key), None)
    desk = request.desk
    if found is None or found["entity"] != desk.entity.id:
        return None
    request.session[_KEPT] = [entry for entry in kept if entry["key"] != key]
    if desk.act.at - datetime.fromisoformat(found["at"]) > _FOR:
        return None
    return Kept(found["way"], found["values"], found["to"])


def permission_of(kept: Kept) -> Permission:
    """What one must be allowed to do in order to take a thing back."""
    return _WAYS[kept.way][0]


def run(desk: Desk, kept: Kept) -> Refused | None:
    """Takes it back."""
    return _WAYS[kept.way][1](desk, kept.values)
