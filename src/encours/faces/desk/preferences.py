"""How a person likes the desk: appearance and one-letter keys, kept in cookies of this browser."""

from django.http import HttpRequest, HttpResponse

_YEAR_SECONDS = 365 * 24 * 3600
CHOICES = {"theme": ("auto", "light", "dark"), "keys": ("on", "off")}


def theme_of(request: HttpRequest) -> str:
    """«auto», «light» or «dark»."""
    return _of(request, "theme")


def keys_of(request: HttpRequest) -> str:
    """«on» or «off»: whether one-letter keys act."""
    return _of(request, "keys")


def keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    """Writes one preference; a value that is not offered is passed over."""
    if value in CHOICES[name]:
        # theme.js writes the same cookie, so it must be able to read it.
        response.set_cookie(
            name, value, max_age=_YEAR_SECONDS, samesite="Lax", secure=request.is_secure(), httponly=False
        )


def _of(request: HttpRequest, name: str) -> str:
    value = request.COOKIES.get(name, "")
    return value if value in CHOICES[name] else CHOICES[name][0]
