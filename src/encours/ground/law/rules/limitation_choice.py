"""Which periods of limitation may apply to a claim: by debtor, sector and region, the shortest plausible first."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Pack
from encours.ground.law.regimes import LimitationRegime
from encours.ground.law.unknown import LawUnknown


@dataclass(frozen=True, slots=True)
class Chosen:
    """The regimes that may apply; those that would be shorter, had their sector been said."""

    regimes: tuple[LimitationRegime, ...]
    is_sector_unknown: bool = False
    shorter: tuple[LimitationRegime, ...] = ()


def candidates(pack: Pack, debtor: Debtor | None, sector: str, region: str) -> Chosen:
    """What may apply: the sector's own periods, else the general ones, else all. Raises LawUnknown."""
    open_to = tuple(
        regime
        for regime in pack.limitation
        if (debtor is None or debtor in regime.debtors)
        and (not region or not regime.regions or region in regime.regions)
    )
    if not open_to:
        text = N_("La durée de prescription n'est pas connue en droit {code} pour ce débiteur")
        raise LawUnknown("limitation_unknown", Reason(text, code=pack.code))
    if sector:
        named = tuple(regime for regime in open_to if sector in regime.sectors)
        return Chosen(named) if named else Chosen(open_to, is_sector_unknown=True)
    unsaid = tuple(regime for regime in open_to if regime.is_when_unsaid)
    if not unsaid:
        return Chosen(open_to)
    return Chosen(unsaid, shorter=_shorter(unsaid, open_to))


def _shorter(
    chosen: tuple[LimitationRegime, ...], among: tuple[LimitationRegime, ...]
) -> tuple[LimitationRegime, ...]:
    shortest = min(_length(regime) for regime in chosen)
    return tuple(regime for regime in among if _length(regime) < shortest)


def _length(regime: LimitationRegime) -> date:
    return regime.period.after(date.min)
