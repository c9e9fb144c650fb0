"""Which days of the law are near: rates that end, facts that end or were long not checked, days to look again."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.pack import Library, Pack
from encours.ground.law.spans import Span
from encours.ground.law.tables import RateTable

A_YEAR = Span(years=1)


@dataclass(frozen=True, slots=True)
class Near:
    """Something to look at, by which day; `words` are those of the pack, else `reason` says it."""

    code: str
    on: date
    reason: Reason | None = None
    words: Mapping[str, str] | None = None


def dates_to_watch(law: Library, *, today: date, days: int, codes: Collection[str]) -> list[Near]:
    """What has to be looked at within so many days, or should have been, for some jurisdictions; the first first."""
    by = today + timedelta(days=days)
    packs = [law.packs[code] for code in law.codes if code in codes]
    found = [
        near
        for pack in packs
        for near in (*_rates(pack, law, by), *_facts(pack, today, by), *_days(pack, by))
    ]
    return sorted(found, key=lambda near: (near.on, near.code))


def ends_on(table: RateTable) -> date | None:
    """The last day whose rate is known; None for a rate that stands until it is changed."""
    last = table.rows[-1].until
    return min(table.known_through, last) if last else None


def _rates(pack: Pack, law: Library, by: date) -> Iterator[Near]:
    """The tables that interest is computed with, those of another pack included; one line for each last day."""
    names = {
        name for regime in pack.interest for name in (regime.table, regime.floor, regime.ceiling) if name
    }
    ending: dict[date, list[str]] = {}
    for name in sorted(names):
        if (last := ends_on(law.table(name))) and last < by:
            ending.setdefault(last, []).append(name)
    text = N_("Taux connus jusqu'au {day} : ajoutez la période suivante ({tables})")
    for last, tables in ending.items():
        yield Near(pack.code, last, Reason(text, tables=", ".join(tables), day=last))


def _facts(pack: Pack, today: date, by: date) -> Iterator[Near]:
    for fact in pack.facts.values():
        if fact.in_force_until and today <= fact.in_force_until < by:
            text = N_("Le fait {fact} n'est plus en vigueur après le {day}")
            yield Near(pack.code, fact.in_force_until, Reason(text, fact=fact.id, day=fact.in_force_until))
    old = [fact for fact in pack.facts.values() if A_YEAR.after(fact.standing.last_checked_on) < today]
    if old:
        first = min(fact.standing.last_checked_on for fact in old)
        text = N_("{count} faits n'ont pas été vérifiés depuis un an (le plus ancien : {day})")
        yield Near(pack.code, A_YEAR.after(first), Reason(text, count=len(old), day=first))


def _days(pack: Pack, by: date) -> Iterator[Near]:
    """Days that the pack names, until somebody has checked it since."""
    checked = max((fact.standing.last_checked_on for fact in pack.facts.values()), default=date.min)
    for watched in pack.watched:
        if watched.on is not None and checked < watched.on < by:
            yield Near(pack.code, watched.on, words=watched.words)
