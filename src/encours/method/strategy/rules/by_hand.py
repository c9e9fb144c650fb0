"""A step that a person did, and where its case stood before it, so that a slip can be taken back."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from encours.method.strategy.rules.position import Position
from encours.method.strategy.rules.step import Level


@dataclass(frozen=True, slots=True)
class ByHand:
    """A step that a person did. `answer_by`: the day it leaves to the customer. Off the ladder it moves nothing."""

    case_id: int
    customer_id: int
    level: Level
    is_on_ladder: bool = True
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: the level reached, the day a person fixed, the call back that was asked for."""

    position: Position | None = None
    step_on: date | None = None
    call_back_at: datetime | None = None
    call_back_asked_on: date | None = None

    def as_text(self) -> str:
        """The standing in one line of JSON, to be kept for a while."""
        return json.dumps(asdict(self), default=_iso)

    @staticmethod
    def from_text(text: str) -> "Standing":
        """The standing that `as_text` kept. Raises ValueError, KeyError or TypeError for anything else."""
        kept = json.loads(text)
        reached = kept.pop("position")
        dates = {name: _date(value) for name, value in kept.items() if name != "call_back_at"}
        call_back = kept["call_back_at"]
        return Standing(
            position=_position(reached) if reached else None,
            call_back_at=datetime.fromisoformat(call_back) if call_back else None,
            **dates,
        )


def _position(kept: dict[str, str | int | bool | None]) -> Position:
    days = {name: _date(str(kept[name] or "")) for name in ("done_on", "first_attempt_on")}
    return Position(**{**{field.name: kept[field.name] for field in fields(Position)}, **days})  # type: ignore[arg-type]


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(value: date) -> str:
    return value.isoformat()
