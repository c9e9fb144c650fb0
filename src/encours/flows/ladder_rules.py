"""The rules of a house that give ladders: who would change, and their publication."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from encours.flows.ladders import MIN_REASON, MOST_CASES, WHY, withhold
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.choosing import choice_of
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases import queries as cases_queries
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.actions import Publication, Switch
from encours.method.strategy.procedures import RULES, rules_text
from encours.method.strategy.rules.assignment import AssignmentRule
from encours.method.strategy.rules.ladders import carried
from encours.method.strategy.rules.procedure_choice import Choice


@dataclass(frozen=True, slots=True)
class Change:
    """One case that another set of rules would give another ladder."""

    customer_id: int
    customer: str
    currency: str
    old: str
    new: Choice


@dataclass(frozen=True, slots=True)
class Changes:
    """Who would change; `left` customers were not looked at, the night decides about them."""

    found: tuple[Change, ...]
    looked: int
    left: int


def who_changes(act: Act, rules: Sequence[AssignmentRule]) -> Changes:
    """What other rules would change among the open cases: the first of them, so that a page answers at once."""
    known, left = _open_cases(act)
    found = [
        Change(a.customer_id, known.customers[a.customer_id].name, a.currency, a.choice.key, new)
        for a in assess(known, sorted(known.cases))
        if (new := _choice(known, a, rules)).key != a.choice.key
    ]
    found.sort(key=lambda change: (change.new.key, change.customer))
    return Changes(tuple(found), len(known.customers), left)


@transaction.atomic
def publish(act: Act, *, why: str) -> int | Refused:
    """The draft of the rules is in force from now on; cases that change ladder do so at once, each journalled.

    What the former ladder had prepared stays. Returns how many cases changed; those not looked at
    change in the next night.
    """
    draft = strategy_queries.drafts_of(act.entity_id).get(RULES)
    if draft is None:
        return Refused(Reason(N_("Aucun brouillon n'est à publier.")))
    if len(why.strip()) < MIN_REASON:
        return Refused(WHY, "why")
    known, _left = _open_cases(act)
    rules = rules_text(draft.body)
    version = known.house.ladders.rules_version + 1
    label = Reason(N_("Règles de scénario"))
    refused = strategy_actions.publish(
        act, publication=Publication(RULES, version, draft.body, label, why.strip()), drafted=draft.body
    )
    if refused is not None:
        return refused
    switches = _switches(known, rules)
    strategy_actions.switch_cases(act, switches=switches)
    withhold(act, switches)
    look_at_all_again(act)
    refresh(act, sorted({switch.customer_id for switch in switches}))
    return len(switches)


def look_at_all_again(act: Act) -> None:
    """The next night looks at every open case: a rule may fit any of them."""
    cases = [case.id for case in cases_queries.open_cases(act.entity_id)]
    for start in range(0, len(cases), 5000):
        strategy_actions.look_again(cases[start : start + 5000], on=act.today)


def _open_cases(act: Act) -> tuple[Gathered, int]:
    """The first customers with an open case, and how many stand behind them."""
    customers = sorted({case.customer_id for case in cases_queries.open_cases(act.entity_id)})
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    return gather(house, customers[:MOST_CASES]), max(0, len(customers) - MOST_CASES)


def _choice(known: Gathered, a: Assessment, rules: Sequence[AssignmentRule]) -> Choice:
    return choice_of(known, a.customer_id, a.balance.overdue, opinion=a.opinion, rules=rules)


def _switches(known: Gathered, rules: Sequence[AssignmentRule]) -> list[Switch]:
    house = known.house
    tried = replace(known, house=replace(house, ladders=replace(house.ladders, rules=tuple(rules))))
    found = []
    for a in assess(tried, sorted(known.cases)):
        row = known.progress.get(a.case.id) if a.case else None
        if row is None or row.procedure == a.procedure.key:
            continue
        text = N_("Scénario «\u00a0{label}\u00a0» désormais. {why}")
        found.append(
            Switch(
                case_id=row.case_id,
                customer_id=a.customer_id,
                old=row.running,
                new=(a.procedure.key, a.procedure.version),
                said=Reason(text, label=Reason(a.procedure.label), why=a.choice.reason),
                position=carried(row.position, house.ladders.of(row.running), a.procedure),
            )
        )
    return found
