"""Secrets of others (mail passwords) encrypted at rest with the installation's key."""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another


class SecretUnreadable(RuntimeError):
    """A stored secret that this installation's key does not open."""


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.SECRET_KEY.encode()).digest()))


def seal(secret: str) -> str:
    """The secret as it may be stored; empty stays empty."""
    return _box().encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str:
    """The stored secret in clear. Raises SecretUnreadable when the key has changed."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SecretUnreadable("this installation's key does not open the stored secret") from None


def one_time_password() -> str:
    """A first password for somebody else, easy to read aloud: four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
