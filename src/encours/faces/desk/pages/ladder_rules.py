"""The rules that give ladders on screen: in their order, and who would change."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.who import Desk
from encours.flows.ladder_rules import Changes
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.say import say
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.procedures import RULES, rules_text
from encours.method.strategy.rules.assignment import (
    CONDITION_LABELS,
    MOST_RULES,
    NEVER_BY_RULE,
    AssignmentRule,
    Condition,
    told,
)
from encours.method.strategy.rules.ladder_words import IDEAS
from encours.method.strategy.thresholds import thresholds_of


def draft(desk: Desk) -> tuple[AssignmentRule, ...] | None:
    """The rules as somebody is writing them; None without a draft."""
    kept = strategy_queries.drafts_of(desk.entity.id).get(RULES)
    return rules_text(kept.body) if kept else None


def standing(desk: Desk) -> tuple[AssignmentRule, ...]:
    """The draft where there is one, else the rules in force."""
    drafted = draft(desk)
    return strategy_queries.ladders_of(desk.entity.id).rules if drafted is None else drafted


def givable(desk: Desk) -> list[tuple[str, str]]:
    """The ladders that a rule may give."""
    ladders = strategy_queries.ladders_of(desk.entity.id).in_force
    return [
        (key, say(Reason(ladders[key].label))) for key in IDEAS if key in ladders and key not in NEVER_BY_RULE
    ]


def rules_page(desk: Desk) -> dict[str, Any]:
    """The page of the rules."""
    ladders, drafted = strategy_queries.ladders_of(desk.entity.id), draft(desk)
    shown = ladders.rules if drafted is None else drafted
    names = {member.id: member.name for member in creditor_queries.team(desk.entity.id)}
    may_change = desk.may(Permission.DECIDE)
    numbers = thresholds_of(desk.entity.id, currency=desk.entity.currency).ladder
    return {
        "rules": [
            {
                "place": place + 1,
                "condition": told(rule, currency=desk.entity.currency, names=names),
                "ladder": say(Reason(ladders.in_force[rule.procedure].label)),
                "change_url": reverse("desk:ladder_rule_change", args=[place]) if may_change else None,
                "may_rise": place > 0,
            }
            for place, rule in enumerate(shown)
            if rule.procedure in ladders.in_force
        ],
        "is_draft": drafted is not None and drafted != ladders.rules,
        "has_draft": drafted is not None,
        "version": ladders.rules_version,
        "preview_url": reverse("desk:ladder_rules_publish"),
        "drop_url": reverse("desk:ladder_rules_drop"),
        "conditions": _conditions() if may_change and len(shown) < MOST_RULES else [],
        "may_change": may_change,
        "small_balance": Money(numbers.small_balance_minor, desk.entity.currency),
        "small_balance_url": reverse("desk:threshold", args=["ladder", "small_balance_minor"]),
    }


def changes_page(desk: Desk, changes: Changes) -> dict[str, Any]:
    """Who would change, from which ladder to which."""
    ladders = strategy_queries.ladders_of(desk.entity.id).in_force
    count = len(changes.found)
    words = ngettext("{count} dossier change de scénario", "{count} dossiers changent de scénario", count)
    return {
        "heading": words.format(count=count) if count else _("Aucun dossier en cours ne change de scénario"),
        "changes": [
            {
                "url": reverse("desk:customer", args=[change.customer_id]),
                "customer": change.customer,
                "currency": change.currency,
                "old": say(Reason(ladders[change.old].label)),
                "new": say(Reason(ladders[change.new.key].label)),
                "why": change.new.reason,
            }
            for change in changes.found
        ],
        "looked": changes.looked,
        "left": changes.left,
    }


def _conditions() -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("desk:ladder_rule_new", args=[one.value]),
            "label": say(Reason(CONDITION_LABELS[one])),
        }
        for one in Condition
    ]
