"""Whatever a ladder asks for has a name that people read."""

from datetime import date

import pytest

from encours.ground.kernel.money import Money
from encours.method.strategy.procedures import event_levels, shipped_procedures
from encours.method.strategy.rules.action_names import ACTION_LABELS, action_of
from encours.method.strategy.rules.decision import Call, Decision, Send, Task
from encours.method.strategy.rules.step import Level, StepKind

TODAY = date(2026, 3, 17)
LEVELS = [*event_levels().levels, *(each for p in shipped_procedures().values() for each in p.levels)]


def decisions(level: Level) -> list[Decision]:
    """What may be decided at a level."""
    amount = Money(100_00, "EUR")
    match level.kind:
        case StepKind.CALL:
            return [Call(level, TODAY, amount, ())]
        case StepKind.TASK:
            return [Task(level, TODAY, amount, (), ())]
        case StepKind.MESSAGE:
            return [Send(level, TODAY, amount, ())]
        case StepKind.MESSAGE_AND_CALL:
            return [Send(level, TODAY, amount, (), then_call=True), Call(level, TODAY, amount, ())]


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.key)
def test_each_step_of_a_ladder_has_a_name(level: Level) -> None:
    for decision in decisions(level):
        assert action_of(decision).action in ACTION_LABELS
