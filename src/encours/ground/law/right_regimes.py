"""What a pack says of rights: what may be done at a stage of a debt and what may not, and by which facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from encours.ground.law.entries import Entry
from encours.ground.law.facts import Debtor


class Stage(StrEnum):
    """How far a debt has come, as the law sees it."""

    BEFORE_DUE = "before_due"
    LATE = "late"
    FORMAL = "formal"
    COURT = "court"
    INSOLVENCY = "insolvency"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class RightRegime:
    """One thing that may or may not be done; `table` is the rate that its words show as {rate}."""

    id: str
    may: bool
    stages: frozenset[Stage]
    debtors: frozenset[Debtor]
    facts: tuple[str, ...]
    words: Mapping[str, str]
    table: str = ""


def read_rights(told: Entry) -> tuple[RightRegime, ...]:
    """Everything `rights.toml` holds. Raises PackError."""
    return tuple(map(_right, told.rows("right")))


def _right(told: Entry) -> RightRegime:
    if not (facts := told.texts("facts")):
        raise told.fail("facts must name at least one fact")
    words, table = {language: told.text(language) for language in ("fr", "en")}, told.text("table", "")
    if any(("{rate}" in text) != bool(table) for text in words.values()):
        raise told.fail("words that show {rate} name its table, and only they do")
    return RightRegime(
        id=told.text("id"),
        may=told.flag("may"),
        stages=frozenset(told.many_of("stages", Stage)),
        debtors=frozenset(told.many_of("debtors", Debtor)),
        facts=facts,
        words=words,
        table=table,
    )
