"""What a lawyer checked: laid over the library, and gone by itself when what was checked says something else."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from encours.ground.law.facts import Fact, Standing
from encours.ground.law.pack import Library, Pack
from encours.ground.law.tables import RateRow, RateTable


@dataclass(frozen=True, slots=True)
class Validation:
    """Who checked a fact and when; `digest` is that of what the fact said then."""

    fact: str
    digest: str
    person: str
    on: date


def digests(law: Library) -> dict[str, str]:
    """A hash of what every fact, and every row of a table, says; how well it is known is no part of it."""
    found = {}
    for pack in law.packs.values():
        for fact in pack.facts.values():
            told = sorted(fact.data.items())
            found[fact.id] = _hash(fact.statement, fact.texts, told, fact.in_force_on, fact.in_force_until)
        for table in pack.tables.values():
            found |= {row.id: _hash(row.percent, row.in_force_on, row.until) for row in table.rows}
    return found


def digest_of(law: Library, fact_id: str) -> str | None:
    """A hash of what a fact, or a row of a table, says; None when there is no such fact."""
    return digests(law).get(fact_id)


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def validated(law: Library, found: Iterable[Validation]) -> Library:
    """The library with the marks that still hold; a mark on a fact that has changed since holds no more."""
    said = digests(law)
    holding = {v.fact: v for v in found if said.get(v.fact) == v.digest}
    if not holding:
        return law
    return Library({code: _pack(pack, holding) for code, pack in law.packs.items()})


def _pack(pack: Pack, holding: Mapping[str, Validation]) -> Pack:
    return replace(
        pack,
        facts={name: _fact(fact, holding) for name, fact in pack.facts.items()},
        tables={name: _table(table, holding) for name, table in pack.tables.items()},
    )


def _fact(fact: Fact, holding: Mapping[str, Validation]) -> Fact:
    mark = holding.get(fact.id)
    return replace(fact, standing=_marked(fact.standing, mark)) if mark else fact


def _table(table: RateTable, holding: Mapping[str, Validation]) -> RateTable:
    return replace(table, rows=tuple(_row(row, holding) for row in table.rows))


def _row(row: RateRow, holding: Mapping[str, Validation]) -> RateRow:
    mark = holding.get(row.id)
    return replace(row, standing=_marked(row.standing, mark)) if mark else row


def _marked(standing: Standing, mark: Validation) -> Standing:
    return replace(standing, is_lawyer_validated=True, validated_by=mark.person, validated_on=mark.on)
