"""What may be done now and what may not: the panel of rights of a country, a debtor and a stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encours.ground.law.facts import Debtor, Source, Standing
from encours.ground.law.pack import Library, Pack
from encours.ground.law.right_regimes import RightRegime, Stage
from encours.ground.law.unknown import LawUnknown


@dataclass(frozen=True, slots=True)
class Backed:
    """A fact behind a right: what it states, how well it is known, and where it was read."""

    id: str
    standing: Standing
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Right:
    """One line of the panel. `percent` fills {rate} in its words; None where that rate is not known on the day."""

    id: str
    words: Mapping[str, str]
    percent: Decimal | None
    backed: tuple[Backed, ...]

    @property
    def is_verified(self) -> bool:
        """Whether every fact behind it was read somewhere, or checked by a lawyer."""
        return not any(fact.standing.is_unverified for fact in self.backed)


@dataclass(frozen=True, slots=True)
class Panel:
    """What may be done and what may not, in the order of the pack; how far the pack is known."""

    names: Mapping[str, str]
    stage: Stage
    may: tuple[Right, ...]
    may_not: tuple[Right, ...]
    checked_on: date
    known_through: date


def rights(*, jurisdiction: str, debtor: Debtor, stage: Stage, on: date, law: Library) -> Panel | LawUnknown:
    """The panel of a stage on a day; unknown where the country is. A right whose rate is unknown is left out."""
    try:
        pack = law.pack(jurisdiction)
    except LawUnknown as unknown:
        return unknown
    lines = [
        (regime.may, found)
        for regime in pack.rights
        if debtor in regime.debtors and stage in regime.stages and (found := _right(regime, pack, on, law))
    ]
    standings = [fact.standing for _may, right in lines for fact in right.backed]
    return Panel(
        names=pack.names,
        stage=stage,
        may=tuple(right for may, right in lines if may),
        may_not=tuple(right for may, right in lines if not may),
        checked_on=min((s.last_checked_on for s in standings), default=on),
        known_through=min((s.known_through for s in standings if not s.is_unverified), default=on),
    )


def _right(regime: RightRegime, pack: Pack, on: date, law: Library) -> Right | None:
    percent, backed = None, [_backed(fact, law) for fact in regime.facts]
    if regime.table:
        try:
            row = law.table(regime.table).at(on)
        except LawUnknown:
            return None
        percent = row.percent
        backed.append(_backed(row.id, law))
    return Right(f"{pack.code}-{regime.id}", regime.words, percent, tuple(backed))


def _backed(fact: str, law: Library) -> Backed:
    standing = law.standing(fact)
    sources = tuple(law.source(name) for name in standing.sources)
    return Backed(fact, standing, sources)
