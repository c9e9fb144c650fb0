"""What a situation amounts to: one set of facts that every rule of `advise` reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money, total
from encours.ground.law.pack import Library
from encours.method.cases.rules.contact import CallOutcome, HoldKind, PastContact
from encours.method.insight.rules.customer_size import is_first_large, is_key, is_small_for_key
from encours.method.insight.rules.debtor_type import (
    AvoidsConfirmation,
    TypeOpinion,
    classify,
    confirmed_without_features,
)
from encours.method.insight.rules.payer import DebtorType, PayerFeatures
from encours.method.insight.rules.points import TypeThresholds
from encours.method.insight.rules.thresholds import Thresholds
from encours.method.outreach.rules.contact_facts import GuardFacts, HoldFact
from encours.method.outreach.rules.limits import Limits
from encours.method.outreach.rules.pauses import cool_down_ends_on, hold_days
from encours.method.strategy.rules.advise.account import PAYMENTS, laid_out
from encours.method.strategy.rules.advise.barred import is_time_barred
from encours.method.strategy.rules.advise.commitment import Commitments
from encours.method.strategy.rules.advise.commitments import commitments
from encours.method.strategy.rules.advise.contested import Contested, contested
from encours.method.strategy.rules.advise.history import assumed_position, contacts_of, position_of
from encours.method.strategy.rules.advise.owed import Owed, owed
from encours.method.strategy.rules.advise.phrases import Intent, Phrases
from encours.method.strategy.rules.advise.situation import Event, EventKind, Situation
from encours.method.strategy.rules.balance import Balance, OpenItem, balance_on
from encours.method.strategy.rules.ladder_terms import LadderTerms
from encours.method.strategy.rules.position import Position
from encours.method.strategy.rules.procedure_choice import (
    ChoiceFacts,
    choose_procedure,
    is_small_balance,
)
from encours.method.strategy.rules.step import Procedure
from encours.method.strategy.rules.thresholds import DEFAULTS, MethodThresholds

ABOUT_TO = frozenset({EventKind.USER_ACTION, EventKind.DRAFT, EventKind.CALLER_MOOD})
IRRITATED = frozenset({"irritated", "angry", "upset", "furious", "annoyed", "stressed"})


@dataclass(frozen=True, slots=True)
class Kit:
    """What comes with the product: the ladders, steps of events, phrases, the law; and the numbers of an entity."""

    procedures: Mapping[str, Procedure]
    events: Procedure
    phrases: Phrases
    law: Library
    thresholds: MethodThresholds = DEFAULTS


@dataclass(frozen=True, slots=True)
class Reading:
    """A situation, read once."""

    situation: Situation
    kit: Kit
    opinion: TypeOpinion
    items: tuple[OpenItem, ...]
    unallocated: Money
    balance: Balance
    promised: Commitments
    dispute: Contested | None
    owed: Owed
    procedure: Procedure
    position: Position | None
    contacts: tuple[PastContact, ...]
    holds: tuple[HoldFact, ...]
    cool_until: date | None
    is_key: bool
    is_small_for_key: bool
    is_first_large: bool
    open_text: Event | None
    intent: Intent | None
    is_time_barred: bool

    @property
    def thresholds(self) -> MethodThresholds:
        return self.kit.thresholds

    @property
    def today(self) -> date:
        return self.situation.today

    @property
    def features(self) -> PayerFeatures:
        return self.situation.customer.features

    @property
    def open_total(self) -> Money:
        """All that is open, late or not, net of what came in."""
        opened = total((i.open for i in self.items), self.situation.currency)
        return Money(max(0, opened.minor - self.unallocated.minor), self.situation.currency)

    @property
    def is_paid(self) -> bool:
        """Whether there were invoices and nothing of them is left."""
        return bool(self.situation.invoices) and not self.open_total

    @property
    def broken(self) -> int:
        """Broken agreements of this case."""
        told, known = self.situation.context.broken_agreements, self.features
        if told is None:
            told = (known.pb or 0) if (known.n or 0) <= 1 else 0  # one invoice: they are of this case
        return max(self.promised.broken, told)

    @property
    def hardship(self) -> bool:
        return bool(self.features.hardship) or self.intent is Intent.HARDSHIP

    @property
    def guard(self) -> GuardFacts:
        """The customer as the contact guard sees it."""
        customer = self.situation.customer
        return GuardFacts(
            now=self.situation.now,
            country=customer.country,
            region=customer.region,
            time_zone=customer.zone,
            is_business_customer=customer.kind.value != "consumer",
            history=self.contacts,
            holds=self.holds,
            caller_irritated_at=self.caller_irritated_at,
            limits=self.thresholds.guard,
        )

    @property
    def caller_irritated_at(self) -> datetime | None:
        """When the caller said to be irritated, if somebody was."""
        mood = self.last(EventKind.CALLER_MOOD)
        if mood is None or mood.mood not in IRRITATED:
            return None
        return self.situation.now - timedelta(minutes=mood.minutes_ago or 0)

    def held(self, kind: HoldKind) -> HoldFact | None:
        """A hold of a kind that still runs."""
        running = (h for h in self.holds if h.until_on is None or self.today <= h.until_on)
        return next((h for h in running if h.kind is kind), None)

    def last(self, *kinds: EventKind) -> Event | None:
        """The last event of some kinds."""
        return next((e for e in reversed(self.situation.events) if e.kind in kinds), None)

    def is_latest(self, event: Event | None) -> bool:
        """Whether nothing happened after an event; what a user is about to do has not happened yet."""
        happened = (e for e in reversed(self.situation.events) if e.kind not in ABOUT_TO)
        return event is not None and next(happened, None) is event


def read(situation: Situation, kit: Kit) -> Reading:
    """Brings a situation together: type, balance, agreements, dispute, what we owe, ladder, contacts."""
    customer, events = situation.customer, situation.events
    numbers = kit.thresholds
    before = Commitments(promises=numbers.promises, disclosed_days=numbers.closing.disclosed_days)
    told = commitments(events, situation.today, customer, accepts=_accepts(kit.phrases), before=before)
    dispute = contested(situation, numbers.disputes)
    text, intent = _open_text(situation, kit.phrases)
    opinion = _opinion(situation, intent, dispute, numbers.payer)
    items, unallocated = laid_out(situation, told, dispute)
    balance = balance_on(situation.today, items, unallocated)
    key, small, large = _size(situation, balance, numbers.order)
    choice = ChoiceFacts(
        opinion,
        is_small_balance=_is_small(situation, balance, numbers.ladder),
        is_small_for_key=key and small,
        is_first_large=large,
    )
    procedure = kit.procedures[choose_procedure(choice).key]
    contacts = contacts_of(events, procedure, numbers)
    reading = Reading(
        situation=situation,
        kit=kit,
        opinion=opinion,
        items=items,
        unallocated=unallocated,
        balance=balance,
        promised=told,
        dispute=dispute,
        owed=owed(situation, intent, text, numbers),
        procedure=procedure,
        position=position_of(events, procedure, numbers)
        or assumed_position(procedure, situation.today, customer.features),
        contacts=contacts,
        holds=_holds(situation, intent, text, numbers.guard),
        cool_until=None,
        is_key=key,
        is_small_for_key=key and small,
        is_first_large=large,
        open_text=text,
        intent=intent,
        is_time_barred=is_time_barred(situation, kit.law),
    )
    return replace(reading, cool_until=_cool_until(reading))


def _accepts(phrases: Phrases) -> Callable[[str], bool]:
    return lambda text: phrases.intent_of(text) is Intent.ACCEPTANCE


def _opinion(
    situation: Situation, intent: Intent | None, dispute: Contested | None, limits: TypeThresholds
) -> TypeOpinion:
    customer, known = situation.customer, situation.customer.features
    late = [i for i in situation.invoices if i.due_on < situation.today and i.open.minor > 0]
    if known.dpd is None and late:
        known = replace(known, dpd=days_between(min(i.due_on for i in late), situation.today))
    if known.open_invoices is None and late:
        known = replace(known, open_invoices=len(late))
    if any(e.kind is EventKind.INSOLVENCY_PUBLISHED for e in situation.events):
        known = replace(known, insolvency=True)
    recent = situation.today - timedelta(days=limits.part_days)
    if known.partial_30d is None and any(e.kind in PAYMENTS and e.on >= recent for e in situation.events):
        known = replace(known, partial_30d=True)
    if dispute and dispute.is_open:
        known = replace(known, dispute_open=True)
    if intent is Intent.HARDSHIP:
        known = replace(known, hardship=True)
    if customer.confirmed is not DebtorType.AVOIDS:
        return classify(known, limits=limits)
    confirmation = AvoidsConfirmation("advise", situation.today)
    opinion = classify(known, confirmed_avoids=confirmation, limits=limits)
    trusted = opinion.type in {DebtorType.UNKNOWN, DebtorType.NEW} and not (
        known.hardship or known.dispute_open
    )
    return confirmed_without_features(confirmation, limits) if trusted else opinion


def _size(situation: Situation, balance: Balance, limits: Thresholds) -> tuple[bool, bool, bool]:
    customer, known = situation.customer, situation.customer.features
    revenue = customer.revenue_12m.minor if customer.revenue_12m else None
    ours = customer.our_revenue.minor if customer.our_revenue else None
    key = customer.is_key if customer.is_key is not None else is_key(revenue, ours, limits=limits)
    ever_paid = known.ever_paid if known.ever_paid is not None else None if known.n is None else known.n > 0
    if known.partial_30d or any(e.kind in PAYMENTS for e in situation.events):
        ever_paid = True
    median = customer.median_invoice.minor if customer.median_invoice else None
    overdue = balance.overdue.minor
    first = is_first_large(overdue, ever_paid=ever_paid, median_invoice_minor=median, limits=limits)
    return key, is_small_for_key(overdue, revenue, limits=limits), first


def _is_small(situation: Situation, balance: Balance, terms: LadderTerms) -> bool:
    limit = Money(terms.small_balance_minor, situation.currency)
    return bool(balance.actionable) and is_small_balance(balance.overdue, limit=limit)


def _open_text(situation: Situation, phrases: Phrases) -> tuple[Event | None, Intent | None]:
    """The last thing the customer wrote or said to which nothing of ours has answered yet."""
    for event in reversed(situation.events):
        if event.kind in {EventKind.EMAIL_SENT, EventKind.LETTER_SENT}:
            return None, None
        if event.kind is EventKind.INBOUND_EMAIL:
            return event, phrases.intent_of(event.text)
        if event.kind is EventKind.CALL:
            plain = event.outcome in {None, CallOutcome.ANSWERED_NO_PROMISE} and event.text
            return (event, phrases.intent_of(event.text)) if plain else (None, None)
    return None, None


def _holds(
    situation: Situation, intent: Intent | None, text: Event | None, limits: Limits
) -> tuple[HoldFact, ...]:
    found = []
    for event in situation.events:
        kind = _HOLDS.get(event.kind)
        if kind:
            found.append(_hold(kind, event.on, limits))
    if text and intent is Intent.BEREAVEMENT:
        found.append(_hold(HoldKind.BEREAVEMENT, text.on, limits))
    if text and intent is Intent.SERIOUS_EVENT:
        found.append(_hold(HoldKind.SERIOUS_EVENT, text.on, limits))
    if situation.customer.features.insolvency and all(h.kind is not HoldKind.INSOLVENCY for h in found):
        found.append(HoldFact(HoldKind.INSOLVENCY))
    return tuple(found)


_HOLDS = {
    EventKind.BEREAVEMENT: HoldKind.BEREAVEMENT,
    EventKind.INSOLVENCY_PUBLISHED: HoldKind.INSOLVENCY,
    EventKind.AGENCY_PLACED: HoldKind.PLACED,
}


def _hold(kind: HoldKind, on: date, limits: Limits) -> HoldFact:
    days = hold_days(kind, limits)
    return HoldFact(kind, on + timedelta(days=days) if days else None)


def _cool_until(reading: Reading) -> date | None:
    """The first day on which a difficult exchange is over, when that day is still to come."""
    emotional = [e for e in reading.situation.events if e.outcome is CallOutcome.EMOTIONAL]
    if not emotional:
        return None
    free_on = cool_down_ends_on(emotional[-1].on, reading.guard)
    return free_on if reading.today < free_on else None
