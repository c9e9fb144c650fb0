"""Where a request comes from, and the session it belongs to."""

from datetime import datetime, timedelta

from django.contrib.auth import login as sign_in
from django.contrib.auth import logout
from django.http import HttpRequest

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import door as creditor_door
from encours.books.creditor.actions import Visitor
from encours.books.creditor.door import Account
from encours.books.creditor.rules.door import DoorEvent, device_of, masked_place
from encours.ground.kernel.clock import technical_now
from encours.ground.plumbing.whence import address_of

SESSION, SEEN, HALF = "session_number", "session_seen", "half_in"
_HALF_LASTS = timedelta(minutes=10)
_EVERY = timedelta(minutes=5)
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def visitor_of(request: HttpRequest) -> Visitor:
    """From which network and with which device somebody comes."""
    address = address_of(request)
    return Visitor(masked_place(address), device_of(request.headers.get("user-agent", "")[:500]), address)


def let_in(request: HttpRequest, user: object, event: DoorEvent = DoorEvent.SIGNED_IN) -> None:
    """Signs a person in: a new session, told at the door."""
    request.session.pop(HALF, None)
    sign_in(request, user, backend=_BACKEND)  # type: ignore[arg-type]
    visitor = visitor_of(request)
    creditor_actions.tell_door(event, user_id=_user_id(request), visitor=visitor)
    register(request)


def remember_half(request: HttpRequest, user_id: int) -> None:
    """The password was right; who it is waits for a second factor, in a session that opens nothing."""
    request.session.cycle_key()
    request.session[HALF] = {"user": user_id, "at": technical_now().isoformat()}


def half_in(request: HttpRequest) -> Account | None:
    """Who gave the right password within the last minutes and is not in yet."""
    half = request.session.get(HALF)
    if not half or technical_now() - datetime.fromisoformat(half["at"]) > _HALF_LASTS:
        return None
    return creditor_door.account(half["user"])


def register(request: HttpRequest) -> None:
    """The session, under its present key, is on the list of its person's sessions."""
    if not request.session.session_key:
        request.session.save()
    request.session[SESSION] = creditor_actions.open_session(
        user_id=_user_id(request), key=str(request.session.session_key), visitor=visitor_of(request)
    )
    request.session[SEEN] = technical_now().isoformat()


def still_open(request: HttpRequest) -> bool:
    """Notes every few minutes that a session is used; one that was ended from elsewhere is left."""
    seen = request.session.get(SEEN)
    if seen is None:
        register(request)
        return True
    now = technical_now()
    if now - datetime.fromisoformat(seen) < _EVERY:
        return True
    request.session[SEEN] = now.isoformat()
    number, key = request.session[SESSION], str(request.session.session_key)
    if creditor_actions.use_session(number, key=key, visitor=visitor_of(request)):
        return True
    logout(request)
    return False


def _user_id(request: HttpRequest) -> int:
    user_id = request.user.pk
    assert user_id is not None
    return int(user_id)
