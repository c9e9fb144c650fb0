"""Which ladder a customer gets: the facts of the choice, gathered for the one rule that makes it."""

from collections.abc import Sequence

from encours.books.receivables.rules.party import CustomerKind
from encours.flows.review.gathered import Gathered
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.insight.rules.debtor_type import TypeOpinion
from encours.method.insight.rules.priority import is_first_large, is_key, is_small_for_key
from encours.method.strategy.rules.assignment import AssignmentFacts, AssignmentRule, assigned, told
from encours.method.strategy.rules.procedure_choice import (
    Choice,
    ChoiceFacts,
    choose_procedure,
)


def choice_of(
    known: Gathered,
    customer_id: int,
    overdue: Money,
    *,
    opinion: TypeOpinion,
    rules: Sequence[AssignmentRule] | None = None,
) -> Choice:
    """The ladder of a customer in the currency of what is overdue.

    rules: those to try out in place of the house's own.
    """
    house = known.house
    case = known.cases.get((customer_id, overdue.currency))
    progress = known.progress.get(case.id) if case else None
    limit, numbers = house.thresholds.ladder.small_balance_minor, house.thresholds.order
    ours = house.in_our_currency(overdue)
    # Without a rate nothing is known to be small or large.
    minor = ours.minor if ours else None
    revenue = _revenue(known, customer_id, overdue.currency)
    return choose_procedure(
        ChoiceFacts(
            opinion=opinion,
            is_small_balance=minor is not None and 0 < minor < limit,
            assigned=_assigned(known, customer_id, ours, opinion, rules),
            is_small_for_key=is_key_account(known, customer_id, overdue.currency)
            and minor is not None
            and is_small_for_key(minor, revenue, limits=numbers),
            is_first_large=minor is not None
            and is_first_large(
                minor,
                ever_paid=customer_id in known.ever_paid,
                median_invoice_minor=house.figures.median_invoice_minor,
                limits=numbers,
            ),
            chosen=progress.chosen_procedure if progress else "",
        )
    )


def is_key_account(known: Gathered, customer_id: int, currency: str) -> bool:
    """Whether a customer counts for much among those of the house."""
    figures = known.house.figures
    if not figures.knows_key_accounts:
        return False
    revenue = _revenue(known, customer_id, currency)
    top = bool(revenue and figures.key_from_minor and revenue >= figures.key_from_minor)
    limits = known.house.thresholds.order
    return is_key(revenue, figures.revenue_12m_minor, in_top_decile=top, limits=limits)


def _assigned(
    known: Gathered,
    customer_id: int,
    overdue: Money | None,
    opinion: TypeOpinion,
    rules: Sequence[AssignmentRule] | None,
) -> Choice | None:
    """What the rules of the house say, if one of them fits."""
    house, customer = known.house, known.customers[customer_id]
    asked = house.ladders.rules if rules is None else rules
    if not asked:
        return None
    since = customer.since_on
    facts = AssignmentFacts(
        kind=CustomerKind(customer.kind),
        country=customer.country,
        overdue=overdue,
        account_manager_id=customer.account_manager_id,
        customer_days=days_between(since, house.today) if since else None,
        payer_type=opinion.ladder_type,
    )
    rule = assigned(asked, facts)
    if rule is None or rule.procedure not in house.ladders.in_force:
        return None
    names = {member.id: member.name for member in house.team}
    condition = told(rule, currency=house.entity.currency, names=names)
    return Choice(rule.procedure, Reason(N_("Règle de votre société : {condition}"), condition=condition))


def _revenue(known: Gathered, customer_id: int, currency: str) -> int | None:
    """What a customer bought in twelve months in a currency, in minor units of ours."""
    minor = known.revenue_12m.get((customer_id, currency))
    ours = known.house.in_our_currency(Money(minor, currency)) if minor is not None else None
    return ours.minor if ours else None
