"""Where this installation keeps its state, and the secret key it makes for itself."""

import os
import secrets
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
    """The installation's secret, made at the first start and readable by its owner alone."""
    file = home / "secret.key"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii").strip()
