"""Keeps what was counted over a whole portfolio, in place of what was counted before."""

from dataclasses import asdict

from encours.ground.evidence.acts import Act
from encours.method.insight.models import PortfolioFigures
from encours.method.insight.queries import CountedFigures


def keep_figures(act: Act, *, counted: CountedFigures) -> None:
    """Keeps figures for the pages and workers of the day."""
    PortfolioFigures.objects.update_or_create(
        entity_id=act.entity_id,
        defaults={
            "counted_on": counted.on,
            "invoice_count": counted.invoice_count,
            "last_invoice": counted.last_invoice,
            **asdict(counted.figures),
        },
    )
