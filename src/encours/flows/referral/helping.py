"""Whether outside help fits a customer's file today, why, and what each partner would cost on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from encours.books.creditor import queries as creditor_queries
from encours.flows import plan_b
from encours.flows.closing.advising import Closing, closing_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.contact import CallOutcome, HoldKind, PastContact
from encours.method.referral import queries as referral_queries
from encours.method.referral.queries import PartnerFact, PlacementFact
from encours.method.referral.rules.partner import Match, Wanted, fee_in_force, match
from encours.method.referral.rules.quote import Cost, Quote, expected_cost
from encours.method.referral.rules.trigger import Help, HelpFacts, help_of
from encours.method.strategy.rules.settlement.outcomes import Way


@dataclass(frozen=True, slots=True)
class Offered:
    """A partner for a file: what speaks against it, and its usual cost where its fee is known."""

    partner: PartnerFact
    match: Match
    cost: Cost | None


@dataclass(frozen=True, slots=True)
class HelpShown:
    """Everything about outside help for one file."""

    closing: Closing
    help: Help
    offered: tuple[Offered, ...]
    running: PlacementFact | None


def help_for(act: Act, customer_id: int, *, currency: str = "") -> HelpShown | None:
    """What is known, as the page of help shows it; None for a customer that is not one of ours."""
    found = closing_of(act, customer_id, currency=currency)
    if found is None:
        return None
    wanted = Wanted(found.file.customer.country, _language(found))
    chance = found.advised.agencys if found.advised else Decimal(0)
    offered = [
        Offered(
            partner, match(partner.draft, wanted, today=act.today), _cost(act, partner, found.balance, chance)
        )
        for partner in referral_queries.partners(act.entity_id)
    ]
    offered.sort(key=lambda one: (bool(one.match.against), -(one.cost.net.minor if one.cost else 0)))
    case = found.assessment.case
    running = referral_queries.running_of([customer_id]).get(customer_id, [])
    return HelpShown(
        found,
        help_of(_facts(act, found)),
        tuple(offered),
        next((one for one in running if case and one.case_id == case.id), None),
    )


def _facts(act: Act, found: Closing) -> HelpFacts:
    a, file = found.assessment, found.file
    terms = file.known.house.thresholds.closing
    asked = found.asked
    holds = {hold.kind for hold in a.facts.holds}
    return HelpFacts(
        balance=found.balance,
        least_minor=terms.agency_least_minor,
        days_past_due=days_between(found.items[0].due_on, act.today) if found.items else 0,
        has_refused=has_refused(a.facts.contacts),
        is_plan_b_due=_is_plan_b_due(act, found),
        is_agency_best=found.advised is not None and found.advised.others.way is Way.AGENCY,
        is_disputed=asked is not None and asked.is_disputed,
        is_insolvent=HoldKind.INSOLVENCY in holds,
        is_key=a.is_key,
        open_cases=len(cases_queries.open_cases(act.entity_id)),
        staff=sum(1 for member in creditor_queries.team(act.entity_id) if member.user_id) or None,
    )


def has_refused(contacts: Iterable[PastContact]) -> bool:
    """Whether the last call in which somebody spoke was a refusal (R124)."""
    told = [one for one in contacts if one.outcome not in (None, CallOutcome.NO_ANSWER)]
    return bool(told) and max(told, key=lambda one: one.at).outcome is CallOutcome.REFUSED


def _is_plan_b_due(act: Act, found: Closing) -> bool:
    case = found.assessment.case
    named = plan_b.of_case(case) if case else None
    return bool(named and named.stands and named.due_on and named.due_on <= act.today)


def _cost(act: Act, partner: PartnerFact, amount: Money, chance: Decimal) -> Cost | None:
    fee = fee_in_force(list(partner.fees), act.today)
    if fee is None or fee.fixed.currency != amount.currency:
        return None
    return expected_cost(amount, chance, Quote(fee.success_percent, fee.fixed))


def _language(found: Closing) -> str:
    customer = found.file.customer
    people = customer.contacts.all()
    return next((one.language for one in people if one.is_main and one.language), "fr")
