"""The shipped ladders, read and checked once; the versions of a house, read once each."""

from functools import lru_cache
from importlib.resources import files

from encours.method.strategy.rules.assignment import AssignmentRule, read_rules
from encours.method.strategy.rules.procedure import read_levels, read_procedure
from encours.method.strategy.rules.step import Procedure

_EVENTS = "events"
RULES = "assignment"
"""Stands in place of a ladder's key at the versions of the rules that give ladders."""


@lru_cache(maxsize=1)
def shipped_procedures() -> dict[str, Procedure]:
    """Every ladder of the package by key. Raises ProcedureError when one breaks the method."""
    folder = files("encours.method.strategy") / "data" / "procedures"
    found = {}
    for file in folder.iterdir():
        if file.name.endswith(".toml") and file.name != f"{_EVENTS}.toml":
            procedure = read_procedure(file.read_bytes())
            found[procedure.key] = procedure
    return found


@lru_cache(maxsize=1)
def event_levels() -> Procedure:
    """The steps that answer an event: a broken agreement, a call-back, a light word between two steps."""
    folder = files("encours.method.strategy") / "data" / "procedures"
    return read_levels((folder / f"{_EVENTS}.toml").read_bytes())


@lru_cache(maxsize=1024)
def procedure_text(body: str) -> Procedure:
    """A ladder that a house wrote. It was held against the method when it was published; what a later release
    asks for besides keeps nobody's night from running.
    """
    return read_levels(body.encode())


@lru_cache(maxsize=64)
def rules_text(body: str) -> tuple[AssignmentRule, ...]:
    """The rules of a house that give ladders."""
    return read_rules(body)
