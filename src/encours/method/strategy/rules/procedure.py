"""Reads a dunning procedure from TOML and refuses one that cannot be followed, saying why."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar, cast

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.rules.procedure_check import problems
from encours.method.strategy.rules.step import (
    Condition,
    Enclosed,
    Ending,
    Exit,
    Gate,
    Goal,
    Level,
    Part,
    PlanB,
    Procedure,
    Stage,
    StepKind,
)

Table = Mapping[str, object]
E = TypeVar("E", bound=StrEnum)

_HEAD = {"key", "label", "version", "source", "gap_days", "by_phone", "ending", "plan_b_chain", "level"}
_LEVEL = {
    "key", "label", "day", "kind", "parts", "sender", "stage", "tone", "goal", "mode", "gap_days",
    "exits", "gates", "when", "enclosed", "deadline_days", "needs",
}  # fmt: skip
_PART = {"channel", "template", "variant"}
_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}\Z")
_TEMPLATE = re.compile(r"T\d\d\Z")


class ProcedureError(ValueError):
    """A procedure that cannot be used. `reasons` lists everything that is wrong with it."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ; ".join(str(reason) for reason in reasons))


def read_procedure(content: bytes) -> Procedure:
    """The procedure written in a TOML file.

    Raises ProcedureError naming each level and field that is wrong, or each rule of the method
    that the ladder would break (see `procedure_check`).
    """
    procedure = read_levels(content)
    found = problems(procedure)
    if found:
        raise ProcedureError(found)
    return procedure


def read_levels(content: bytes) -> Procedure:
    """Like `read_procedure` without the rules of a ladder: for the steps that answer an event."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProcedureError([Reason(N_("Fichier illisible : {detail}"), detail=str(error))]) from None
    _known(table, _HEAD, N_("en-tête"))
    gap_days = _whole(table, "gap_days", where=N_("en-tête"))
    levels = tuple(_level(entry, gap_days) for entry in _tables(table, "level", where=N_("en-tête")))
    return Procedure(
        key=_key(table, N_("en-tête")),
        label=_text(table, "label", where=N_("en-tête")),
        version=_whole(table, "version", where=N_("en-tête")),
        levels=levels,
        plan_b_chain=_members(table, "plan_b_chain", PlanB, where=N_("en-tête")),
        ending=_member(table, "ending", Ending, where=N_("en-tête")),
        by_phone=_flag(table, "by_phone", where=N_("en-tête")),
        source=_text(table, "source", where=N_("en-tête")),
    )


def _level(entry: Table, gap_days: int) -> Level:
    where = str(entry.get("key", "?"))
    _known(entry, _LEVEL, where)
    return Level(
        key=_key(entry, where),
        label=_text(entry, "label", where=where),
        day=_whole(entry, "day", where=where),
        kind=_member(entry, "kind", StepKind, where=where),
        parts=tuple(_part(part, where) for part in _tables(entry, "parts", where=where)),
        sender=_member(entry, "sender", Role, where=where),
        stage=_member(entry, "stage", Stage, where=where),
        tone=_whole(entry, "tone", where=where),
        goal=_member(entry, "goal", Goal, where=where),
        mode=_member(entry, "mode", Mode, where=where),
        gap_days=_whole(entry, "gap_days", where=where) if "gap_days" in entry else gap_days,
        exits=_members(entry, "exits", Exit, where=where),
        gates=_members(entry, "gates", Gate, where=where),
        when=_members(entry, "when", Condition, where=where),
        enclosed=_members(entry, "enclosed", Enclosed, where=where),
        deadline_days=_whole(entry, "deadline_days", where=where) if "deadline_days" in entry else 0,
        needs=tuple(_texts(entry, "needs", where=where)),
    )


def _part(entry: Table, where: str) -> Part:
    _known(entry, _PART, where)
    template = _text(entry, "template", where=where) if "template" in entry else ""
    if template and not _TEMPLATE.match(template):
        raise _wrong(where, "template", template)
    variant = _text(entry, "variant", where=where) if "variant" in entry else ""
    return Part(channel=_member(entry, "channel", Channel, where=where), template=template, variant=variant)


def _wrong(where: str, field: str, value: object) -> ProcedureError:
    text = N_("Étape « {where} », champ « {field} » : valeur refusée ({value})")
    return ProcedureError([Reason(text, where=where, field=field, value=str(value))])


def _missing(where: str, field: str) -> ProcedureError:
    return ProcedureError([Reason(N_("Étape « {where} » : il manque « {field} »"), where=where, field=field)])


def _known(table: Table, allowed: set[str], where: str) -> None:
    for name in table:
        if name not in allowed:
            text = N_("Étape « {where} » : champ inconnu « {field} »")
            raise ProcedureError([Reason(text, where=where, field=name)])


def _value(table: Table, field: str, where: str) -> object:
    if field not in table:
        raise _missing(where, field)
    return table[field]


def _key(table: Table, where: str) -> str:
    key = _text(table, "key", where=where)
    if not _KEY.match(key):
        raise _wrong(where, "key", key)
    return key


def _text(table: Table, field: str, *, where: str) -> str:
    value = _value(table, field, where)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(where, field, value)
    return value


def _whole(table: Table, field: str, *, where: str) -> int:
    value = _value(table, field, where)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(where, field, value)
    return value


def _flag(table: Table, field: str, *, where: str) -> bool:
    value = _value(table, field, where)
    if not isinstance(value, bool):
        raise _wrong(where, field, value)
    return value


def _texts(table: Table, field: str, *, where: str) -> list[str]:
    value = table.get(field, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise _wrong(where, field, value)
    return cast(list[str], value)


def _tables(table: Table, field: str, *, where: str) -> list[Table]:
    value = _value(table, field, where)
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise _wrong(where, field, value)
    return cast(list[Table], value)


def _member(table: Table, field: str, kind: type[E], *, where: str) -> E:
    return _one_of(_value(table, field, where), kind, field=field, where=where)


def _members(table: Table, field: str, kind: type[E], *, where: str) -> tuple[E, ...]:
    value = table.get(field, [])
    if not isinstance(value, list):
        raise _wrong(where, field, value)
    return tuple(_one_of(entry, kind, field=field, where=where) for entry in value)


def _one_of(value: object, kind: type[E], *, field: str, where: str) -> E:
    try:
        return kind(cast(str, value))
    except ValueError:
        raise _wrong(where, field, value) from None
