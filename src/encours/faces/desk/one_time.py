"""A first password for somebody else: kept sealed until it is shown, shown once."""

from typing import TypedDict

from django.http import HttpRequest

from encours.ground.plumbing.secrets import seal, unseal

_KEY = "password_once"


class Shown(TypedDict):
    """Whose password it is, and the password."""

    name: str
    email: str
    password: str


def show_once(request: HttpRequest, *, name: str, email: str, password: str) -> None:
    """Keeps a password for the next page, and only that one."""
    request.session[_KEY] = {"name": name, "email": email, "password": seal(password)}


def shown_once(request: HttpRequest) -> Shown | None:
    """The password that waits to be shown, taken out; None when there is none."""
    kept = request.session.pop(_KEY, None)
    return Shown(name=kept["name"], email=kept["email"], password=unseal(kept["password"])) if kept else None
