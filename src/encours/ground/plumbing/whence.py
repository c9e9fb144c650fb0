"""From which address a request comes."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address: what our outermost proxy saw; what a visitor writes there themselves is ignored."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    told = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    proxies = int(settings.ENCOURS_PROXIES)
    return told[-proxies] if proxies and len(told) >= proxies else seen
