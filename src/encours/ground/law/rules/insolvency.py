"""What an insolvency changes: until when the claim is declared and to whom, and what stops; else what is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from encours.ground.kernel.business_days import previous_business_day
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.formal_regimes import InsolvencyRegime
from encours.ground.law.pack import Library, Pack
from encours.ground.law.rules.claim_cautions import of_facts
from encours.ground.law.spans import Span
from encours.ground.law.unknown import Caution, LawUnknown


@dataclass(frozen=True, slots=True)
class InsolvencyAsked:
    """An insolvency as it is known. `said_on` is the last day that the judgment or the court itself gives."""

    jurisdiction: str
    judged_on: date | None = None
    published_on: date | None = None
    is_creditor_abroad: bool = False
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What to declare until when. `last_on` is None where only the judgment says it; `safe_on` is a working day."""

    to: Mapping[str, str]
    last_on: date | None
    safe_on: date | None
    relief_on: date | None
    goods_on: date | None
    stops_interest: bool
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]


def declaration(asked: InsolvencyAsked, law: Library) -> Declaration | LawUnknown:
    """The last day to declare a claim, the shortest plausible one with its reason. Source: the pack's insolvency."""
    try:
        pack = law.pack(asked.jurisdiction)
    except LawUnknown as unknown:
        return unknown
    regime, cautions = pack.insolvency, list[Caution]()
    if regime is None:
        text = N_("Ce qu'une procédure collective change n'est pas connu en droit {code}")
        return LawUnknown("insolvency_unknown", Reason(text, code=pack.code))
    start = _start(regime, asked, cautions)
    last_on = asked.said_on or _last(regime, asked, start, cautions)
    goods = regime.goods_within.after(start) if regime.goods_within and start else None
    facts = (*regime.facts, *(fact for fact in regime.goods_facts if goods and fact not in regime.facts))
    known_on = start or asked.said_on
    return Declaration(
        to=regime.to,
        last_on=last_on,
        safe_on=_safe(last_on, pack),
        relief_on=_after(regime.relief_within, start),
        goods_on=goods,
        stops_interest=regime.stops_interest,
        cautions=(*cautions, *(of_facts(facts, known_on, law) if known_on else ())),
        facts=facts,
    )


def _start(regime: InsolvencyRegime, asked: InsolvencyAsked, cautions: list[Caution]) -> date | None:
    """The day the delay is counted from; the earlier of those known where the right one is not."""
    if not regime.counts_from_publication:
        return (
            asked.judged_on
        )  # its publication comes later: counted from there, the answer would be too long
    if asked.published_on or not asked.judged_on:
        return asked.published_on
    text = N_("La publication n'est pas connue : le délai est compté du jugement, qui la précède ({day})")
    cautions.append(Caution("start_assumed", Reason(text, day=asked.judged_on), regime.facts))
    return asked.judged_on


def _last(
    regime: InsolvencyRegime, asked: InsolvencyAsked, start: date | None, cautions: list[Caution]
) -> date | None:
    within = regime.within_abroad if asked.is_creditor_abroad and regime.within_abroad else regime.within
    if within is None or start is None:
        text = N_("Le dernier jour pour déclarer n'est pas connu : demandez-le à la procédure, sans attendre")
        cautions.append(Caution("deadline_unknown", Reason(text), regime.facts))
        return None
    if regime.is_set_by_court:
        text = N_("Le jugement fixe ce délai : lisez-le. La durée la plus courte connue est retenue")
        cautions.append(Caution("set_by_court", Reason(text), regime.facts))
    return within.after(start)


def _after(span: Span | None, start: date | None) -> date | None:
    return span.after(start) if span and start else None


def _safe(last_on: date | None, pack: Pack) -> date | None:
    if last_on is None or not pack.country:
        return None
    return previous_business_day(last_on + timedelta(days=1), pack.country, pack.region)
