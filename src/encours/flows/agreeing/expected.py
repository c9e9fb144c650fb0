"""The cash that agreements bring: by date for a forecast, by week for the people at the desk."""

from collections.abc import Collection
from datetime import date

from encours.books.creditor import queries as creditor_queries
from encours.ground.evidence.acts import Act
from encours.method.agreements.queries.expected import waiting_in
from encours.method.agreements.rules.expected import Expected, expected
from encours.method.cases.rules.calendar import Calendar
from encours.method.strategy.thresholds import thresholds_now

MOST = 2000
"""A forecast for more customers asks for them part by part."""


def expected_cash(
    act: Act, *, until: date | None = None, customer_ids: Collection[int] | None = None, most: int = MOST
) -> list[Expected]:
    """What agreements that wait for money bring up to a day, the nearest date first; two statements.

    Instalments are lines of their own; the parts of a plan that is paused are not expected. What was only said is
    marked, so that a forecast may leave it out. customer_ids: only theirs.
    """
    entity = creditor_queries.entity(act.entity_id)
    calendar = Calendar(entity.country, entity.region)
    rows = waiting_in(act.entity_id, until=until, customer_ids=customer_ids, most=most)
    found = expected(rows, calendar=calendar, terms=thresholds_now(act).promises)
    return [one for one in found if until is None or one.on <= until]
