"""Secrets of others (mail passwords) encrypted at rest with the installation's key."""

import base64
import hashlib
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another


class SecretUnreadable(RuntimeError):
    """A stored secret that this installation's key does not open."""


def _boxes() -> list[Fernet]:
    """The present key's, then those of keys that are being replaced."""
    keys = [settings.SECRET_KEY, *settings.ENCOURS_FORMER_KEYS]
    return [Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys]


def seal(secret: str) -> str:
    """The secret as it may be stored; empty stays empty."""
    return _boxes()[0].encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str:
    """The stored secret in clear. Raises SecretUnreadable when the key has changed."""
    if not sealed:
        return ""
    try:
        return MultiFernet(_boxes()).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SecretUnreadable("this installation's key does not open the stored secret") from None


def is_sealed_anew(sealed: str) -> bool:
    """Whether the present key alone opens a stored secret."""
    try:
        _boxes()[0].decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def begin_new_key() -> None:
    """A new key stands before the present one, which still opens what it sealed.

    Where that was begun and cut short before, the new key of then is taken up: nothing is sealed twice.
    """
    if not settings.ENCOURS_FORMER_KEYS:
        _use([secrets.token_urlsafe(48), settings.SECRET_KEY])


def forget_former_keys() -> None:
    """Only the present key is left; whoever calls has seen that it opens everything."""
    _use([settings.SECRET_KEY])


def _use(keys: list[str]) -> None:
    """Writes the keys, whole or not at all, and works with them from now on."""
    file = Path(settings.ENCOURS_HOME) / "secret.key"
    draft = file.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write("\n".join(keys))
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    settings.SECRET_KEY, settings.ENCOURS_FORMER_KEYS = keys[0], keys[1:]


def one_time_password() -> str:
    """A first password for somebody else, easy to read aloud: four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
