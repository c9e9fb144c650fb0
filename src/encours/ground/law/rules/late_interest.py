"""How much late interest runs, in segments: one for each period in which one rate holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.pack import Library
from encours.ground.law.regimes import AfterJudgment, InterestRegime, Starts
from encours.ground.law.rules.day_count import DayCount, days_in, share_of_year
from encours.ground.law.rules.rounding import exact
from encours.ground.law.tables import RateRow
from encours.ground.law.unknown import Caution, LawUnknown

CLAUSE = "contract"
"""What a segment names as its fact when its rate is that of the contract."""
PERCENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Segment:
    """Days at one rate (percent a year), both included, and their interest, exact and never rounded."""

    first_on: date
    last_on: date
    days: int
    percent: Decimal
    principal: Money
    interest: Fraction
    fact: str


@dataclass(frozen=True, slots=True)
class Terms:
    """How interest runs on one claim: the regime of the law and what this contract and this case say."""

    law: Library
    regime: InterestRegime
    convention: DayCount
    clause: Decimal | None = None
    floor: Decimal | None = None
    judgment_on: date | None = None
    locked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """The rate that holds on a day, until when, by which fact, and what to know about it."""

    percent: Decimal
    fact: str
    until: date | None
    caution: Caution | None = None


def first_day(regime: InterestRegime, due_on: date, notice_on: date | None) -> date | None:
    """The first day that bears interest; None while the notice it needs is not known.

    Source: the facts of the regime (the day after the due date, or after the notice and its waiting time).
    """
    if regime.starts is Starts.DUE or (notice_on is None and regime.starts is Starts.NOTICE_OR_DUE):
        return due_on + timedelta(days=1)
    if notice_on is None:
        return None
    return max(due_on, regime.waits.after(notice_on)) + timedelta(days=1)


def segments(
    principal: Money, first_on: date, last_on: date, terms: Terms
) -> tuple[tuple[Segment, ...], tuple[Caution, ...]]:
    """Interest on a principal from one day to another, both included, cut wherever the rate may change.

    Without a rate in the law nor in the contract there is none, where the law says so. Raises LawUnknown.
    """
    found, cautions, start = [], [], first_on
    if terms.clause is None and terms.regime.is_nothing_without_clause:
        return (), ()
    while start <= last_on:
        price = price_on(start, terms)
        end = last_on if price.until is None else min(last_on, price.until)
        share = share_of_year(start, end, terms.convention)
        interest = exact(principal) * Fraction(price.percent * PERCENT) * share
        days = days_in(start, end, terms.convention)
        found.append(Segment(start, end, days, price.percent, principal, interest, price.fact))
        cautions += [price.caution] if price.caution else []
        start = end + timedelta(days=1)
    return tuple(found), tuple(cautions)


def price_on(day: date, terms: Terms) -> Price:
    """The rate of a day. Raises LawUnknown when it is not known: never one carried on from elsewhere."""
    judged, after = terms.judgment_on, terms.regime.judgment
    if judged and after and day > judged:
        return _judged_price(day, judged, after, terms.law)
    price = _price(day, terms)
    if not (judged and after) or (price.until is not None and price.until <= judged):
        return price
    return Price(price.percent, price.fact, judged, price.caution)


def _judged_price(day: date, judged_on: date, after: AfterJudgment, law: Library) -> Price:
    raised_from = after.raised_after.after(judged_on) + timedelta(days=1)
    if day >= raised_from:
        return _of_row(law.table(after.raised).at(day))
    row = law.table(after.table).at(day)
    eve = raised_from - timedelta(days=1)
    return Price(row.percent, row.id, eve if row.until is None else min(row.until, eve))


def _price(day: date, terms: Terms) -> Price:
    if terms.clause is not None:
        return _clause_price(day, terms.clause, terms)
    if not terms.regime.table:
        text = N_("Aucun taux légal connu ici : indiquez le taux annuel du contrat")
        raise LawUnknown("rate_unknown", Reason(text))
    table = terms.law.table(terms.regime.table)
    if terms.regime.is_locked and terms.locked_on:
        row = table.at(terms.locked_on)
        return Price(row.percent, row.id, None)
    return _of_row(table.at(day))


def _clause_price(day: date, clause: Decimal, terms: Terms) -> Price:
    """The contract's rate; the legal floor where it is under it, the legal ceiling where it is over it."""
    regime, untils = terms.regime, []
    if terms.floor is not None:
        if clause < terms.floor:
            return Price(terms.floor, CLAUSE, None, _below(None, clause, terms.floor))
    elif regime.floor:
        row = _floor_row(day, terms)
        untils += [row.until] if row.until else []
        if clause < row.percent:
            return Price(row.percent, row.id, row.until, _below(row, clause, row.percent))
    if regime.ceiling:
        row = terms.law.table(regime.ceiling).at(day)
        untils += [row.until] if row.until else []
        if clause > row.percent:
            return Price(row.percent, row.id, row.until, _above(row, clause))
    return Price(clause, CLAUSE, min(untils, default=None))


def _floor_row(day: date, terms: Terms) -> RateRow:
    try:
        return terms.law.table(terms.regime.floor).at(day)
    except LawUnknown as unknown:
        raise LawUnknown("floor_unknown", unknown.reason) from None


def _of_row(row: RateRow) -> Price:
    return Price(row.percent, row.id, row.until)


def _below(row: RateRow | None, clause: Decimal, floor: Decimal) -> Caution:
    if row is None:
        text = N_("Le taux du contrat ({clause} %) est sous le plancher indiqué : {floor} %")
        return Caution("clause_below_floor", Reason(text, clause=clause, floor=floor), (), {"floor": floor})
    text = N_("Le taux du contrat ({clause} %) est sous le plancher légal : {floor} % à partir du {day}")
    figures = {"floor": floor, "from": row.in_force_on, "to": row.until}
    reason = Reason(text, clause=clause, floor=floor, day=row.in_force_on)
    return Caution("clause_below_floor", reason, (row.id,), figures)


def _above(row: RateRow, clause: Decimal) -> Caution:
    text = N_("Le taux du contrat ({clause} %) dépasse le plafond légal : {ceiling} % à partir du {day}")
    figures = {"ceiling": row.percent, "from": row.in_force_on, "to": row.until}
    reason = Reason(text, clause=clause, ceiling=row.percent, day=row.in_force_on)
    return Caution("clause_above_ceiling", reason, (row.id,), figures)


def row_ids(found: tuple[Segment, ...]) -> Iterator[str]:
    """The rows of tables that segments were priced with."""
    return (segment.fact for segment in found if segment.fact != CLAUSE)
