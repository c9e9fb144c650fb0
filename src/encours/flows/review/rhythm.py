"""To which side we lean on a case: what the books and the exchanges of a customer say together."""

from datetime import timedelta

from encours.flows.review.assess import Assessment, mail_of_today
from encours.flows.review.gathered import Gathered
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.caps import caps_reached
from encours.method.strategy.rules.gauge import Leaning, leaning

_DAYS = 30


def rhythm_of(known: Gathered, assessment: Assessment) -> Leaning:
    """Too soft, balanced or too hard, with the reasons (R005)."""
    since = known.house.today - timedelta(days=_DAYS)
    overrides = outreach_queries.passed_over_times(assessment.customer_id, since=since)
    return leaning(
        assessment.facts,
        caps=caps_reached(*mail_of_today(known, assessment.customer_id)),
        overrides=overrides,
    )
