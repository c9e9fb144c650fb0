"""Writes a procedure as the TOML that `procedure` reads: what is kept, exported and taken in again is one text."""

import json
from collections.abc import Iterator

from encours.method.strategy.rules.step import Level, Part, Procedure


def written(procedure: Procedure) -> str:
    """The text of a procedure; read again it gives the same procedure."""
    head = [
        f"key = {_text(procedure.key)}",
        f"label = {_text(procedure.label)}",
        f"version = {procedure.version}",
        f"source = {_text(procedure.source or procedure.label)}",
        f"gap_days = {min((level.gap_days for level in procedure.levels), default=7)}",
        f"by_phone = {'true' if procedure.by_phone else 'false'}",
        f"ending = {_text(procedure.ending.value)}",
        f"plan_b_chain = {_texts(procedure.plan_b_chain)}",
    ]
    levels = ["\n".join(["", "[[level]]", *_level(level)]) for level in procedure.levels]
    return "\n".join([*head, *levels, ""])


def _level(level: Level) -> Iterator[str]:
    yield f"key = {_text(level.key)}"
    yield f"label = {_text(level.label)}"
    yield f"day = {level.day}"
    yield f"kind = {_text(level.kind.value)}"
    yield f"parts = [{', '.join(_part(part) for part in level.parts)}]"
    yield f"sender = {_text(level.sender.value)}"
    yield f"stage = {_text(level.stage.value)}"
    yield f"tone = {level.tone}"
    yield f"goal = {_text(level.goal.value)}"
    yield f"mode = {_text(level.mode.value)}"
    yield f"gap_days = {level.gap_days}"
    if level.deadline_days:
        yield f"deadline_days = {level.deadline_days}"
    for name in ("exits", "gates", "when", "enclosed", "needs"):
        if values := getattr(level, name):
            yield f"{name} = {_texts(values)}"


def _part(part: Part) -> str:
    fields = {"channel": part.channel.value, "template": part.template, "variant": part.variant}
    return "{ " + ", ".join(f"{name} = {_text(value)}" for name, value in fields.items() if value) + " }"


def _texts(values: tuple[str, ...]) -> str:
    return f"[{', '.join(_text(str(value)) for value in values)}]"


def _text(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's, but for the one character that JSON leaves bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
