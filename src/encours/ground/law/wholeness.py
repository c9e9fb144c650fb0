"""Holds the packs together: ids stand once, and what one file names another one has."""

from collections.abc import Iterator
from decimal import ROUND_CEILING
from itertools import pairwise

from encours.ground.law.entries import PackError
from encours.ground.law.pack import Library, Pack
from encours.ground.law.tables import RateTable
from encours.ground.law.unknown import LawUnknown


def check_whole(found: Library, packs: list[Pack]) -> None:
    """Ids are unique over all packs; what is named anywhere is there. Raises PackError."""
    if len(found.packs) != len(packs):
        raise PackError("two packs have the same code")
    ids = [name for pack in packs for name in (*pack.facts, *pack.tables)]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise PackError(f"{', '.join(sorted(twice))}: more than once")
    for pack in packs:
        standings = [fact.standing for fact in pack.facts.values()]
        standings += [row.standing for table in pack.tables.values() for row in table.rows]
        named = {source for standing in standings for source in standing.sources}
        if lost := named - set(pack.sources):
            raise PackError(f"{pack.code}: sources.toml lacks {', '.join(sorted(lost))}")
        if lost := set(_named_by(pack)) - set(ids):
            raise PackError(f"{pack.code}: it names {', '.join(sorted(lost))}, which no pack has")
        for table in pack.tables.values():
            _check_table(table, found)


def _check_table(table: RateTable, found: Library) -> None:
    """Rates do not overlap; one that follows from another is what its table says."""
    for row, following in pairwise(table.rows):
        if row.until is None or row.until >= following.in_force_on:
            raise PackError(f"{row.id}: its last day is not before {following.in_force_on}")
    for row in table.rows:
        if row.until is not None and row.until < row.in_force_on:
            raise PackError(f"{row.id}: it ends before it begins")
    told = table.derived
    if told is None:
        return
    for row in table.rows:
        try:
            due = found.table(told.table).at(row.in_force_on).percent * told.times + told.plus
        except LawUnknown:
            raise PackError(f"{row.id}: {told.table} has no rate of that day to follow from") from None
        step = told.round_up_to
        if row.percent != ((due / step).to_integral_value(ROUND_CEILING) * step if step else due):
            raise PackError(f"{row.id}: {row.percent} does not follow from {told.table}")


def _named_by(pack: Pack) -> Iterator[str]:
    for regime in pack.interest:
        tables = (regime.table, regime.floor, regime.ceiling, regime.yearly_rate_needed)
        yield from (name for name in (*tables, *regime.facts, *regime.clause_facts) if name)
        if after := regime.judgment:
            yield from (after.table, after.raised, *after.facts)
    yield from pack.allocation.facts
    named = [regime.facts for regime in pack.compensation]
    named += [regime.facts for regime in pack.limitation]
    named += [regime.facts for regime in pack.events]
    for facts in named:
        yield from facts
    yield from pack.last_day_moves or ()
    yield from _named_formally(pack)


def _named_formally(pack: Pack) -> Iterator[str]:
    for notice in pack.notices:
        yield from (*notice.facts, *([notice.texts] if notice.texts else []))
    for procedure in pack.procedures:
        yield from procedure.facts
        for delay in procedure.delays:
            yield from delay.facts
        for fee in procedure.fees:
            yield from fee.facts
    if pack.insolvency:
        yield from (*pack.insolvency.facts, *pack.insolvency.goods_facts)
    for relief in pack.vat_relief:
        yield from (*relief.facts, *(name for name in (relief.mention, relief.accounts) if name))
    yield from _named_every_day(pack)


def _named_every_day(pack: Pack) -> Iterator[str]:
    for right in pack.rights:
        yield from (*right.facts, *([right.table] if right.table else []))
    for terms in pack.terms:
        yield from terms.facts
    for hours in pack.contact:
        yield from hours.facts
    for mentions in pack.invoice_mentions:
        yield from (*mentions.facts, *([mentions.texts] if mentions.texts else []))
    if pack.discount:
        yield from (*pack.discount.facts, *([pack.discount.texts] if pack.discount.texts else []))
