"""The numbers of the method as an entity set them, read once for a whole run."""

from datetime import datetime

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor import thresholds as creditor_thresholds
from encours.ground.evidence.acts import Act
from encours.method.strategy.rules.thresholds import MethodThresholds, method_thresholds


def thresholds_of(entity_id: int, *, currency: str, at: datetime | None = None) -> MethodThresholds:
    """The values in force, or those of a past instant that is computed again, in one statement.

    What is done now never names an instant: on a clock set back, what was changed still counts.
    """
    changed = creditor_thresholds.changed_values(entity_id, currency=currency, at=at)
    return method_thresholds(changed, currency)


def thresholds_now(act: Act) -> MethodThresholds:
    """The values in force for an act."""
    return thresholds_of(act.entity_id, currency=creditor_queries.entity(act.entity_id).currency)
