"""The figures of a whole portfolio: every invoice is read to count them, so they are counted once and kept."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from encours.books.creditor.queries import Entity
from encours.books.receivables import queries as receivables_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.months import add_months
from encours.method.insight import actions as insight_actions
from encours.method.insight import queries as insight_queries
from encours.method.insight.queries import CountedFigures
from encours.method.insight.rules.house_figures import FEWEST_INVOICES, HouseFigures, are_fresh, figures_of

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Usual:
    """How many invoices there are, the last of them, and the usual one in minor units, where enough are known."""

    count: int
    last: int
    median_minor: int | None


def year_before(today: date) -> tuple[date, date]:
    """The twelve months that end on a day, both ends included."""
    return add_months(today, -12) + timedelta(days=1), today


def house_figures(entity: Entity, today: date) -> HouseFigures:
    """What the entity's customers are measured against: as the last night kept it, else counted now."""
    kept = insight_queries.counted_figures(entity.id)
    if kept is not None and kept.on in {today, today - _A_DAY} and _hold(entity, kept):
        return kept.figures
    return _together(today, sold_in_a_year(entity, today), usual_invoice(entity, today)).figures


def count_figures(act: Act, entity: Entity) -> None:
    """Counts the figures of the day and keeps them, unless those that are kept still hold."""
    if are_to_be_counted(entity, act.today):
        keep_counted(act, sold_in_a_year(entity, act.today), usual_invoice(entity, act.today))


def are_to_be_counted(entity: Entity, today: date) -> bool:
    """Whether nothing is kept of a day, or too much has come since."""
    kept = insight_queries.counted_figures(entity.id)
    return kept is None or kept.on != today or not _hold(entity, kept)


def keep_counted(act: Act, sold: HouseFigures, usual: Usual) -> None:
    """Keeps the figures of the day."""
    insight_actions.keep_figures(act, counted=_together(act.today, sold, usual))


def sold_in_a_year(entity: Entity, today: date) -> HouseFigures:
    """What all customers bought in twelve months, and the biggest tenth of them; without the usual invoice."""
    revenues = receivables_queries.revenues(entity.id, entity.currency, *year_before(today))
    return figures_of(revenues, median_invoice_minor=None)


def usual_invoice(entity: Entity, _today: date) -> Usual:
    """How many invoices there are, the last of them, and the usual one."""
    kept = insight_queries.counted_figures(entity.id)
    count, last = receivables_queries.counted_invoices(entity.id)
    former = kept.figures.median_invoice_minor if kept else None
    median = receivables_queries.median_invoice(
        entity.id, entity.currency, fewest=FEWEST_INVOICES, near=former
    )
    return Usual(count, last, median)


def _hold(entity: Entity, kept: CountedFigures) -> bool:
    new, _last = receivables_queries.counted_invoices(entity.id, after=kept.last_invoice)
    return are_fresh(counted=kept.invoice_count, new=new)


def _together(today: date, sold: HouseFigures, usual: Usual) -> CountedFigures:
    figures = replace(sold, median_invoice_minor=usual.median_minor)
    return CountedFigures(today, usual.count, usual.last, figures)
