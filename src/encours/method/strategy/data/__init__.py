"""The procedures that come with the product, read once from their files."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from encours.method.strategy.rules.procedure import read_levels, read_procedure
from encours.method.strategy.rules.step import Procedure

PROCEDURES: Final = (
    "reliable", "unknown", "new", "new_large", "sporadic", "strained", "avoids", "key_small", "small_balance",
)  # fmt: skip
_EVENTS = "events"


def content_of(key: str) -> bytes:
    """The TOML of a shipped procedure, as it is exported."""
    return files(__package__).joinpath("procedures", f"{key}.toml").read_bytes()


@cache
def shipped_procedures() -> MappingProxyType[str, Procedure]:
    """The default ladders by key. Source: method 2c."""
    return MappingProxyType({key: read_procedure(content_of(key)) for key in PROCEDURES})


@cache
def event_levels() -> Procedure:
    """The steps that answer an event instead of a day: a broken agreement, a call-back, a thank-you."""
    return read_levels(content_of(_EVENTS))
