"""The last day to sue: how long, from which day, and what interrupted or suspended it; else what is unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import assert_never

from encours.ground.kernel.business_days import is_business_day, next_business_day, previous_business_day
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library, Pack
from encours.ground.law.regimes import CountsFrom, LimitationRegime
from encours.ground.law.rules.claim_cautions import of_facts
from encours.ground.law.rules.interruption import LegalEvent, Noted, Running, noted
from encours.ground.law.rules.limitation_choice import Chosen, candidates
from encours.ground.law.spans import Span
from encours.ground.law.unknown import Caution, LawUnknown

DATES = ("performed_on", "due", "invoiced_on")
"""The dates of a claim, in the order in which one stands in for another that is not known."""
EARLIEST = "earliest"


@dataclass(frozen=True, slots=True)
class LimitationAsked:
    """A claim whose last day is asked for. None and empty texts are unknown."""

    jurisdiction: str
    debtor: Debtor | None
    sector: str = ""
    region: str = ""
    dates: Mapping[str, date] = field(default_factory=dict)
    as_of: date | None = None
    events: tuple[LegalEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Limitation:
    """`last_on` is the law's last day, `safe_on` the working day on or before it; `starts_on` as the law counts."""

    period: Span
    starts_on: date
    last_on: date
    safe_on: date | None
    interrupted_by: tuple[Noted, ...]
    ignored: tuple[Noted, ...]
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]


def limitation(asked: LimitationAsked, law: Library) -> Limitation | LawUnknown:
    """The last day to sue, the shortest plausible one with its reason, or what of the law is not known.

    Counted from the day after the starting point to the same-numbered day. A reminder moves nothing.
    """
    try:
        pack = law.pack(asked.jurisdiction)
        chosen = candidates(pack, asked.debtor, asked.sector, asked.region)
        answers = [_answer(regime, asked, pack, law) for regime in chosen.regimes]
    except LawUnknown as unknown:
        return unknown
    shortest = min(answers, key=lambda answer: answer.last_on)
    said = [*_of_choice(chosen, answers, shortest, asked), *shortest.cautions]
    return replace(shortest, cautions=tuple(c for rank, c in enumerate(said) if c not in said[:rank]))


def _answer(regime: LimitationRegime, asked: LimitationAsked, pack: Pack, law: Library) -> Limitation:
    base, said = _starting_point(regime, asked.dates)
    starts_on, last_on = _counted(base, regime)
    running = Running(base_on=base, last_on=last_on, period=regime.period)
    for event in sorted(asked.events, key=lambda event: event.on):
        noted(event, running, pack, sector=asked.sector, as_of=asked.as_of)
    last_on, moved = _moved(running.last_on, pack)
    facts = tuple(dict.fromkeys([*regime.facts, *running.facts, *moved]))
    known_on = asked.as_of or min(asked.dates.values())  # a day to come has no law yet
    return Limitation(
        period=running.period,
        starts_on=starts_on,
        last_on=last_on,
        safe_on=_safe(last_on, pack),
        interrupted_by=tuple(running.interrupted_by),
        ignored=tuple(running.ignored),
        cautions=(*said, *running.cautions, *_barred(last_on, asked.as_of), *of_facts(facts, known_on, law)),
        facts=facts,
    )


def _starting_point(regime: LimitationRegime, dates: Mapping[str, date]) -> tuple[date, tuple[Caution, ...]]:
    """The day the period is counted from; a date that is not known is never assumed later than one that is."""
    if not dates:
        text = N_("Il faut au moins une date : fin de la prestation ou livraison, échéance ou facture")
        raise LawUnknown("date_unknown", Reason(text))
    known = [dates[name] for name in regime.starts if name in dates]
    if known:
        return known[0], ()
    earliest = min(dates.values())
    if regime.starts == (EARLIEST,):
        if len(set(dates.values())) == 1:
            return earliest, ()
        text = N_(
            "Le point de départ n'a pas été recherché ici : la plus ancienne des dates connues est retenue"
        )
        return earliest, (Caution("earliest_start", Reason(text), regime.facts),)
    text = N_("La date de départ légale n'est pas connue : la plus ancienne des dates connues est retenue")
    return earliest, (Caution("start_assumed", Reason(text), regime.facts),)


def _counted(base: date, regime: LimitationRegime) -> tuple[date, date]:
    """The first day told and the last one."""
    end_of_year = date(base.year + 1, 1, 1) - timedelta(days=1)
    match regime.counts_from:
        case CountsFrom.DAY:
            return base, regime.period.after(base)
        case CountsFrom.YEAR_END:
            return end_of_year, regime.period.after(end_of_year)
        case CountsFrom.NEXT_YEAR:
            return end_of_year + timedelta(days=1), regime.period.after(end_of_year)
    assert_never(regime.counts_from)


def _moved(last_on: date, pack: Pack) -> tuple[date, tuple[str, ...]]:
    """The last day, moved to the next working day where the law says so, with the facts that say it."""
    if pack.last_day_moves is None or is_business_day(last_on, pack.country, pack.region):
        return last_on, ()
    return next_business_day(last_on, pack.country, pack.region), pack.last_day_moves


def _safe(last_on: date, pack: Pack) -> date | None:
    """The working day on or before the last one; None where no calendar is known."""
    if not pack.country:
        return None
    return previous_business_day(last_on + timedelta(days=1), pack.country, pack.region)


def _barred(last_on: date, as_of: date | None) -> tuple[Caution, ...]:
    if as_of is None or as_of <= last_on:
        return ()
    return (Caution("time_barred", Reason(N_("Prescrit depuis le {day}"), day=last_on)),)


def _of_choice(
    chosen: Chosen, answers: Sequence[Limitation], shortest: Limitation, asked: LimitationAsked
) -> tuple[Caution, ...]:
    """Why this period and no other one: what is not known, and what would change if it were."""
    said = []
    if len({answer.last_on for answer in answers}) > 1:
        longest = max(answers, key=lambda answer: answer.last_on)
        text = N_("La plus courte des durées plausibles est retenue ; la plus longue mènerait au {day}")
        said.append(Caution("shortest_plausible", Reason(text, day=longest.last_on), shortest.facts))
    if chosen.is_sector_unknown:
        text = N_("Secteur inconnu : {sector}. La plus courte des durées plausibles est retenue")
        said.append(Caution("sector_unknown", Reason(text, sector=asked.sector), shortest.facts))
    if asked.debtor is None:
        text = N_(
            "Débiteur non précisé (entreprise, consommateur ou public) : la durée la plus courte est retenue"
        )
        said.append(Caution("debtor_unknown", Reason(text), shortest.facts))
    if chosen.shorter:
        text = N_("Secteur non précisé : certains ont une durée plus courte ({period} : {sectors})")
        sectors = sorted({sector for regime in chosen.shorter for sector in regime.sectors})
        period = min((regime.period for regime in chosen.shorter), key=_length)
        figures = {"period": str(period), "sectors": sectors}
        reason = Reason(text, period=str(period), sectors=", ".join(sectors))
        facts = tuple(dict.fromkeys(fact for regime in chosen.shorter for fact in regime.facts))
        said.append(Caution("sector_not_said", reason, facts, figures))
    return tuple(said)


def _length(span: Span) -> date:
    return span.after(date.min)
