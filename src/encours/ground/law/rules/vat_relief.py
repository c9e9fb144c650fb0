"""When the tax of an invoice that will not be paid comes back, until when, and with which papers."""

from dataclasses import dataclass
from datetime import date, timedelta

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.formal_regimes import VatGround, VatReliefRegime
from encours.ground.law.pack import Library
from encours.ground.law.regimes import CountsFrom
from encours.ground.law.rules.claim_cautions import of_facts
from encours.ground.law.unknown import Caution, LawUnknown


@dataclass(frozen=True, slots=True)
class VatReliefAsked:
    """Tax on an invoice that counts as lost, since when, and why. `supplied_on` may be unknown."""

    jurisdiction: str
    ground: VatGround
    since_on: date
    vat: Money
    net: Money
    due_on: date
    supplied_on: date | None = None


@dataclass(frozen=True, slots=True)
class VatRelief:
    """`from_on` is the first day to ask for the tax, `last_on` the last one; None is not known.

    `mention` is the sentence the law asks for, its amounts to be filled by whoever writes it.
    """

    vat: Money
    from_on: date
    last_on: date | None
    mention: str
    documents: tuple[str, ...]
    accounts: dict[str, str]
    must_repay_if_paid: bool
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]


def vat_relief(asked: VatReliefAsked, law: Library) -> VatRelief | LawUnknown:
    """What may be asked back of the tax, or that it is not known here, or not for this ground."""
    try:
        pack = law.pack(asked.jurisdiction)
    except LawUnknown as unknown:
        return unknown
    if not pack.vat_relief:
        text = N_("La récupération de la TVA n'est pas connue en droit {code} : demandez à votre comptable")
        return LawUnknown("vat_relief_unknown", Reason(text, code=pack.code))
    regime = next((r for r in pack.vat_relief if asked.ground in r.grounds), None)
    if regime is None:
        text = N_("En droit {code}, ce motif n'ouvre pas, à notre connaissance, la récupération de la TVA")
        return LawUnknown("vat_ground_unknown", Reason(text, code=pack.code))
    return _answer(regime, asked, law)


def _answer(regime: VatReliefRegime, asked: VatReliefAsked, law: Library) -> VatRelief:
    base = max(asked.due_on, asked.supplied_on or asked.due_on)
    from_on = max(asked.since_on, regime.waits.after(base)) if regime.waits else asked.since_on
    last_on, accounts = _last(regime, base if regime.counts_from_due else asked.since_on), {}
    if regime.accounts:
        data = law.fact(regime.accounts).data
        accounts = {key: value for key, value in data.items() if isinstance(value, str)}
    return VatRelief(
        vat=asked.vat,
        from_on=from_on,
        last_on=last_on,
        mention=law.fact(regime.mention).texts[0] if regime.mention else "",
        documents=regime.documents,
        accounts=accounts,
        must_repay_if_paid=regime.repay_if_paid,
        cautions=(*_cautions(regime, last_on), *of_facts(regime.facts, asked.since_on, law)),
        facts=regime.facts,
    )


def _last(regime: VatReliefRegime, since_on: date) -> date | None:
    if regime.within is None:
        return None
    end_of_year = date(since_on.year + 1, 1, 1) - timedelta(days=1)
    return regime.within.after(since_on if regime.counts_from is CountsFrom.DAY else end_of_year)


def _cautions(regime: VatReliefRegime, last_on: date | None) -> tuple[Caution, ...]:
    if last_on is None:
        text = N_("Le dernier jour pour la demander n'est pas connu : demandez à votre comptable")
        return (Caution("deadline_unknown", Reason(text), regime.facts),)
    if regime.is_careful_reading:
        text = N_("La lecture la plus courte du délai est retenue")
        return (Caution("shortest_plausible", Reason(text), regime.facts),)
    return ()
