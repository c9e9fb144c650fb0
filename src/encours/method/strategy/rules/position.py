"""How far a customer has come on a ladder, and what each event moves."""

from dataclasses import replace
from datetime import date

from encours.ground.kernel.facts import quick_dataclass
from encours.method.cases.rules.contact import CallOutcome
from encours.method.strategy.rules.ladder_terms import DEFAULT_LADDER
from encours.method.strategy.rules.step import Condition, Level, Procedure, Stage

MILD_TONE = 1
"""The tone of the mildest words. Source: method 2c, step dictionary."""


@quick_dataclass(frozen=True, slots=True)
class Position:
    """The last level reached, kept on the customer: paying the oldest invoice does not undo it.

    `day` and `tone` are those of the level when it was taken, so that the place is found again in
    another procedure. `pending_call` is the level whose call is still to be made; `attempts`
    counts its unanswered attempts since `first_attempt_on`. `bounced`: the message came back, nobody was reached.
    """

    level: str
    day: int
    tone: int
    done_on: date
    skipped: bool = False
    bounced: bool = False
    pending_call: str = ""
    attempts: int = 0
    first_attempt_on: date | None = None


def after_message(position: Position | None, level: Level, *, on: date) -> Position:
    """The level is taken on the day its message left; a call of the same step stays to be made."""
    del position
    pending = level.key if level.has_call else ""
    return Position(level.key, level.day, level.tone, on, pending_call=pending)


def after_attempt(
    position: Position | None,
    level: Level,
    *,
    on: date,
    outcome: CallOutcome,
    most: int = DEFAULT_LADDER.attempts_per_call,
) -> Position:
    """A conversation, or the second attempt in vain (`most`), ends the call step; one attempt in vain does not.

    A step that nobody answered counts from its first attempt: the days of the ladder do not slip.
    Source: method 2c, step dictionary.
    """
    attempts = _attempts(position, level) + 1
    first_on = position.first_attempt_on if position and attempts > 1 else on
    if outcome.had_conversation:
        return Position(level.key, level.day, level.tone, on)
    if attempts >= most:
        return Position(level.key, level.day, level.tone, first_on or on)
    before = position or Position("", 0, 0, on)
    return replace(before, pending_call=level.key, attempts=attempts, first_attempt_on=on)


def after_task(level: Level, *, on: date) -> Position:
    """A step done by a person is taken on the day it was done."""
    return Position(level.key, level.day, level.tone, on)


def after_skip(level: Level, *, on: date) -> Position:
    """A skipped level counts as taken on the day it was skipped, and is remembered as skipped."""
    return Position(level.key, level.day, level.tone, on, skipped=True)


def after_written_part(level: Level, *, on: date) -> Position:
    """A person withheld the message of a step that also holds a call: the call is still to be made."""
    return Position(level.key, level.day, level.tone, on, skipped=True, pending_call=level.key)


def after_bounce(position: Position) -> Position:
    """The last message reached nobody: the same level comes again once the address is right."""
    return replace(position, bounced=True)


def one_lower(position: Position, procedure: Procedure) -> Position | None:
    """The level before the one reached; None when there is none after the due date."""
    place = place_in(procedure, position)
    if place <= 0 or procedure.levels[place - 1].stage is Stage.PRE_DUE:
        return None
    level = procedure.levels[place - 1]
    return Position(level.key, level.day, level.tone, position.done_on)


def place_in(procedure: Procedure, position: Position) -> int:
    """Where a position stands in a procedure, which may be another one than it was reached in.

    By the level's key; else the last level that is neither later nor firmer than the one reached.
    −1 when nothing of this procedure has been done.
    """
    if not position.level:
        return -1
    place = procedure.index(position.level)
    if place is not None:
        return place
    held = [i for i, x in enumerate(procedure.levels) if x.day <= position.day and x.tone <= position.tone]
    return max((i for i in held if procedure.levels[i].stage is not Stage.PRE_DUE), default=-1)


def next_level(procedure: Procedure, position: Position | None, held: frozenset[Condition]) -> Level | None:
    """The level that comes next, never two further; None at the end of the ladder."""
    if position is None:
        return _first(procedure, -1, held)
    if position.bounced and procedure.index(position.level) is not None:
        return procedure.level(position.level)
    return _first(procedure, place_in(procedure, position), held)


def following(procedure: Procedure, level: Level, held: frozenset[Condition]) -> Level | None:
    """The level after a given one."""
    place = procedure.index(level.key)
    return None if place is None else _first(procedure, place, held)


def proposed_entry(procedure: Procedure, *, days_past_due: int, sent_elsewhere: bool) -> Level | None:
    """Where an old debt taken over could enter: by its age, never at a formal step first.

    Without written reminders already sent elsewhere the courtesy note stays first. It is only a
    proposal: a person confirms it. Source: peers, clock mistake 2.
    """
    old = entries(procedure, days_past_due=days_past_due)
    if not sent_elsewhere or not old:
        return _first(procedure, -1, frozenset())
    return old[-1]


def entries(procedure: Procedure, *, days_past_due: int) -> tuple[Level, ...]:
    """The steps at which a debt of that age may enter, in order: none that is firm or formal."""
    return tuple(
        level for level in procedure.levels
        if level.stage is not Stage.PRE_DUE and level.day <= days_past_due
        and level.tone <= 2 and not level.when and not level.is_formal
    )  # fmt: skip


def _first(procedure: Procedure, place: int, held: frozenset[Condition]) -> Level | None:
    for level in procedure.levels[place + 1 :]:
        if level.stage is not Stage.PRE_DUE and held.issuperset(level.when):
            return level
    return None


def _attempts(position: Position | None, level: Level) -> int:
    if position is None or position.pending_call != level.key:
        return 0
    return position.attempts
