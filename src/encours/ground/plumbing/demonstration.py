"""What a demonstration tells at its door: who may sign in, and with which password."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from encours.ground.plumbing.clock import installation_clock


@dataclass(frozen=True, slots=True)
class Login:
    """A person of the demonstration and the role they hold, in French: the reader's page translates it."""

    name: str
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The one password, and the people who use it, the first one for who only wants to look around."""

    password: str
    logins: tuple[Login, ...]

    @property
    def email(self) -> str:
        """The address of the first login."""
        return self.logins[0].email


def demonstration() -> Demonstration | None:
    """The demonstration of this installation; None in a real one, and while one is being made."""
    if installation_clock().fixed() is None:
        return None
    try:
        told = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Demonstration(told["password"], tuple(Login(**login) for login in told["logins"]))


def tell(made: Demonstration) -> None:
    """Writes the demonstration's logins down, for the page where one signs in."""
    draft = _file().with_suffix(".new")
    draft.write_text(json.dumps(asdict(made), ensure_ascii=False), encoding="utf-8")
    draft.replace(_file())


def forget() -> None:
    """Takes the logins of a former demonstration away."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.ENCOURS_CLOCK_FILE).with_name("demo.json")
