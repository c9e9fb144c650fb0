"""Which ladder a house gives to which customers: its own rules, in order, the first that fits."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import assert_never

from encours.books.receivables.rules.party import CUSTOMER_KIND_LABELS, CustomerKind
from encours.ground.kernel.money import Money, exponent_of
from encours.ground.kernel.reason import N_, Reason
from encours.method.insight.rules.debtor_type import TYPE_LABELS
from encours.method.insight.rules.payer import DebtorType

MOST_RULES = 20
NEVER_BY_RULE = frozenset({"avoids", "small_balance"})
"""Ladders that no rule gives: one needs a confirmed payer type (R032), one follows from the amount (ruling 7)."""
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


class Condition(StrEnum):
    """What a rule may ask of a customer. A closed list, no expressions."""

    KIND = "kind"
    COUNTRY = "country"
    OVERDUE_FROM = "overdue_from"
    OVERDUE_BELOW = "overdue_below"
    ACCOUNT_MANAGER = "account_manager"
    CUSTOMER_SINCE = "customer_since"
    CUSTOMER_LESS_THAN = "customer_less_than"
    PAYER_TYPE = "payer_type"


CONDITION_LABELS = {
    Condition.KIND: N_("nature du client"),
    Condition.COUNTRY: N_("pays"),
    Condition.OVERDUE_FROM: N_("échu à partir de…"),
    Condition.OVERDUE_BELOW: N_("échu sous…"),
    Condition.ACCOUNT_MANAGER: N_("chargé de clientèle"),
    Condition.CUSTOMER_SINCE: N_("client depuis au moins…"),
    Condition.CUSTOMER_LESS_THAN: N_("client depuis moins de…"),
    Condition.PAYER_TYPE: N_("profil de paiement"),
}


class RulesError(ValueError):
    """Rules that cannot be read. `reason` says which."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """One condition and the ladder it gives. `value`: a code, a number of days, an amount in our currency, an id."""

    condition: Condition
    value: str
    procedure: str


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """What the rules read of a customer. `overdue`: in the entity's own currency; None is unknown."""

    kind: CustomerKind
    country: str
    overdue: Money | None
    account_manager_id: int | None
    customer_days: int | None
    payer_type: DebtorType


def assigned(rules: Sequence[AssignmentRule], facts: AssignmentFacts) -> AssignmentRule | None:
    """The first rule that fits a customer; what is not known fits none."""
    return next((rule for rule in rules if _fits(rule, facts)), None)


def told(rule: AssignmentRule, *, currency: str, names: Mapping[int, str] | None = None) -> Reason:
    """The condition of a rule in words; `names`: those of the team."""
    match rule.condition:
        case Condition.KIND:
            return Reason(
                N_("le client est : {kind}"), kind=Reason(CUSTOMER_KIND_LABELS[CustomerKind(rule.value)])
            )
        case Condition.COUNTRY:
            return Reason(N_("le pays est {country}"), country=rule.value)
        case Condition.OVERDUE_FROM:
            return Reason(N_("l'échu atteint {amount}"), amount=_amount(rule.value, currency))
        case Condition.OVERDUE_BELOW:
            return Reason(N_("l'échu reste sous {amount}"), amount=_amount(rule.value, currency))
        case Condition.ACCOUNT_MANAGER:
            name = (names or {}).get(int(rule.value), "")
            unnamed = Reason(N_("une personne de l'équipe"))
            return Reason(N_("le chargé de clientèle est {name}"), name=name or unnamed)
        case Condition.CUSTOMER_SINCE:
            return Reason(N_("client depuis au moins {days} jours"), days=int(rule.value))
        case Condition.CUSTOMER_LESS_THAN:
            return Reason(N_("client depuis moins de {days} jours"), days=int(rule.value))
        case Condition.PAYER_TYPE:
            return Reason(
                N_("le profil de paiement est : {type}"), type=Reason(TYPE_LABELS[DebtorType(rule.value)])
            )
    assert_never(rule.condition)


def written_rules(rules: Sequence[AssignmentRule]) -> str:
    """The rules as the TOML that `read_rules` reads."""
    tables = [
        f"[[rule]]\nwhen = {json.dumps(rule.condition.value)}\nvalue = {json.dumps(rule.value)}\n"
        f"procedure = {json.dumps(rule.procedure)}\n"
        for rule in rules
    ]
    return "\n".join(tables)


def read_rules(content: str) -> tuple[AssignmentRule, ...]:
    """The rules of a TOML text, in their order. Raises RulesError naming the first that is wrong."""
    try:
        rows = tomllib.loads(content).get("rule", [])
        return tuple(
            checked(AssignmentRule(Condition(row["when"]), row["value"], row["procedure"])) for row in rows
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise RulesError(Reason(N_("Règles illisibles : {detail}"), detail=str(error))) from None
    except ValueError as error:
        if isinstance(error, RulesError):
            raise
        raise RulesError(Reason(N_("Règles illisibles : {detail}"), detail=str(error))) from None


def checked(rule: AssignmentRule) -> AssignmentRule:
    """The rule, when its value is one that its condition takes. Raises RulesError."""
    if not _is_sound(rule):
        raise RulesError(
            Reason(N_("Cette valeur ne convient pas à la condition : {value}"), value=rule.value)
        )
    if rule.procedure in NEVER_BY_RULE:
        text = N_(
            "Ce scénario ne se donne pas par une règle : il demande un profil confirmé, ou suit le montant"
        )
        raise RulesError(Reason(text))
    return rule


def _fits(rule: AssignmentRule, facts: AssignmentFacts) -> bool:
    match rule.condition:
        case Condition.KIND:
            return facts.kind == rule.value
        case Condition.COUNTRY:
            return facts.country == rule.value
        case Condition.OVERDUE_FROM:
            return facts.overdue is not None and facts.overdue >= _amount(rule.value, facts.overdue.currency)
        case Condition.OVERDUE_BELOW:
            return facts.overdue is not None and facts.overdue < _amount(rule.value, facts.overdue.currency)
        case Condition.ACCOUNT_MANAGER:
            return facts.account_manager_id == int(rule.value)
        case Condition.CUSTOMER_SINCE:
            return facts.customer_days is not None and facts.customer_days >= int(rule.value)
        case Condition.CUSTOMER_LESS_THAN:
            return facts.customer_days is not None and facts.customer_days < int(rule.value)
        case Condition.PAYER_TYPE:
            return facts.payer_type == rule.value
    assert_never(rule.condition)


def _is_sound(rule: AssignmentRule) -> bool:
    value = rule.value
    match rule.condition:
        case Condition.KIND:
            return value in {kind.value for kind in CustomerKind}
        case Condition.COUNTRY:
            return _COUNTRY.match(value) is not None
        case Condition.OVERDUE_FROM | Condition.OVERDUE_BELOW:
            return _is_amount(value)
        case Condition.ACCOUNT_MANAGER | Condition.CUSTOMER_SINCE | Condition.CUSTOMER_LESS_THAN:
            return value.isascii() and value.isdigit() and len(value) <= 9
        case Condition.PAYER_TYPE:
            return value in {kind.value for kind in DebtorType}
    assert_never(rule.condition)


def _is_amount(value: str) -> bool:
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return False
    return amount.is_finite() and 0 < amount < Decimal(10) ** 12


def _amount(value: str, currency: str) -> Money:
    exact = Decimal(value).scaleb(exponent_of(currency))
    return Money(int(exact.to_integral_value(ROUND_HALF_UP)), currency)
