"""The key of the first-run guide: only who reads the terminal may set an empty installation up."""

import hashlib
import hmac

from django.conf import settings


def setup_key() -> str:
    """Derived from the installation's secret, so that every process knows it."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"first-run", hashlib.sha256)
    return digest.hexdigest()[:20]


def is_setup_key(text: str) -> bool:
    """Whether somebody holds the key."""
    return hmac.compare_digest(setup_key().encode(), text.encode("utf-8", "replace"))
