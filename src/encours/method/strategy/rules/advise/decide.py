"""Answers one situation: the first rule that has something to say, then what the whole refuses."""

from collections.abc import Callable
from dataclasses import replace

from encours.method.insight.rules.payer import DebtorType
from encours.method.strategy.rules.advise.answer import Advice, Answer
from encours.method.strategy.rules.advise.breaking import broken
from encours.method.strategy.rules.advise.disputing import disputed
from encours.method.strategy.rules.advise.dunning import Rung, dunning
from encours.method.strategy.rules.advise.hand_over import placed, quoted
from encours.method.strategy.rules.advise.live import live
from encours.method.strategy.rules.advise.promising import kept, proposed, running
from encours.method.strategy.rules.advise.reading import Kit, Reading, read
from encours.method.strategy.rules.advise.refusals import refused
from encours.method.strategy.rules.advise.scoring import priority
from encours.method.strategy.rules.advise.selling import selling
from encours.method.strategy.rules.advise.settling import little_hope, settlement, time_barred
from encours.method.strategy.rules.advise.situation import Situation
from encours.method.strategy.rules.advise.standing import standing
from encours.method.strategy.rules.advise.standstill import (
    difficult_exchange,
    grief,
    insolvency,
    paid,
    we_owe,
)
from encours.method.strategy.rules.advise.told import (
    asked_to_call_back,
    short_of_money,
    spoken,
    told,
    unreachable,
)
from encours.method.strategy.rules.advise.words import Motive, NextAction

Rule = Callable[[Reading], Advice | None]
RULES: tuple[Rule, ...] = (
    live,
    selling,
    insolvency,
    time_barred,
    placed,
    grief,
    difficult_exchange,
    paid,
    kept,
    disputed,
    we_owe,
    settlement,
    told,
    asked_to_call_back,
    running,
    broken,
    proposed,
    spoken,
    quoted,
    unreachable,
    little_hope,
    short_of_money,
)
"""In order of precedence: what is about to be done, what closes the door, what we owe, what was agreed."""
_PLAN_B_SHOWN = frozenset(
    {
        NextAction.DISCLOSE_PLAN_B,
        NextAction.EXECUTE_PLAN_B,
        NextAction.FORMAL_NOTICE,
        NextAction.LAST_NOTICE,
        NextAction.AGENCY_HANDOFF,
        NextAction.COURT_FILING,
    }
)


def advise(situation: Situation, kit: Kit) -> Answer:
    """The method's answer to one situation: what to do, by whom, when, and what not to do.

    Calls the same rules as the night and the desk: type, priority, guard, next action.
    Source: interfaces, advise; method 2.
    """
    reading = read(situation, kit)
    advice = next((found for rule in RULES if (found := rule(reading))), None)
    rung: Rung | None = None
    if advice is None:
        rung = dunning(reading)
        advice = rung.advice
    score = priority(reading, advice, rung)
    closed = rung is not None and rung.closed
    forbidden = refused(reading, advice, rung)
    opinion = reading.opinion
    visible = reading.promised.disclosed_on is not None or advice.next_action in _PLAN_B_SHOWN
    return Answer(
        type=opinion.type,
        confidence=opinion.confidence,
        motive=advice.motive or _motive(reading),
        standing=standing(reading, advice.next_action, closed=closed),
        advice=replace(advice, forbidden=forbidden),
        plan_b_visible=visible,
        priority=score.value if score else None,
        why=(*advice.why, *(e.reason for e in opinion.evidence[:3]), *((score.reason,) if score else ())),
    )


def _motive(reading: Reading) -> Motive:
    known = reading.features
    if reading.owed.has_open_promise or (reading.dispute and reading.dispute.upheld):
        return Motive.OUR_FAULT
    if reading.owed.minor:
        return Motive.ADMIN
    if reading.dispute and reading.dispute.is_open:
        return Motive.DISSATISFIED
    if reading.hardship or known.asked_plan or reading.opinion.type is DebtorType.INSOLVENCY:
        return Motive.FINANCIAL
    return Motive.BAD_INTENT_TO_CONFIRM if reading.opinion.asks_bad_intent else Motive.UNKNOWN
