"""Changing a number of the method: what it would change today; the change itself, which the list follows at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import thresholds as creditor_thresholds
from encours.books.creditor.rules.threshold import problem_of_change
from encours.flows.ladder_rules import look_at_all_again
from encours.flows.ladders import MOST_CASES
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.review.list_lines import action_name, is_listed, ranked
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import Refused
from encours.method.cases import queries as cases_queries
from encours.method.insight.rules.debtor_type import DebtorType
from encours.method.insight.rules.priority import Section
from encours.method.strategy.rules.thresholds import FAMILY_OF, method_thresholds

SEEN_TODAY = frozenset({"payer", "order", "ladder", "guard"})
"""The families whose numbers decide today's list; the others count with what comes."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a customer stands today: how it is taken to pay, its part of the list, what is to be done."""

    type: DebtorType
    section: Section
    action: str
    ladder: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One customer in one currency that would stand elsewhere."""

    customer_id: int
    customer: str
    before: Stand
    after: Stand


@dataclass(frozen=True, slots=True)
class Preview:
    """What another value would change today: who stands elsewhere, how many lines change places.

    `looked` customers were looked at; `left` stand behind them, and the night decides about them.
    `touched`: whose line in the list would say something else, be it a number.
    """

    moved: tuple[Moved, ...]
    places: int
    looked: int
    left: int
    touched: frozenset[int] = frozenset()


def what_changes(act: Act, *, key: str, value: int) -> Preview | Refused:
    """What another value of a threshold would change among the open cases, nothing being kept.

    The first customers only, so that a page answers at once.
    """
    family = FAMILY_OF[key]
    known, left = _open_cases(act)
    house = known.house
    currency = house.entity.currency
    changed = creditor_thresholds.changed_values(act.entity_id, currency=currency)
    if refused := problem_of_change(family, key, value, changed=changed, currency=currency):
        return refused
    if family.key not in SEEN_TODAY:
        return Preview((), 0, len(known.customers), left)
    tried = replace(house, thresholds=method_thresholds({**changed, key: value}, currency))
    pairs = sorted(known.cases)
    before, after = assess(known, pairs), assess(replace(known, house=tried), pairs)
    moved = [
        Moved(old.customer_id, known.customers[old.customer_id].name, _stand(old), _stand(new))
        for old, new in zip(before, after, strict=True)
        if _stand(old) != _stand(new)
    ]
    moved.sort(key=lambda one: (one.after.type, one.after.section, one.customer))
    touched = {
        old.customer_id
        for old, new in zip(before, after, strict=True)
        if (_stand(old), old.priority) != (_stand(new), new.priority)
    }
    return Preview(tuple(moved), _places(before, after), len(known.customers), left, frozenset(touched))


@transaction.atomic
def change(act: Act, *, key: str, value: int) -> Refused | None:
    """A threshold gets another value; today's list follows at once, the rest in the next night.

    The default as a value is the way back to it. `value` is in the unit of the threshold, amounts in minor units.
    """
    seen = what_changes(act, key=key, value=value)
    if isinstance(seen, Refused):
        return seen
    refused = creditor_actions.change_threshold(act, family=FAMILY_OF[key], key=key, value=value)
    if refused is None and FAMILY_OF[key].key in SEEN_TODAY:
        look_at_all_again(act)
        refresh(act, seen.touched)
    return refused


def _open_customers(act: Act) -> list[int]:
    return sorted({case.customer_id for case in cases_queries.open_cases(act.entity_id)})


def _open_cases(act: Act) -> tuple[Gathered, int]:
    """The first customers with an open case, and how many stand behind them."""
    customers = _open_customers(act)
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    return gather(house, customers[:MOST_CASES]), max(0, len(customers) - MOST_CASES)


def _stand(a: Assessment) -> Stand:
    return Stand(a.opinion.counted_type, a.priority.section, action_name(a).action, a.procedure.key)


def _places(before: Sequence[Assessment], after: Sequence[Assessment]) -> int:
    """How many lines of the list come earlier or later than they do."""
    was, now = ([(a.customer_id, a.currency) for a in _list(found)] for found in (before, after))
    places = {pair: place for place, pair in enumerate(was)}
    return sum(places.get(pair) != place for place, pair in enumerate(now))


def _list(assessments: Sequence[Assessment]) -> list[Assessment]:
    return ranked([a for a in assessments if is_listed(a)])
