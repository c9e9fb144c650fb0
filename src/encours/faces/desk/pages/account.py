"""What a person sees of their own account, and an owner of the team's: sessions, sign-ins."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor import door as creditor_door
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.door import DoorLine, Seat
from encours.books.creditor.rules.door import DOOR_EVENT_LABELS, DoorEvent
from encours.books.creditor.rules.roles import Permission, may
from encours.faces.desk import device
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.ground.kernel.reason import Reason

LINES = 50
_TONES = {
    DoorEvent.SIGNED_IN: ("kept", "log-in"),
    DoorEvent.PASSKEY_USED: ("kept", "fingerprint-pattern"),
    DoorEvent.REFUSED: ("today", "circle-alert"),
    DoorEvent.CODE_REFUSED: ("today", "circle-alert"),
    DoorEvent.PASSKEY_REFUSED: ("today", "circle-alert"),
    DoorEvent.PASSKEY_COPIED: ("late", "shield-alert"),
    DoorEvent.HELD_BACK: ("late", "shield-alert"),
    DoorEvent.RESET_ASKED: ("rest", "mail"),
    DoorEvent.RESET_DONE: ("press", "key-round"),
    DoorEvent.SESSION_ENDED: ("rest", "log-out"),
}


def own_sessions(request: HttpRequest, desk: Desk) -> list[dict[str, Any]]:
    """The sessions of the person at the desk, this one first."""
    seats = creditor_door.seats([desk.user_id])
    here = request.session.session_key
    rows = [
        _seat(seat, is_here=seat.key == here)
        | {"end_url": reverse("desk:account_session_end", args=[seat.id])}
        for seat in seats
    ]
    return sorted(rows, key=lambda row: not row["is_here"])


def own_passkeys(desk: Desk) -> list[dict[str, Any]]:
    """The passkeys of the person at the desk; those of another name of this server work only there."""
    here = device.place().host
    return [
        {
            "name": key.name,
            "added_at": key.added_at,
            "used_at": key.used_at,
            "only_at": "" if key.host == here else key.host,
            "remove_url": reverse("desk:passkey_remove", args=[key.id]),
        }
        for key in creditor_door.passkeys(desk.user_id)
    ]


def own_lines(desk: Desk) -> list[dict[str, Any]]:
    """What happened at the door in one's own name, lately."""
    return _lines(creditor_door.door_lines([desk.user_id], limit=10))


def team_access(desk: Desk, *, before: int | None) -> dict[str, Any]:
    """Who of the team is signed in, and what happened at the door; sessions of who works elsewhere too are theirs."""
    team = [member for member in creditor_queries.team(desk.entity.id) if member.user_id]
    names = {int(member.user_id or 0): member for member in team}
    endable = only_ours(desk, names)
    seats, guarded = creditor_door.seats(endable), creditor_door.with_second_factor(names)
    lines = creditor_door.door_lines(names, before=before, limit=LINES + 1)
    more = lines[LINES - 1].id if len(lines) > LINES else None
    return {
        "people": [
            {
                "name": member.name,
                "sessions": [_seat(seat) for seat in seats if seat.user_id == user_id],
                "is_elsewhere": user_id not in endable,
                "end_url": reverse("desk:member_sessions_end", args=[member.id]),
                "has_factor": user_id in guarded,
                "factor_url": reverse("desk:member_factor_remove", args=[member.id])
                if user_id in guarded & endable
                else None,
            }
            for user_id, member in names.items()
        ],
        "lines": _lines(lines[:LINES]),
        "more_url": f"{reverse('desk:settings_section', args=['access'])}?avant={more}" if more else None,
        "is_factor_wanted": desk.entity.requires_second_factor,
        "without_factor": [member.name for user_id, member in names.items() if user_id not in guarded],
        "strangers": creditor_door.strangers_tries(),
    }


def only_ours(desk: Desk, user_ids: Sequence[int] | dict[int, Any]) -> set[int]:
    """Of some people, those whose every company is one that the asker configures."""
    own = creditor_queries.memberships(desk.user_id)
    entities = [member.entity_id for member in own if may(member.role, Permission.CONFIGURE)]
    return creditor_door.only_within(user_ids, entities)


def network(place: str) -> str:
    """A network as one reads it: «192.0.2.…»; this very machine by its name."""
    if place in {"127.0.0.0/24", "::/48"}:
        return _("cette machine")
    return place.replace(".0/24", ".…").replace("::/48", ":…")


def _seat(seat: Seat, *, is_here: bool = False) -> dict[str, Any]:
    return {
        "number": seat.id,
        "device": seat.device or _("appareil inconnu"),
        "place": network(seat.place),
        "opened_at": seat.opened_at,
        "used_at": seat.used_at,
        "is_here": is_here,
    }


def _lines(lines: Sequence[DoorLine]) -> list[dict[str, Any]]:
    return [
        {
            "at": line.at,
            "name": line.name,
            "state": State(*_TONES[line.event], Reason(DOOR_EVENT_LABELS[line.event])),
            "device": line.device,
            "place": network(line.place),
        }
        for line in lines
    ]
