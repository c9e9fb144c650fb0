"""A first password for somebody else: easy to read aloud, kept sealed until it is shown, shown once."""

import secrets
from typing import TypedDict

from django.http import HttpRequest

from encours.ground.plumbing.secrets import seal, unseal

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another
_KEY = "password_once"


class Shown(TypedDict):
    """Whose password it is, and the password."""

    name: str
    email: str
    password: str


def one_time_password() -> str:
    """Four groups of four: about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def show_once(request: HttpRequest, *, name: str, email: str, password: str) -> None:
    """Keeps a password for the next page, and only that one."""
    request.session[_KEY] = {"name": name, "email": email, "password": seal(password)}


def shown_once(request: HttpRequest) -> Shown | None:
    """The password that waits to be shown, taken out; None when there is none."""
    kept = request.session.pop(_KEY, None)
    return Shown(name=kept["name"], email=kept["email"], password=unseal(kept["password"])) if kept else None
