"""Where this installation keeps its state, and the secret key it makes for itself."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def home_directory() -> Path:
    """ENCOURS_HOME, else `var/` in the checkout, else `var/` in the working directory."""
    named = os.environ.get("ENCOURS_HOME")
    if named:
        home = Path(named).expanduser().resolve()
    else:
        checkout = Path(__file__).resolve().parents[3]
        home = (checkout if (checkout / "pyproject.toml").exists() else Path.cwd()) / "var"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def secret_key(home: Path) -> str:
    """The installation's secret, made at the first start and readable by its owner alone.

    Of several processes that start together the first makes it; all read that one, and read it whole.
    """
    file = home / "secret.key"
    if not file.exists():
        _make_once(file)
    return _keys(file)[0]


def former_keys(home: Path) -> list[str]:
    """Keys that still open what is not encrypted anew yet: none, but while `encours secrets rotate` was cut short."""
    return _keys(home / "secret.key")[1:]


def _keys(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").split() or [""]


def _make_once(file: Path) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(draft)  # unlike a move, it never takes the place of another's key
    finally:
        draft.unlink()
