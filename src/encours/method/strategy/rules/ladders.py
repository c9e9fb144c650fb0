"""The ladders of one house: those in force, the versions that running cases still follow, who gets which."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from encours.method.strategy.rules.assignment import AssignmentRule
from encours.method.strategy.rules.position import Position, place_in
from encours.method.strategy.rules.step import Level, Procedure, Stage

Running = tuple[str, int]
"""The key and the version of the ladder that a case follows."""


@dataclass(frozen=True, slots=True)
class Ladders:
    """What a house goes by: its own version where it published one, else the shipped ladder.

    `kept` holds every version that is still known, so that a running case ends on the one it began.
    """

    in_force: Mapping[str, Procedure]
    kept: Mapping[Running, Procedure]
    rules: tuple[AssignmentRule, ...] = ()
    rules_version: int = 0

    def followed(self, key: str, running: Running | None) -> Procedure:
        """The ladder of a case for which `key` was chosen: the version it runs on, else the one in force."""
        known = self.kept.get(running) if running and running[0] == key else None
        return known or self.in_force[key]

    def of(self, running: Running) -> Procedure | None:
        """A version that a case ran on; the one in force where that version is not known any more."""
        return self.kept.get(running) or self.in_force.get(running[0])

    def versions(self) -> dict[str, int]:
        """The version in force of each ladder and of the rules, as the night keeps them."""
        found = {key: procedure.version for key, procedure in self.in_force.items()}
        return found | ({"assignment": self.rules_version} if self.rules_version else {})


def carried(position: Position | None, old: Procedure | None, new: Procedure) -> Position | None:
    """Where a case stands on another ladder: at the same step, else the same stage, else the next milder one.

    The day of the last step and its gap go on counting; a call that was still to be made is forgotten
    where the new ladder does not have it. Source: method 2c; peers, scenario switch.
    """
    if position is None or not position.level:
        return position
    pending = position.pending_call if new.index(position.pending_call) is not None else ""
    kept = replace(position, pending_call=pending, attempts=position.attempts if pending else 0)
    if new.index(position.level) is not None:
        return kept
    level = _same_stage(position, old, new) or _milder(position, new)
    if level is None:
        return replace(kept, level="", day=0, tone=0)
    return replace(kept, level=level.key, day=level.day, tone=level.tone)


def _same_stage(position: Position, old: Procedure | None, new: Procedure) -> Level | None:
    place = old.index(position.level) if old else None
    if old is None or place is None:
        return None
    stage, passed = old.levels[place].stage, [x.stage for x in old.levels[: place + 1]]
    alike = [level for level in new.levels if level.stage is stage]
    return alike[min(passed.count(stage), len(alike)) - 1] if alike else None


def _milder(position: Position, new: Procedure) -> Level | None:
    place = place_in(new, position)
    return new.levels[place] if place >= 0 and new.levels[place].stage is not Stage.PRE_DUE else None
