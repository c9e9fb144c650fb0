"""Where the content of a kept file lies."""

from pathlib import Path

from django.conf import settings


def path_of(digest: str) -> Path:
    """The file of a content, found by its hash."""
    return Path(settings.ENCOURS_DOCUMENTS) / digest[:2] / digest
