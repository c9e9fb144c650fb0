"""All that a review reads, gathered for many customers: each room is asked once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity, Member
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Customer
from encours.books.receivables.queries import PaidInvoice
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.legal.barred import barred_dues
from encours.flows.review.portfolio import house_figures, year_before
from encours.ground.kernel.business_days import Period
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.money import Money, exponent_of
from encours.ground.kernel.months import add_months
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.queries.plan_bs import plan_bs_of
from encours.method.agreements.rules.plan_b import PlanB
from encours.method.agreements.rules.promise import Promise
from encours.method.calls import queries as calls_queries
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import CaseFact, StandingHold
from encours.method.cases.rules.contact import PastContact
from encours.method.disputes import queries as disputes_queries
from encours.method.inbox import queries as inbox_queries
from encours.method.insight import queries as insight_queries
from encours.method.insight.rules.debtor_type import AvoidsConfirmation
from encours.method.insight.rules.house_figures import HouseFigures
from encours.method.insight.rules.payer import Observation
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.queries.grounds import grounds_of
from encours.method.outreach.rules.grounds import Known
from encours.method.outreach.rules.restraint import PassedOver
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.queries import Progress
from encours.method.strategy.rules.ladders import Ladders
from encours.method.strategy.rules.thresholds import MethodThresholds
from encours.method.strategy.thresholds import thresholds_of

Pair = tuple[int, str]
"""A customer and a currency: what is decided is decided in each currency by itself."""
HISTORY_MONTHS = 36
CONTACT_DAYS = 400


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for every customer of an entity on a day."""

    entity: Entity
    team: tuple[Member, ...]
    accounts: tuple[creditor_queries.Account, ...]
    closed: tuple[Period, ...]
    rates: dict[str, Decimal]
    cash_known_to: date | None
    today: date
    now: datetime
    figures: HouseFigures
    ladders: Ladders
    thresholds: MethodThresholds
    passed_over: dict[int, PassedOver]
    grounds: dict[int | None, Known] = field(default_factory=dict)

    def in_our_currency(self, amount: Money) -> Money | None:
        """An amount in the entity's own currency, by the rate of the day; None without a rate."""
        if amount.currency == self.entity.currency:
            return amount
        rate = self.rates.get(amount.currency)
        return _exchanged(amount, rate, self.entity.currency) if rate else None

    def ceiling_in(self, currency: str) -> int | None:
        """From which amount on, in minor units of a currency, a person confirms; any amount without a rate."""
        if self.entity.ceiling_minor is None:
            return None
        rate = self.rates.get(currency)
        ceiling = Money(self.entity.ceiling_minor, self.entity.currency)
        return _exchanged(ceiling, 1 / rate, currency).minor if rate else 0


def _exchanged(amount: Money, rate: Decimal, currency: str) -> Money:
    shift = exponent_of(currency) - exponent_of(amount.currency)
    minor = (amount.minor * rate).scaleb(shift).to_integral_value(ROUND_HALF_UP)
    return Money(int(minor), currency)


@dataclass(frozen=True, slots=True)
class PayerFacts:
    """What says how some customers pay, by customer id unless said otherwise."""

    house: House
    items: dict[int, list[OpenItem]]
    paid: dict[int, list[PaidInvoice]]
    part_paid: dict[int, list[tuple[date, int]]]
    contacts: dict[int, list[PastContact]]
    holds: dict[int, list[StandingHold]]
    promises: dict[int, list[Promise]]
    disputes: dict[int, list[disputes_queries.DisputeFact]]
    notes: dict[int, list[calls_queries.CallFact]]
    confirmations: dict[int, AvoidsConfirmation]
    observations: dict[int, tuple[Observation, ...]]
    reminded: dict[int, list[datetime]]


@dataclass(frozen=True, slots=True)
class Gathered(PayerFacts):
    """All the facts of some customers, by customer id unless said otherwise."""

    customers: dict[int, Customer]
    free: dict[tuple[int, str], int]
    ever_paid: set[int]
    revenue_12m: dict[tuple[int, str], int]
    cases: dict[tuple[int, str], CaseFact]
    case_ids: dict[int, list[int]]
    unanswered: dict[int, int]
    own: dict[int, list[agreements_queries.OwnPromiseFact]]
    plan_bs: dict[int, list[PlanB]]
    disputed: dict[int, int]
    unread: dict[int, list[inbox_queries.InboundFact]]
    progress: dict[int, Progress]
    mentioned: set[int]
    barred: frozenset[int]
    pending: dict[int, list[outreach_queries.PendingMessage]]
    last_templates: dict[int, str]
    told_policy: set[int]
    threads: dict[int, list[str]]

    def without_messages(self, message_ids: Collection[int]) -> "Gathered":
        """The same facts where some prepared messages do not stand in the way."""
        left = {
            customer: [m for m in found if m.id not in message_ids]
            for customer, found in self.pending.items()
        }
        return replace(self, pending=left)


def house_of(entity_id: int, today: date, clock: Clock) -> House:
    """What the whole entity has in common on a day."""
    at_hand = house_at_hand(entity_id, today, clock)
    return replace(at_hand, figures=house_figures(at_hand.entity, today))


def house_at_hand(entity_id: int, today: date, clock: Clock) -> House:
    """The same without what is computed from all the invoices."""
    entity = creditor_queries.entity(entity_id)
    return House(
        entity=entity,
        team=tuple(creditor_queries.team(entity_id)),
        accounts=tuple(creditor_queries.accounts(entity_id)),
        closed=creditor_queries.closed_periods(entity_id),
        rates={**creditor_queries.rates(entity_id, today), entity.currency: Decimal(1)},
        cash_known_to=receivables_queries.cash_known_to(entity_id),
        today=today,
        now=clock.now(),
        figures=HouseFigures(),
        ladders=strategy_queries.ladders_of(entity_id),
        thresholds=thresholds_of(entity_id, currency=entity.currency),
        passed_over={
            x.customer_id: x for x in outreach_queries.passed_over(entity_id, since=today, until=today)
        },
        grounds=grounds_of(entity_id),
    )


def with_numbers_of(house: House, at: datetime) -> House:
    """The same entity with the thresholds of a past instant, for a day that is computed again."""
    entity = house.entity
    return replace(house, thresholds=thresholds_of(entity.id, currency=entity.currency, at=at))


def house_anew(house: House, clock: Clock) -> House:
    """The same entity a moment later: all is read again but the figures of the whole portfolio."""
    return replace(house_at_hand(house.entity.id, house.today, clock), figures=house.figures)


def gather(house: House, customer_ids: Sequence[int], *, without_messages: Sequence[int] = ()) -> Gathered:
    """The facts of some customers: as many statements for one as for a thousand.

    without_messages: messages about to leave, which do not stand in their own way.
    """
    ids, today = list(customer_ids), house.today
    payers, cases = gather_payers(house, ids), _open_cases(ids)
    case_ids = [case.id for case in cases.values()]
    last_paid = _last_payments(cases, payers.items, payers.part_paid, payers.paid)
    customers = receivables_queries.customers_by_id(ids)
    return Gathered(
        **{field.name: getattr(payers, field.name) for field in fields(PayerFacts)},
        customers=customers,
        free=receivables_queries.free_credits_of(ids),
        ever_paid=receivables_queries.first_invoice_paid(ids),
        revenue_12m=receivables_queries.invoiced_to(ids, *year_before(today)),
        cases=cases,
        case_ids=_case_ids(cases),
        unanswered=_unanswered(house, cases, last_paid),
        own=agreements_queries.own_of(ids),
        plan_bs=plan_bs_of(ids),
        disputed=disputes_queries.not_asked_for(chain.from_iterable(payers.disputes.values()), today=today),
        unread=inbox_queries.unread_of(ids),
        progress=strategy_queries.progress_of(case_ids),
        mentioned=outreach_queries.mentioned_open_dues(ids),
        barred=barred_dues(house.entity, today, customers, payers.items, payers.part_paid),
        pending=outreach_queries.pending_of(ids, without=without_messages),
        last_templates=outreach_queries.last_templates_of(ids),
        told_policy=outreach_queries.told_policy(ids),
        threads=outreach_queries.thread_of(ids),
    )


def gather_payers(house: House, customer_ids: Sequence[int]) -> PayerFacts:
    """What says how some customers pay: as many statements for one as for a thousand."""
    ids, today, entity_id = list(customer_ids), house.today, house.entity.id
    items = receivables_queries.open_items_of(ids, entity_id=entity_id)
    return PayerFacts(
        house=house,
        items=items,
        paid=receivables_queries.paid_invoices_of(entity_id, ids, since=add_months(today, -HISTORY_MONTHS)),
        part_paid=receivables_queries.parts_paid_of(chain.from_iterable(items.values())),
        contacts=cases_queries.past_contacts(ids, since=house.now - timedelta(days=CONTACT_DAYS)),
        holds=cases_queries.standing_holds(ids, today=today),
        promises=agreements_queries.promises_of(ids),
        disputes=disputes_queries.disputes_of(ids),
        notes=calls_queries.notes_of(ids),
        confirmations=insight_queries.confirmations_of(ids),
        observations=insight_queries.observations_of(ids),
        reminded=outreach_queries.reminder_times_of(ids),
    )


def _unanswered(house: House, cases: dict[Pair, CaseFact], paid_on: dict[int, date]) -> dict[int, int]:
    ids = [case.id for case in cases.values()]
    return cases_queries.unanswered_of(ids, zone=house.entity.time_zone, paid_on=paid_on)


def _last_payments(
    cases: dict[Pair, CaseFact],
    items: dict[int, list[OpenItem]],
    part_paid: dict[int, list[tuple[date, int]]],
    paid: dict[int, list[PaidInvoice]],
) -> dict[int, date]:
    """The day of the customer's last payment on an invoice, by case, where there was one."""
    last: dict[int, date] = {}
    for customer, closed in paid.items():
        for on in (on for invoice in closed for on, _minor in invoice.payments):
            last[customer] = max(on, last.get(customer, on))
    for customer, found in items.items():
        for on in (on for item in found for on, _minor in part_paid.get(item.due_id, ())):
            last[customer] = max(on, last.get(customer, on))
    return {case.id: last[case.customer_id] for case in cases.values() if case.customer_id in last}


def _case_ids(cases: dict[Pair, CaseFact]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for (customer, _currency), case in cases.items():
        found[customer].append(case.id)
    return dict(found)


def _open_cases(customer_ids: Sequence[int]) -> dict[tuple[int, str], CaseFact]:
    found = cases_queries.open_cases_of(customer_ids)
    return {(case.customer_id, case.currency): case for cases in found.values() for case in cases}
