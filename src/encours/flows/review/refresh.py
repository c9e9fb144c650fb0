"""After a fact changed: the customer's lines of the day's list are made anew, at once."""

from collections.abc import Iterable

from encours.books.creditor import queries as creditor_queries
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.gathered import Pair, gather, house_of
from encours.flows.review.list_lines import write_lines
from encours.flows.review.sift import sift
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.method.agreements import queries as agreements_queries
from encours.method.cases import queries as cases_queries
from encours.method.disputes import queries as disputes_queries
from encours.method.strategy import actions as strategy_actions


def refresh(act: Act, customer_ids: Iterable[int]) -> list[Assessment]:
    """Assesses some customers again and rewrites their lines; their cases are due for review.

    What waits to be sent to them and is no longer right is withheld at once.
    """
    ids = sorted(set(customer_ids))
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    cases = cases_queries.open_cases_of(ids)
    pairs = {(case.customer_id, case.currency) for found in cases.values() for case in found}
    pairs |= {pair for pair in owed_pairs(act.entity_id) if pair[0] in set(ids)}
    known = gather(house, ids)
    waiting = {(m.customer_id, m.currency) for found in known.pending.values() for m in found}
    assessments = assess(known, sorted(pairs | waiting))
    if withheld := sift(act, known, assessments):
        assessments = assess(known.without_messages(withheld), sorted(pairs))
    listed = [a for a in assessments if (a.customer_id, a.currency) in pairs]
    write_lines(act, listed, replaces=ids)
    strategy_actions.look_again([case.id for found in cases.values() for case in found], on=act.today)
    return listed


def owed_pairs(entity_id: int) -> list[Pair]:
    """Customers to whom we owe an answer, a repair or the outcome of a dispute, in the entity's currency."""
    currency = creditor_queries.entity(entity_id).currency
    customers = {
        *agreements_queries.customers_owed(entity_id),
        *disputes_queries.customers_contesting(entity_id),
    }
    return [(customer, currency) for customer in sorted(customers)]
