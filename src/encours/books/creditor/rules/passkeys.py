"""Under which name a passkey holds, which pages may ask for one, and when its counter tells of a copy."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LOCALHOST = "localhost"
LASTS_SECONDS = 300
"""How long a person has to answer their device."""
_ORIGIN = re.compile(r"https?://([^/:@\s\[\]]+)(?::[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Place:
    """The name that passkeys belong to, and the pages that may ask for one: none named means this very machine."""

    host: str
    origins: tuple[str, ...] = ()

    def takes(self, origin: str) -> bool:
        """Whether a page of this origin may ask: https under the name, or localhost."""
        if self.origins:
            return origin in self.origins
        return host_in(origin) == LOCALHOST

    @property
    def address(self) -> str:
        """Where passkeys work, for who came by another name; empty when only the port is known to the page."""
        return self.origins[0] if self.origins else ""


def place_of(origins: Sequence[str]) -> Place:
    """The name of the first configured origin, and those of its kind; without any, localhost.

    A passkey of `example.fr` works on `encours.example.fr` too, not the other way round.
    Source: W3C, Web Authentication Level 3, 5.1.2 (relying party identifier).
    """
    named = [origin.rstrip("/") for origin in origins if origin.startswith("https://")]
    named = [origin for origin in named if host_in(origin) and "*" not in origin]
    if not named:
        return Place(LOCALHOST)
    host = host_in(named[0])
    return Place(host, tuple(origin for origin in named if _is_under(host_in(origin), host)))


def is_copied(*, kept: int, told: int) -> bool:
    """Whether a counter stands still or goes back: then a second device holds the same key.

    Devices that do not count always say 0.
    Source: W3C, Web Authentication Level 3, 7.2, step 22.
    """
    return bool(kept or told) and told <= kept


def host_in(origin: str) -> str:
    """The name in an origin, without its port; empty when it is none of a page's."""
    found = _ORIGIN.fullmatch(origin)
    return found[1].lower() if found else ""


def _is_under(name: str, host: str) -> bool:
    return name == host or name.endswith(f".{host}")
