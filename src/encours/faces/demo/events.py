"""What happened besides the books, as plain data: to be replayed through the actions that users have."""

from dataclasses import dataclass
from datetime import date, datetime

from encours.faces.demo.company import ACCOUNTS
from encours.ground.kernel.money import Money
from encours.method.agreements.rules.words import AgreementState, OwnPromiseKind
from encours.method.cases.rules.contact import CallOutcome, Channel, HoldKind, Occasion
from encours.method.cases.rules.words import CaseReason
from encours.method.insight.rules.payer import Observed
from encours.method.strategy.rules.step import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened with a customer (its code) at an aware instant, noted by a login."""

    customer: str
    at: datetime
    by: str = ACCOUNTS


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """A message of ours that left. `level` is the key of the step in its procedure, empty beside the ladder.

    `template` is its number in the method; `invoices` are numbers of ours; `deadline_on` is a date it named.
    """

    level: str
    stage: Stage
    template: str
    invoices: tuple[str, ...]
    channel: Channel = Channel.EMAIL
    occasion: Occasion = Occasion.LADDER
    deadline_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBounced(Event):
    """A message came back: the address no longer exists."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNoted(Event):
    """A call of ours. `level` as in a message; `words` is the reason as the customer said it."""

    level: str = "call_1"
    person: str
    outcome: CallOutcome
    note: str
    next_step: str
    next_on: date | None = None
    reason: CaseReason | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(Event):
    """Something from the customer; `read_at` is None while nobody has read it."""

    channel: Channel
    text: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade(Event):
    """An amount promised for a day. `accepted_at` is the written trace, None without one.

    `ended` says how it ended; None: it is for the night to judge.
    """

    amount: Money
    promised_for: date
    person: str
    source: str
    accepted_at: datetime | None = None
    acceptance: str = ""
    ended: AgreementState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOwed(Event):
    """Something we promised the customer and have not done."""

    kind: OwnPromiseKind
    what: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRaised(Event):
    """An amount of one invoice (its number) that the customer contests."""

    invoice: str
    disputed: Money
    subject: str
    answer_due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(Event):
    """Nobody contacts the customer up to `until_on`, included."""

    kind: HoldKind
    reason: str
    until_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FactObserved(Event):
    """A fact that weighs on the type, with its source."""

    fact: Observed
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeConfirmed(Event):
    """The owner has read the evidence and confirmed that the customer avoids paying."""

    grounds: str
