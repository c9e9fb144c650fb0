"""Kept files handed to the browser: shown where that is safe, else saved."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_SHOWN = "application/pdf"
_UNKNOWN = "application/octet-stream"


def file_shown(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file of somebody's: the browser shows a PDF, and saves anything else without guessing what it is."""
    is_shown = media_type == _SHOWN
    return _answer(content, name, media_type if is_shown else _UNKNOWN, is_saved=not is_shown)


def file_saved(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file of our own making, to be saved."""
    return _answer(content, name, media_type, is_saved=True)


def _answer(content: bytes, name: str, media_type: str, *, is_saved: bool) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    header = content_disposition_header(as_attachment=is_saved, filename=name.replace("/", "-"))
    answer.headers["Content-Disposition"] = header or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
