"""To which side we lean on a case: what the books and the exchanges of a customer say together."""

from datetime import timedelta

from encours.flows.review.assess import Assessment
from encours.flows.review.facts_of import contact_for, guard_facts, moment_of_sending
from encours.flows.review.gathered import Gathered
from encours.method.cases.rules.contact import Channel
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.caps import caps_reached
from encours.method.outreach.rules.contact_facts import ProposedContact
from encours.method.strategy.rules.gauge import Leaning, leaning

_DAYS = 30


def rhythm_of(known: Gathered, assessment: Assessment) -> Leaning:
    """Too soft, balanced or too hard, with the reasons (R005)."""
    contact = contact_for(known.customers[assessment.customer_id], Channel.EMAIL)
    proposed = ProposedContact(
        Channel.EMAIL, moment_of_sending(known.house), contact_id=contact.pk if contact else None
    )
    facts = guard_facts(known, assessment.customer_id, contact)
    since = known.house.today - timedelta(days=_DAYS)
    overrides = outreach_queries.passed_over_times(assessment.customer_id, since=since)
    return leaning(assessment.facts, caps=caps_reached(facts, proposed), overrides=overrides)
