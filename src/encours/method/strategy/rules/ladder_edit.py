"""Changes a ladder card by card: another day or way, a step more or less, two steps exchanged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from unicodedata import category

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.rules.procedure_check import problems
from encours.method.strategy.rules.step import (
    GATE_LABELS,
    Enclosed,
    Gate,
    Level,
    Part,
    Procedure,
    Stage,
    StepKind,
)

LABEL_LENGTH = 80
_LETTER, _MAIL = Part(Channel.LETTER, "T19"), Part(Channel.EMAIL, "T19")
_ALSO = {
    Stage.FIRM: ((_LETTER,), (_MAIL,)),
    Stage.FORMAL_NOTICE: ((Part(Channel.LETTER, "T22"),),),
    Stage.LAST_NOTICE: ((Part(Channel.LETTER, "T23"),),),
}
"""Ways that the method allows beside those of the shipped ladders. Source: method 2c, step dictionary."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a step travels: who carries it out, channels with their texts, what is enclosed."""

    kind: StepKind
    parts: tuple[Part, ...]
    enclosed: tuple[Enclosed, ...] = ()

    @property
    def code(self) -> str:
        """The way in one word, for a form."""
        parts = "+".join(f"{p.channel.value}:{p.template}:{p.variant}" for p in self.parts)
        return "/".join([self.kind.value, parts, "+".join(x.value for x in self.enclosed)])


@dataclass(frozen=True, slots=True)
class CardChange:
    """What a person writes on the card of a step."""

    label: str
    day: int
    sender: Role
    mode: Mode
    gap_days: int
    deadline_days: int
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a ladder from being published; `level` is the key of its card, empty for the whole."""

    level: str
    reason: Reason


def way_of_level(level: Level) -> Way:
    """How a level travels now."""
    return Way(level.kind, level.parts, level.enclosed)


def ways_for(level: Level, shipped: Iterable[Procedure]) -> list[Way]:
    """The ways a step of this stage may take: its own, those of the shipped ladders, those the method adds."""
    found = {way_of_level(level): None}
    for procedure in shipped:
        found |= {way_of_level(x): None for x in procedure.levels if x.stage is level.stage}
    found |= {Way(StepKind.TASK, parts): None for parts in _ALSO.get(level.stage, ())}
    return list(found)


def modes_for(kind: StepKind) -> tuple[Mode, ...]:
    """How a step may leave: what a person does is never automatic."""
    return tuple(Mode) if kind in {StepKind.MESSAGE, StepKind.MESSAGE_AND_CALL} else (Mode.MANUAL,)


def steps_to_add(shipped: Iterable[Procedure]) -> dict[str, Level]:
    """The steps one may add, one of each kind, the mildest first; the key names it in a form."""
    found: dict[tuple[Stage, Way], Level] = {}
    for procedure in shipped:
        for level in procedure.levels:
            found.setdefault((level.stage, way_of_level(level)), level)
    ordered = sorted(found.values(), key=lambda level: (level.tone, level.day, level.key))
    return {f"{level.stage.value}|{way_of_level(level).code}": level for level in ordered}


def with_card(procedure: Procedure, key: str, change: CardChange) -> Procedure:
    """The ladder with one card changed; what its stage always asks for stays."""
    level = procedure.level(key)
    changed = replace(
        level, label=change.label, day=change.day, sender=change.sender, gap_days=change.gap_days,
        deadline_days=change.deadline_days,
    )  # fmt: skip
    if change.way is not None and change.way != way_of_level(level):
        way = change.way
        changed = replace(changed, kind=way.kind, parts=way.parts, enclosed=way.enclosed)
    mode = change.mode if change.mode in modes_for(changed.kind) else Mode.MANUAL
    return _with(procedure, [replace(changed, mode=mode) if x is level else x for x in procedure.levels])


def with_step(
    procedure: Procedure, model: Level, *, day: int, taken: Iterable[str] = ()
) -> tuple[Procedure, str]:
    """The ladder with one step more, and the key of the new step: one that stands for nothing else."""
    used = {*taken, *(level.key for level in procedure.levels)}
    names = [model.key, *(f"{model.key[:36]}_{number}" for number in range(2, 99))]
    key = next(name for name in names if name not in used)
    return _with(procedure, [*procedure.levels, replace(model, key=key, day=day, when=())]), key


def without_step(procedure: Procedure, key: str) -> Procedure:
    """The ladder with one step less."""
    return _with(procedure, [level for level in procedure.levels if level.key != key])


def exchanged(procedure: Procedure, key: str, *, places: int) -> Procedure:
    """Two neighbours exchange their days; at an end nothing moves. `places`: −1 earlier, +1 later."""
    place = procedure.index(key)
    other = -1 if place is None else place + places
    if place is None or not 0 <= other < len(procedure.levels):
        return procedure
    one, two = procedure.levels[place], procedure.levels[other]
    days: Mapping[str, int] = {one.key: two.day, two.key: one.day}
    return _with(procedure, [replace(x, day=days.get(x.key, x.day)) for x in procedure.levels])


def numbered(procedure: Procedure, version: int) -> Procedure:
    """The same ladder as a version of a house."""
    return replace(procedure, version=version)


def same_ladder(one: Procedure, other: Procedure) -> bool:
    """Whether two ladders do the same, whatever their number."""
    return replace(one, version=0) == replace(other, version=0)


def faults(procedure: Procedure) -> tuple[Fault, ...]:
    """Everything that keeps a ladder from being published, each with its card, steps named as people see them."""
    if not procedure.levels:
        return (Fault("", Reason(N_("Un scénario a au moins une étape"))),)
    labels = {level.key: Reason(level.label) for level in procedure.levels}
    return tuple(_fault(reason, labels) for reason in problems(procedure))


def label_refused(label: str) -> Reason | None:
    """Why a name of a step cannot be kept, if so."""
    if not label.strip() or len(label) > LABEL_LENGTH:
        return Reason(N_("Un nom de 1 à {most} caractères."), most=LABEL_LENGTH)
    if not is_plain(label):
        return Reason(N_("Un nom sans accolade ni caractère invisible."))
    return None


def is_plain(text: str) -> bool:
    """Whether a text can stand in a sentence of ours: no brace, nothing invisible but spaces."""
    return not any(sign in "{}" or category(sign).startswith("C") for sign in text)


def _fault(reason: Reason, labels: Mapping[str, Reason]) -> Fault:
    values = dict(reason.values)
    level = str(values.get("key", ""))
    for name in ("key", "earlier"):
        if name in values:
            values[name] = labels.get(str(values[name]), values[name])
    if "gate" in values:
        values["gate"] = Reason(GATE_LABELS[Gate(str(values["gate"]))])
    return Fault(level, Reason(reason.text, **values))


def _with(procedure: Procedure, levels: list[Level]) -> Procedure:
    return replace(procedure, levels=tuple(sorted(levels, key=lambda level: level.day)))
