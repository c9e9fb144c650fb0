"""What the words of a step need of its case besides the invoices: agreements, what took place, dates."""

from collections.abc import Iterable
from datetime import date, timedelta

from encours.books.receivables.models import Customer
from encours.books.receivables.rules.party import CustomerKind
from encours.flows.review.assess import Assessment
from encours.flows.review.gathered import Gathered
from encours.ground.kernel.business_days import add_business_days
from encours.ground.kernel.clock import at, local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.say import say
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.stages import Stage
from encours.method.agreements.queries.plan_bs import in_force
from encours.method.agreements.rules.plan_b import PLAN_B_SENTENCES
from encours.method.agreements.rules.promise import Promise
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, PastContact
from encours.method.insight.rules.payer import Observed
from encours.method.outreach.rules.message_facts import Happened, Told
from encours.method.strategy.rules.step import Exit, Level

_WRITTEN = frozenset({Channel.EMAIL, Channel.LETTER})
_NOT_SPOKEN = frozenset(
    {CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL_LEFT, CallOutcome.WRONG_NUMBER, CallOutcome.SOMEONE_ELSE}
)
_BROKEN = frozenset({AgreementState.BROKEN, AgreementState.BROKEN_THEN_PAID})
_MOST_QUOTED = 4
"""A letter quotes the last contacts, not all of them."""
AGREED_STAGES = frozenset({Stage.PROMISE_REMINDER, Stage.BROKEN_PROMISE})


def register_of(customer: Customer) -> Register:
    """How a customer is addressed."""
    return Register(customer.register)


def told_of(known: Gathered, a: Assessment, level: Level) -> dict[str, Told]:
    """What a step names besides its invoices, as far as the case knows it."""
    told: dict[str, Told] = {}
    if level.stage in AGREED_STAGES and (promise := promise_of(known, a, level.stage)):
        told |= {
            "agreement_date": promise.accepted_on or promise.asked_on,
            "agreed_amount": promise.amount,
            "agreed_date": promise.promised_for,
        }
    if Exit.PLAN_B_DATE in level.exits:
        told |= _plan_b_told(known, a, level)
    if level.deadline_days:
        told["deadline_date"] = known.house.today + timedelta(days=level.deadline_days)
        customer = known.customers[a.customer_id]
        if customer.term_days and customer.kind == CustomerKind.BUSINESS.value:
            told["terms_days"] = customer.term_days
    return told


def _plan_b_told(known: Gathered, a: Assessment, level: Level) -> dict[str, Told]:
    """What a step says of plan B: only one that is ready, and the day after the deadline. Source: R104, ruling 2."""
    plan_b = in_force(known.plan_bs.get(a.customer_id, ()), a.case.id) if a.case else None
    if plan_b is None or not plan_b.is_ready or not level.deadline_days:
        return {}
    house, customer = known.house, known.customers[a.customer_id]
    ends = plan_b.due_on or house.today + timedelta(days=level.deadline_days)
    text = PLAN_B_SENTENCES[plan_b.measure]
    overdue = a.balance.overdue
    least = Money(-(-overdue.minor * _LEAST_PERCENT // 100), overdue.currency)
    return {
        "plan_b_sentence": say(Reason(text, partner=plan_b.words.strip()), customer.language).replace(
            "  ", " "
        ),
        "plan_b_date": add_business_days(ends, 1, house.entity.country, house.entity.region),
        "required_amount": least,
    }


_LEAST_PERCENT = 30
"""What is expected at least before plan B, of what is late. Source: method 2e, second row."""


def also_true(known: Gathered, a: Assessment) -> frozenset[Fact]:
    """What else chooses the words: a hardship told in this case, a private person."""
    found = set()
    if is_hardship_told(known, a.customer_id, since=a.case.opened_on if a.case else known.house.today):
        found.add(Fact.HARDSHIP)
    if known.customers[a.customer_id].kind == CustomerKind.CONSUMER.value:
        found.add(Fact.CONSUMER)
    return frozenset(found)


def is_hardship_told(known: Gathered, customer_id: int, *, since: date) -> bool:
    """Whether a customer told of a hardship since a day: every word to them hears it first."""
    told = known.observations.get(customer_id, ())
    return any(o.fact is Observed.HARDSHIP and o.on >= since for o in told)


def happened_in(known: Gathered, a: Assessment) -> Happened:
    """Our messages and calls of this case that really took place, and the agreements without payment (ruling 3)."""
    zone = known.house.entity.time_zone
    if a.case is None:
        return Happened()
    start = at(a.case.opened_on, known.house.entity.send_from.min, zone)
    ours = [
        c
        for c in known.contacts.get(a.customer_id, [])
        if c.direction is Direction.OUTBOUND and start <= c.at <= known.house.now
    ]
    promises = known.promises.get(a.customer_id, [])
    return Happened(
        messages_on=_last(local_date(c.at, zone) for c in ours if c.channel in _WRITTEN),
        calls_on=_last(local_date(c.at, zone) for c in ours if _is_conversation(c)),
        broken_on=_last(
            p.accepted_on or p.asked_on for p in promises if p.case_id == a.case.id and p.state in _BROKEN
        ),
    )


def promise_of(known: Gathered, a: Assessment, stage: Stage) -> Promise | None:
    """The promise that a step is about: the next one to come, or the last one without payment."""
    own = [p for p in known.promises.get(a.customer_id, []) if p.amount.currency == a.currency]
    today = known.house.today
    if stage is Stage.PROMISE_REMINDER:
        coming = [p for p in own if p.state is AgreementState.ACCEPTED and p.promised_for >= today]
        return min(coming, key=lambda p: p.promised_for, default=None)
    broken = [p for p in own if p.state is AgreementState.BROKEN]
    return max(broken, key=lambda p: p.promised_for, default=None)


def _is_conversation(contact: PastContact) -> bool:
    return contact.channel is Channel.PHONE and contact.outcome not in _NOT_SPOKEN


def _last(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(days))[-_MOST_QUOTED:])
