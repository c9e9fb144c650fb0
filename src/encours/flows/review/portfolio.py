"""The figures of a whole portfolio: every invoice is read to count them, so they are counted once and kept."""

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


def year_before(today: date) -> tuple[date, date]:
    """The twelve months that end on a day, both ends included."""
    return add_months(today, -12) + timedelta(days=1), today


def house_figures(entity: Entity, today: date) -> HouseFigures:
    """What the entity's customers are measured against: as the last night kept it, else counted now."""
    kept = insight_queries.counted_figures(entity.id)
    if kept is not None and kept.on in {today, today - _A_DAY} and _hold(entity, kept):
        return kept.figures
    return _counted(entity, today, kept).figures


def count_figures(act: Act, entity: Entity) -> None:
    """Counts the figures of the day and keeps them, unless those that are kept still hold."""
    kept = insight_queries.counted_figures(entity.id)
    if kept is None or kept.on != act.today or not _hold(entity, kept):
        insight_actions.keep_figures(act, counted=_counted(entity, act.today, kept))


def _hold(entity: Entity, kept: CountedFigures) -> bool:
    new, _last = receivables_queries.counted_invoices(entity.id, after=kept.last_invoice)
    return are_fresh(counted=kept.invoice_count, new=new)


def _counted(entity: Entity, today: date, kept: CountedFigures | None) -> CountedFigures:
    count, last = receivables_queries.counted_invoices(entity.id)
    former = kept.figures.median_invoice_minor if kept else None
    median = receivables_queries.median_invoice(
        entity.id, entity.currency, fewest=FEWEST_INVOICES, near=former
    )
    revenues = receivables_queries.revenues(entity.id, entity.currency, *year_before(today))
    return CountedFigures(today, count, last, figures_of(revenues, median_invoice_minor=median))
