"""What a message states, and the message itself: facts in, words out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.library import SHIPPED, Library
from encours.ground.wording.stages import Stage

Told = str | int | date | Money
"""A fact that a message names besides its invoices; amounts and dates count as those of the books."""


@quick_dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One due date as the message states it: `open` is what is asked for it.

    `received` is money that came in on it already, credit notes left out. `has_copy`: a copy of
    the invoice travels with the message.
    """

    number: str
    issued_on: date
    due_on: date
    open: Money
    received: Money | None = None
    has_copy: bool = False


@quick_dataclass(frozen=True, slots=True)
class Sender:
    """Who signs, for which company, and the number on which they answer."""

    name: str
    company: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PaymentThanked:
    """Money a thank-you is for. `is_date_kept`: it came on an agreed day; `is_account_settled`: nothing is open."""

    amount: Money
    received_on: date
    is_date_kept: bool = False
    is_account_settled: bool = False


@quick_dataclass(frozen=True, slots=True)
class Happened:
    """What really took place in the case, by day: our messages, our calls, agreements without payment."""

    messages_on: Sequence[date] = ()
    calls_on: Sequence[date] = ()
    broken_on: Sequence[date] = ()


@quick_dataclass(frozen=True, slots=True)
class Attached:
    """A file that travels with a message: its name and its size in bytes."""

    name: str
    size: int


@quick_dataclass(frozen=True, slots=True)
class ComposeFacts:
    """All that one message states. What is not known stays empty, and is then not said.

    `lines` are the invoices it is about; `statement` all open lines of the account, when the step
    wants them listed or the template is a statement. `last_message_on` is our last message about
    them. `next_step_on` is a day we announce, to call or else to write. `schedule` are the payments of
    a plan; `page` is the address of the customer's own page; `told` are the other facts that the
    template names, by placeholder; `also` what else is true.
    """

    template: str
    language: str
    customer: str
    sender: Sender
    today: date
    lines: Sequence[InvoiceLine] = ()
    statement: Sequence[InvoiceLine] = ()
    contact: str = ""
    iban: str = ""
    last_message_on: date | None = None
    next_step_on: date | None = None
    next_step_is_call: bool = False
    is_light: bool = False
    offers_options: bool = False
    has_policy: bool = False
    payment: PaymentThanked | None = None
    register: Register = Register.VOUS
    happened: Happened | None = None
    schedule: Sequence[tuple[date, Money]] = ()
    attached: Sequence[Attached] = ()
    told: Mapping[str, Told] = field(default_factory=dict)
    also: frozenset[Fact] = frozenset()
    texts: Library = SHIPPED
    page: str = ""


@quick_dataclass(frozen=True, slots=True)
class Draft:
    """A message in its words, ready to be looked at or queued."""

    subject: str
    text: str
    html: str
    language: str
    stage: Stage
    template: str
    version: int
    register: Register = Register.VOUS
