"""One situation as somebody tells it: the customer, its invoices, what happened, in order of time."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from encours.books.receivables.rules.party import CustomerKind
from encours.ground.kernel.money import Money
from encours.method.cases.rules.contact import CallOutcome
from encours.method.insight.rules.payer import DebtorType, PayerFeatures


class EventKind(StrEnum):
    """What may have happened (interfaces, advise)."""

    EMAIL_SENT = "email_sent"
    CALL = "call"
    CALL_IN_PROGRESS = "call_in_progress"
    CALLER_MOOD = "caller_mood"
    INBOUND_EMAIL = "inbound_email"
    PROMISE_ACCEPTED = "promise_accepted"
    PROMISE_BROKEN = "promise_broken"
    PLAN_ACCEPTED = "plan_accepted"
    PLAN_BROKEN = "plan_broken"
    INSTALMENT_PAID = "instalment_paid"
    INSTALMENT_MISSED = "instalment_missed"
    PLAN_B_DISCLOSED = "plan_b_disclosed"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_ANSWERED = "dispute_answered"
    OUR_PROMISE = "our_promise"
    PAYMENT = "payment"
    INSOLVENCY_PUBLISHED = "insolvency_published"
    BEREAVEMENT = "bereavement"
    ORDER_REQUEST = "order_request"
    MILESTONE_REACHED = "milestone_reached"
    SCHEDULED_EMAIL = "scheduled_email"
    SCHEDULED_CALL = "scheduled_call"
    DRAFT = "draft"
    LETTER_SENT = "letter_sent"
    VOICEMAIL_LEFT = "voicemail_left"
    PROOF_OF_TRANSFER = "proof_of_transfer"
    PROMISE_MOVED = "promise_moved"
    SETTLEMENT_OFFERED = "settlement_offered"
    SETTLEMENT_ACCEPTED = "settlement_accepted"
    SETTLEMENT_REFUSED = "settlement_refused"
    QUOTE_RECORDED = "quote_recorded"
    AGENCY_PLACED = "agency_placed"
    USER_ACTION = "user_action"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, with the fields of its kind; None is unknown."""

    kind: EventKind
    at: datetime
    on: date
    stage: str = ""
    outcome: CallOutcome | None = None
    is_plan: bool = False
    amount: Money | None = None
    promised_for: date | None = None
    appointment: datetime | None = None
    text: str = ""
    mood: str = ""
    minutes_ago: int | None = None
    written: bool | None = None
    plan_b: str = ""
    due: date | None = None
    done: bool | None = None
    subject: str = ""
    upheld: bool | None = None
    action: str = ""
    has_quote: bool | None = None
    has_consent: bool | None = None


NO_FEATURES = PayerFeatures()


@dataclass(frozen=True, slots=True)
class Customer:
    """What is known of the customer beyond its payments."""

    features: PayerFeatures = NO_FEATURES
    kind: CustomerKind = CustomerKind.BUSINESS
    country: str = "FR"
    region: str = ""
    zone: str = "Europe/Paris"
    since_months: int | None = None
    revenue_12m: Money | None = None
    our_revenue: Money | None = None
    is_key: bool | None = None
    keep: bool | None = None
    confirmed: DebtorType | None = None
    plan_b_ready: bool | None = None
    grade: str = ""
    limit: Money | None = None
    exposure: Money | None = None
    median_invoice: Money | None = None
    median_order: Money | None = None
    median_open_balance: Money | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice as told: `open` is what is left after what was paid."""

    number: str
    amount: Money
    open: Money
    due_on: date
    disputed: Money | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds the situation; None is unknown."""

    has_collection_team: bool | None = None
    relation_ending: bool | None = None
    file_complete: bool | None = None
    quote_recorded: bool | None = None
    time_barred: bool | None = None
    broken_agreements: int | None = None
    reasons_asked: bool | None = None
    policy_sent: bool | None = None
    promise_reminder: bool | None = None


NOBODY, NO_CONTEXT = Customer(), Context()


@dataclass(frozen=True, slots=True)
class Situation:
    """A customer, its invoices and the events so far, on a day at an hour."""

    now: datetime
    today: date
    currency: str
    customer: Customer = NOBODY
    invoices: tuple[Invoice, ...] = ()
    events: tuple[Event, ...] = ()
    context: Context = NO_CONTEXT


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The whole business: is it time for outside help (2j)?"""

    open_cases: int | None = None
    staff: Decimal | None = None
    hours_week: Decimal | None = None
    our_revenue: Money | None = None
    recovered_90d_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One customer in the yearly review (2i); stress is the mean vote from 0 to 3."""

    name: str
    since_months: int | None
    margin: Money
    service_cost: Money
    stress: Decimal
    disputes: int = 0
    upheld: int = 0
