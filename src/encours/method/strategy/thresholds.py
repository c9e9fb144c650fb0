"""The numbers of the method as an entity set them, read once for a whole run."""

from datetime import datetime

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor import thresholds as creditor_thresholds
from encours.ground.evidence.acts import Act
from encours.method.strategy.rules.thresholds import MethodThresholds, method_thresholds


def thresholds_of(entity_id: int, *, currency: str, at: datetime | None = None) -> MethodThresholds:
    """The values in force, or those of a past instant, in one statement."""
    changed = creditor_thresholds.changed_values(entity_id, currency=currency, at=at)
    return method_thresholds(changed, currency)


def thresholds_at(act: Act) -> MethodThresholds:
    """The values in force at the instant of an act."""
    currency = creditor_queries.entity(act.entity_id).currency
    return thresholds_of(act.entity_id, currency=currency, at=act.at)
