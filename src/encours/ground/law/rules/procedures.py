"""Which ways to a title are open for a claim, with their delays by the day of the act, and what each act costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Debtor
from encours.ground.law.formal_regimes import DelayRegime, FeeRegime, ProcedureRegime
from encours.ground.law.pack import Library, Pack
from encours.ground.law.rules.claim_cautions import of_facts
from encours.ground.law.rules.procedural_days import Deadline, deadline
from encours.ground.law.unknown import Caution, LawUnknown

_PERCENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fee:
    """What an act costs: `lowest` equals `highest` unless sources differ. It is an estimate that a person may edit."""

    id: str
    names: Mapping[str, str]
    lowest: Money
    highest: Money
    excludes_vat: bool
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """A delay of a procedure, counted from a day. `is_at_least`: nothing may be done before it, else after it."""

    id: str
    names: Mapping[str, str]
    deadline: Deadline
    is_at_least: bool
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]


def ways(
    *, jurisdiction: str, debtor: Debtor, owed: Money, law: Library, is_cross_border: bool = False
) -> tuple[ProcedureRegime, ...] | LawUnknown:
    """The procedures that take this claim, those behind a flag included. `owed`: principal (and interest if counted).

    Across a border the European ones come after those of the debtor's country.
    """
    try:
        packs = [law.pack(jurisdiction)]
    except LawUnknown as unknown:
        return unknown
    packs += [p for p in law.packs.values() if is_cross_border and p not in packs]
    found = tuple(
        way
        for rank, pack in enumerate(packs)
        for way in pack.procedures
        if (rank == 0 or way.is_cross_border) and _takes(way, debtor, owed, is_cross_border)
    )
    if found:
        return found
    text = N_("Aucune procédure n'est connue en droit {code} pour cette créance : demandez à un juriste")
    return LawUnknown("procedure_unknown", Reason(text, code=packs[0].code))


def _takes(way: ProcedureRegime, debtor: Debtor, owed: Money, is_cross_border: bool) -> bool:  # noqa: FBT001 - a fact of the claim
    is_small = way.at_most is None or owed.decimal <= way.at_most
    return debtor in way.debtors and is_small and (is_cross_border or not way.is_cross_border)


def delay(way: ProcedureRegime, name: str, *, from_on: date, pack: Pack, law: Library) -> Delay | LawUnknown:
    """A delay of a procedure that starts with an act of a day (not counted), by the rule of that day."""
    for regime in way.delays:
        if regime.id == name and _holds(regime, from_on):
            return Delay(
                id=regime.id,
                names=regime.names,
                deadline=deadline(from_on, regime.within, pack),
                is_at_least=regime.is_at_least,
                cautions=tuple(of_facts(regime.facts, from_on, law)),
                facts=regime.facts,
            )
    text = N_("Ce délai n'est pas connu pour un acte du {day}")
    return LawUnknown("delay_unknown", Reason(text, day=from_on))


def _holds(regime: DelayRegime, day: date) -> bool:
    return (regime.since is None or regime.since <= day) and (regime.until is None or day <= regime.until)


def fees(way: ProcedureRegime, owed: Money, *, on: date, law: Library) -> tuple[Fee, ...] | LawUnknown:
    """What the acts of a procedure cost for an amount claimed, or that it was not researched (so far)."""
    if not way.fees:
        return LawUnknown("fee_unknown", Reason(N_("Les frais de cette procédure ne sont pas connus")))
    found = [_fee(regime, owed, on, law) for regime in way.fees]
    unknown = next((fee for fee in found if isinstance(fee, LawUnknown)), None)
    return unknown or tuple(fee for fee in found if isinstance(fee, Fee))


def _fee(regime: FeeRegime, owed: Money, on: date, law: Library) -> Fee | LawUnknown:
    if regime.lowest is not None:
        lowest, highest = regime.lowest, regime.highest or regime.lowest
    else:
        step = next((s for s in regime.steps if s.up_to is None or owed.decimal <= s.up_to), None)
        if step is None:
            text = N_("Le tarif connu ne va pas jusqu'à {amount}")
            return LawUnknown("fee_unknown", Reason(text, amount=owed))
        asked = (step.amount + owed.decimal * step.percent * _PERCENT) * regime.times
        lowest = highest = max(asked, regime.at_least)
    return Fee(
        id=regime.id,
        names=regime.names,
        lowest=_money(lowest, owed.currency),
        highest=_money(highest, owed.currency),
        excludes_vat=regime.excludes_vat,
        cautions=(*_of_range(regime), *of_facts(regime.facts, on, law)),
        facts=regime.facts,
    )


def _of_range(regime: FeeRegime) -> tuple[Caution, ...]:
    if regime.highest is None:
        return ()
    text = N_("Les sources donnent des montants différents : à vérifier auprès du greffe")
    return (Caution("sources_differ", Reason(text), regime.facts),)


def _money(amount: Decimal, currency: str) -> Money:
    unit = Money.zero(currency).decimal
    return Money.from_text(f"{amount.quantize(unit, ROUND_HALF_UP):f}", currency)
