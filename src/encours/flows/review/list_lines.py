"""Puts assessments into the lines of the day's list: one customer, one reason, one figure, one action."""

from collections.abc import Iterable, Sequence
from datetime import date

from encours.flows.review.assess import Assessment
from encours.flows.review.order_facts import owed_now
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.reason_json import as_text, list_as_text
from encours.method.insight.rules.money_curve import cost_of_waiting
from encours.method.insight.rules.priority import Section
from encours.method.insight.rules.priority_facts import Part
from encours.method.insight.rules.worklist_order import in_order
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.rules.action_names import ActionName, action_of
from encours.method.strategy.rules.decision import (
    Call,
    Hold,
    MissingAddress,
    Send,
    Task,
    Wait,
    WeOwe,
)

Line = dict[str, object]
"""The columns of a line of the day's list; what is JSON is written as JSON."""


def write_lines(act: Act, assessments: Sequence[Assessment], *, replaces: Iterable[int] | None) -> None:
    """Writes the lines of some customers (all when None)."""
    strategy_actions.write_list(act.entity_id, lines_of(act, assessments), replaces=replaces)


def lines_of(act: Act, assessments: Sequence[Assessment]) -> list[Line]:
    """The lines of those who have one, not stored yet."""
    return [_row(act, a) for a in assessments if is_listed(a)]


def is_listed(assessment: Assessment) -> bool:
    """Whether a customer has its place in the list: something is open, or we owe something."""
    return bool(assessment.balance.overdue) or bool(assessment.owed)


def ranked(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Assessments in the order of the list; those without an exchange rate come last, unranked."""
    by_facts = {id(a.order): a for a in assessments}
    ordered = [by_facts[id(facts)] for facts, _ in in_order([(a.order, a.priority) for a in assessments])]
    return [a for a in ordered if a.is_ranked] + [a for a in ordered if not a.is_ranked]


def why(assessment: Assessment) -> tuple[Reason, ...]:
    """The reasons of the line, the deciding one first."""
    decided, ranked_by = assessment.decision.reasons, assessment.priority.why
    if not assessment.is_ranked:
        unranked = N_("Aucun taux de change pour {currency} : hors classement")
        return tuple(dict.fromkeys((Reason(unranked, currency=assessment.currency), *decided, *ranked_by)))
    if isinstance(assessment.decision, MissingAddress):  # what is in the way comes first
        return tuple(dict.fromkeys((*decided, *ranked_by)))
    if _asks_for_nothing(assessment):  # «0,00 €» is no reason
        return tuple(dict.fromkeys((*decided, *ranked_by[1:])))
    # The bank is in everybody's way, and told above the list: each line keeps its own reason.
    return tuple(dict.fromkeys((*ranked_by, *decided)))


def _asks_for_nothing(a: Assessment) -> bool:
    """Whether nothing can be asked for and nothing happened: the decision alone says why the line is there."""
    return not (a.balance.actionable or a.order.events or a.priority.gates)


def action_name(assessment: Assessment) -> ActionName:
    """What is to be done, in the words of the command line."""
    return action_of(assessment.decision, owed=due_now(assessment))


def due_now(a: Assessment) -> tuple[WeOwe, ...]:
    """What we owe this customer that asks for something today."""
    return owed_now(a.owed, a.facts.today)


def _row(act: Act, a: Assessment) -> Line:
    name = action_name(a)
    shows_all = a.priority.section is Section.DO_NOT_CONTACT or not a.balance.actionable
    return {
        "entity_id": act.entity_id,
        "customer_id": a.customer_id,
        "currency": a.currency,
        "case_id": a.case.id if a.case else None,
        "section": a.priority.section.value,
        "priority_tenths": int(a.priority.value * 10),
        "order_key": _order_key(a),
        "action": name.action,
        "channel": name.channel,
        "sender": name.sender,
        "level": name.level,
        "amount_minor": (a.balance.overdue if shows_all else a.balance.actionable).minor,
        "oldest_due_on": a.balance.oldest.due_on if a.balance.oldest else None,
        "planned_minutes": a.priority.planned_minutes,
        "next_on": next_date(a),
        "waiting_minor": cost_of_waiting(a.balance.actionable, a.balance.days_past_due).per_week.minor,
        "why": list_as_text(why(a)),
        "parts": f"{{{', '.join([_part(part) for part in a.priority.parts])}}}",
        "computed_on": act.today,
    }


def _part(part: Part) -> str:
    return f'"{part.code.value}": ["{part.points}", {as_text(part.reason)}]'


def _order_key(a: Assessment) -> str:
    """Orders lines as `in_order` does: unranked last, then those at rest, priority, larger part A, older."""
    weight, days = round(a.priority.weight * 1000), min(9999, max(0, a.order.dpd))
    comes = f"{int(not a.is_ranked)}{int(a.priority.section is Section.DO_NOT_CONTACT)}"
    return f"{comes}{1000 - int(a.priority.value * 10):04d}{100000 - weight:06d}{9999 - days:04d}"


def next_date(a: Assessment) -> date | None:
    """The day of the next step, when one is foreseen."""
    match a.decision:
        case Wait(until=until) | Hold(until=until):
            return until
        case Send() | Call() | Task() | MissingAddress():
            return a.decision.due_on
    return None
