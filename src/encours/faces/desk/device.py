"""What the browser's device is asked, once and not for long; and where passkeys work at all."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from encours.books.creditor.actions import Answer, Asked
from encours.books.creditor.rules.passkeys import LASTS_SECONDS, LOCALHOST, Place, place_of
from encours.ground.kernel.clock import technical_now

_ASKED = "passkey_asked"
_THIS_MACHINE = frozenset({"127.0.0.1", "[::1]", LOCALHOST})


def place() -> Place:
    """The name that this installation's passkeys belong to."""
    return place_of(settings.ENCOURS_PASSKEY_ORIGINS)


def is_here(request: HttpRequest) -> bool:
    """Whether a passkey can be asked for on the page one is at."""
    return place().takes(f"{request.scheme}://{request.get_host()}")


def elsewhere(request: HttpRequest) -> str:
    """The address at which passkeys work; empty when this installation has none yet."""
    name, _colon, port = request.get_host().rpartition(":")
    if address := place().address:
        return address
    return f"{request.scheme}://{LOCALHOST}:{port}" if name in _THIS_MACHINE else ""


def remember_asked(request: HttpRequest, asked: Asked) -> str:
    """Keeps what the answer is held against; returns what the page hands to the device."""
    request.session[_ASKED] = {"state": asked.state, "at": technical_now().isoformat()}
    return asked.options


def answer_of(request: HttpRequest) -> Answer | None:
    """The device's answer to what this session asked last; None when that is too long ago, or answered already."""
    kept = request.session.pop(_ASKED, None)
    lasts = timedelta(seconds=LASTS_SECONDS)
    if kept is None or technical_now() - datetime.fromisoformat(kept["at"]) > lasts:
        return None
    return Answer(kept["state"], request.POST.get("answer", ""))
