"""The yearly review: figures gathered, the team's votes, at most two proposed, a relationship ended with notice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import waivers as waiver_queries
from encours.flows.case_words import register_of
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import gather, house_of
from encours.flows.service_message import Addressed, service_draft
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock, at, days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.months import add_months, months_since
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.rules.words import ON_TIME
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, PastContact
from encours.method.cases.rules.holds import ENDS_AGREEMENTS
from encours.method.disputes import queries as disputes_queries
from encours.method.disputes.rules.words import DisputeOutcome
from encours.method.insight import actions as insight_actions
from encours.method.insight.actions import LineDraft
from encours.method.insight.queries.review import LineFact, ReviewFact, latest_review, lines_of
from encours.method.insight.rules.yearly_review import (
    Exclusion,
    Parting,
    ReviewDecision,
    Reviewed,
    ReviewTerms,
    ServiceCost,
    Worked,
    cost_of,
    notice_ends_on,
    problem_of_parting,
)
from encours.method.outreach.queries.by_step import by_step_keys
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import ComposeFacts, Told
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.thresholds import thresholds_now

TEMPLATE = "T25"
MOST_LOOKED_AT = 12
"""So many customers are looked at: those that cost most."""
_UPHELD = frozenset({DisputeOutcome.UPHELD, DisputeOutcome.PARTLY})
_MIDNIGHT = time.min
_NOT_HERE = Reason(N_("Cette ligne n'est pas dans la revue en cours."))


@dataclass(frozen=True, slots=True)
class Meeting:
    """A review with its customers as the rules read them, and the kept facts beside."""

    review: ReviewFact
    lines: tuple[Reviewed, ...]
    kept: tuple[LineFact, ...]


@dataclass(frozen=True, slots=True)
class Farewell:
    """What the owner fills in to end a relationship: the notice, the alternative, the orders still open."""

    parting: Parting
    supplier: str = ""
    orders: str = ""


def is_due(act: Act) -> bool:
    """Whether a review is to be opened: a year since the last one, or none yet and a year of customers."""
    last = latest_review(act.entity_id)
    if last is not None:
        return act.today >= add_months(last.opened_on, 12)
    return bool(receivables_queries.buyers_before(act.entity_id, add_months(act.today, -12)))


@transaction.atomic
def open_review(act: Act) -> int | Refused:
    """Opens the review of this year with the customers that cost most."""
    terms, currency = thresholds_now(act).review, creditor_queries.entity(act.entity_id).currency
    found = [_draft(one, act, terms) for one in _worked(act, currency)]
    found.sort(key=lambda line: line.cost.minor, reverse=True)
    return insight_actions.open_review(act, year=act.today.year, lines=found[:MOST_LOOKED_AT])


def meeting(act: Act) -> Meeting | None:
    """The last review with its lines; None before the first one."""
    review = latest_review(act.entity_id)
    if review is None:
        return None
    kept = tuple(lines_of(review.id, actor=act.actor))
    return Meeting(review, tuple(_reviewed(act, kept)), kept)


@transaction.atomic
def decide(act: Act, *, line_id: int, decision: ReviewDecision) -> Refused | None:
    """The owner decides something short of parting; payment with the order holds from today."""
    found = meeting(act)
    kept = next((one for one in found.kept if one.id == line_id), None) if found else None
    if kept is None:
        return Refused(_NOT_HERE)
    insight_actions.decide_line(act, line_id=line_id, decision=decision)
    if decision is ReviewDecision.PREPAY:
        receivables_actions.set_prepaying(act, customer_id=kept.customer_id, since=act.today)
    return None


@transaction.atomic
def part(act: Act, *, line_id: int, farewell: Farewell) -> int | Refused | None:
    """The owner ends a relationship: its letter waits to be read. Returns the message's id, None without an address.

    Refused where the review does not propose it, without notice, or without another way looked at first.
    """
    found, terms = meeting(act), thresholds_now(act).review
    one = next((x for x in found.lines if x.id == line_id), None) if found else None
    kept = next((x for x in found.kept if x.id == line_id), None) if found else None
    if found is None or one is None or kept is None:
        return Refused(_NOT_HERE)
    earliest = notice_of(act, kept.customer_id)
    refused = problem_of_parting(one, found.lines, farewell.parting, earliest=earliest, terms=terms)
    if refused:
        return refused
    insight_actions.decide_line(
        act, line_id=line_id, decision=ReviewDecision.PART, ends_on=farewell.parting.ends_on
    )
    return _letter(act, kept, farewell)


def notice_of(act: Act, customer_id: int) -> date:
    """The first day on which a relationship may end with a fair notice."""
    since = receivables_queries.customers_by_id([customer_id])[customer_id].since_on
    return notice_ends_on(since, act.today, thresholds_now(act).review)


@dataclass(frozen=True, slots=True)
class _Year:
    customer_id: int
    revenue: Money
    since_on: date | None
    worked: Worked
    disputes: int
    upheld: int


def _worked(act: Act, currency: str) -> list[_Year]:
    """What the customers chased in the last twelve months brought and took."""
    since = add_months(act.today, -12)
    ids = sorted(
        set(cases_queries.closed_since(act.entity_id, since))
        | {case.customer_id for case in cases_queries.open_cases(act.entity_id)}
    )
    zone = creditor_queries.entity(act.entity_id).time_zone
    contacts = cases_queries.past_contacts(ids, since=at(since, _MIDNIGHT, zone))
    late = _lateness(act, ids, since, currency)
    revenue = receivables_queries.invoiced_to(ids, since, act.today)
    disputes = disputes_queries.disputes_of(ids)
    waived = waiver_queries.waived_of(ids)
    customers = receivables_queries.customers_by_id(ids)
    found = []
    for customer in ids:
        own = [d for d in disputes.get(customer, []) if d.reported_on >= since]
        upheld = sum(d.outcome in _UPHELD for d in own)
        lost = [w for w in waived.get(customer, []) if w.on >= since and w.amount.currency == currency]
        worked = replace(
            _counted(contacts.get(customer, [])),
            late_days_minor=late.get(customer, 0),
            groundless=sum(d.outcome is DisputeOutcome.GROUNDLESS for d in own),
            losses_minor=sum(one.amount.minor for one in lost),
        )
        bought = Money(revenue.get((customer, currency), 0), currency)
        found.append(_Year(customer, bought, customers[customer].since_on, worked, len(own), upheld))
    return found


def _counted(contacts: Sequence[PastContact]) -> Worked:
    ours = [c for c in contacts if c.direction is Direction.OUTBOUND]
    spoken = sum(c.channel in {Channel.PHONE, Channel.VISIT} for c in ours)
    emotional = sum(c.outcome is CallOutcome.EMOTIONAL for c in contacts)
    return Worked(calls=spoken, messages=len(ours) - spoken, emotional=emotional)


def _lateness(act: Act, ids: Iterable[int], since: date, currency: str) -> dict[int, int]:
    """For each customer, amounts times the days they were late within the year."""
    found: dict[int, int] = {}
    for customer, rows in receivables_queries.paid_invoices_of(act.entity_id, ids, since=since).items():
        own = [row for row in rows if row.currency == currency and row.closed_on > row.due_on]
        found[customer] = sum(
            row.amount_minor * days_between(max(row.due_on, since), row.closed_on) for row in own
        )
    for customer, items in receivables_queries.open_items_of(ids, entity_id=act.entity_id).items():
        late = [i for i in items if i.currency == currency and i.due_on < act.today]
        days = sum(i.open_minor * days_between(max(i.due_on, since), act.today) for i in late)
        found[customer] = found.get(customer, 0) + days
    return found


def _draft(one: _Year, act: Act, terms: ReviewTerms) -> LineDraft:
    currency = one.revenue.currency
    cost: ServiceCost = cost_of(one.worked, currency, terms)
    return LineDraft(
        customer_id=one.customer_id,
        margin=Money(one.revenue.minor * terms.margin_percent // 100, currency),
        cost=cost.total,
        months=months_since(one.since_on, act.today),
        disputes=one.disputes,
        upheld=one.upheld,
        parts={
            "chasing": cost.chasing.minor,
            "lateness": cost.lateness.minor,
            "disputes": cost.disputes.minor,
            "emotional": cost.emotional.minor,
            "losses": cost.losses.minor,
        },
    )


def _reviewed(act: Act, kept: Sequence[LineFact]) -> list[Reviewed]:
    ids = [line.customer_id for line in kept]
    names = receivables_queries.customers_by_id(ids)
    promises = agreements_queries.promises_of(ids)
    holds = cases_queries.standing_holds(ids, today=act.today)
    found = []
    for line in kept:
        why = {Exclusion.BOUND} if line.is_bound else set()
        if any(p.state in ON_TIME for p in promises.get(line.customer_id, [])):
            why.add(Exclusion.ON_TIME)
        if any(hold.kind in ENDS_AGREEMENTS for hold in holds.get(line.customer_id, [])):
            why.add(Exclusion.HELD)
        found.append(
            Reviewed(
                id=line.id,
                name=names[line.customer_id].name,
                margin=line.margin,
                cost=line.cost,
                votes=line.votes,
                months=line.months,
                disputes=line.disputes,
                upheld=line.upheld,
                exclusions=frozenset(why),
            )
        )
    return found


def _letter(act: Act, kept: LineFact, farewell: Farewell) -> int | None:
    """T25 for the owner to read before it leaves; None where there is nobody to write to."""
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, [kept.customer_id])
    customer = known.customers[kept.customer_id]
    contact, drafting = contact_for(customer, Channel.EMAIL), Drafting.of(house)
    if contact is None:
        return None
    told: dict[str, Told] = {"end_date": farewell.parting.ends_on}
    told |= {"supplier": farewell.supplier.strip()} if farewell.supplier.strip() else {}
    told |= {"open_orders": farewell.orders.strip()} if farewell.orders.strip() else {}
    words = compose(
        ComposeFacts(
            template=TEMPLATE,
            language=contact.language or customer.language,
            customer=customer.name,
            sender=plain_sender(house),
            today=house.today,
            contact=contact.name,
            told=told,
            register=register_of(customer),
            texts=drafting.texts,
        )
    )
    if isinstance(words, Refused):
        return None
    to = Addressed(
        customer=customer,
        contact=contact,
        items=(),
        level="parting",
        key=f"parting/{kept.id}",
        reason=Reason(N_("Fin de la relation, décidée à la revue annuelle")),
        currency=kept.margin.currency,
    )
    draft = replace(service_draft(drafting, words, to), mode=Mode.TO_CONFIRM)
    drafting.queue(act, [draft])
    made = by_step_keys(act.entity_id, [draft.step_key]).get(draft.step_key)
    return made[0] if made else None


@transaction.atomic
def vote(act: Act, *, line_id: int, stress: int) -> Refused | None:
    """How much a customer weighs on the person who votes."""
    return insight_actions.vote(act, line_id=line_id, stress=stress)


@transaction.atomic
def correct(act: Act, *, line_id: int, margin: Money, is_bound: bool) -> Refused | None:
    """The owner says the true margin of a customer."""
    return insight_actions.correct_line(act, line_id=line_id, margin=margin, is_bound=is_bound)


@transaction.atomic
def hold(act: Act, *, review_id: int) -> Refused | None:
    """The meeting took place."""
    return insight_actions.hold_review(act, review_id=review_id)
