"""What an import will write: drafts with their customer, and which due date each credit pays."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from encours.books.interchange.formats.issues import Issue
from encours.books.interchange.rules.books import Who
from encours.books.receivables.rules.drafts import (
    ContactDraft,
    CreditNoteDraft,
    CustomerDraft,
    InvoiceDraft,
    PaymentDraft,
)

UNKNOWN_YET = 0
"""The customer id in a draft whose customer is new; the flow puts the true one there."""


@dataclass(frozen=True, slots=True)
class NewDue:
    """A due date that does not exist yet: the debit's place in the plan, and its own in the debit."""

    debit: int
    place: int


@dataclass(frozen=True, slots=True)
class PaymentRef:
    """A payment: its place in the plan, or its id in the books."""

    place: int
    is_booked: bool


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A credit note: its place in the plan, or its id in the books."""

    place: int
    is_booked: bool


DueRef = int | NewDue
CreditRef = PaymentRef | NoteRef


@dataclass(frozen=True, slots=True)
class Settling:
    """Part of a credit that pays a due date."""

    credit: CreditRef
    due: DueRef
    minor: int
    on: date


@dataclass(slots=True)
class OpenPart:
    """A due date as allocation sees it: what is left of it while credits are spent."""

    ref: DueRef
    who: Who
    currency: str
    number: str
    issued_on: date
    due_on: date
    left: int


@dataclass(slots=True)
class Credit:
    """A credit as allocation sees it. `named` are the invoices it names, with the part for them."""

    ref: CreditRef
    who: Who
    currency: str
    on: date
    left: int
    line: int | None = None
    named: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    is_booked: bool = False


@dataclass(slots=True, kw_only=True)
class Sheet:
    """The plan while it is made. `*_by_key` find what a record of the file became.

    `refused_numbers` are invoices left out: what the same row tells paid is left out with them.
    `pools` are items brought forward that the books know as single invoices: a payment of one pays
    the oldest of that customer. `due_dates` replace those that were assumed, by due date.
    """

    debits: list[tuple[Who, InvoiceDraft]] = field(default_factory=list)
    notes: list[tuple[Who, CreditNoteDraft]] = field(default_factory=list)
    payments: list[tuple[Who, PaymentDraft]] = field(default_factory=list)
    parts_by_key: dict[str, list[OpenPart]] = field(default_factory=dict)
    credit_by_key: dict[str, Credit] = field(default_factory=dict)
    pools: dict[str, tuple[Who, str, date]] = field(default_factory=dict)
    refused_numbers: set[str] = field(default_factory=set)
    due_dates: dict[int, date] = field(default_factory=dict)
    accepted: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    sums: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejected: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    def count(self, what: str, *, total: str, currency: str, minor: int, is_known: bool) -> None:
        """Counts one record, as new or as known, and adds it to its total."""
        (self.known if is_known else self.accepted)[what] += 1
        self.sums[total, currency] += minor

    def add_debit(self, who: Who, draft: InvoiceDraft, *keys: str) -> list[OpenPart]:
        """A debit to write; its due dates are open from now on."""
        place = len(self.debits)
        self.debits.append((who, draft))
        parts = [
            OpenPart(NewDue(place, rank), who, draft.currency, draft.number, draft.issued_on, due_on, minor)
            for rank, (due_on, minor) in enumerate(draft.dues)
        ]
        for key in keys:
            self.parts_by_key[key] = parts
        return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that an import will write, and what it says of the file."""

    customers: dict[str, CustomerDraft]
    details: dict[int, dict[str, object]]
    contacts: list[tuple[int, ContactDraft]]
    names: dict[int, dict[str, object]]
    debits: list[tuple[Who, InvoiceDraft]]
    notes: list[tuple[Who, CreditNoteDraft]]
    payments: list[tuple[Who, PaymentDraft]]
    settlings: list[Settling]
    due_dates: dict[int, date]
    accepted: dict[str, int]
    known: dict[str, int]
    sums: Counter[tuple[str, str]]
    rejected: tuple[Issue, ...]
    warnings: tuple[Issue, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        people = (self.customers, self.details, self.contacts, self.names)
        told = (self.debits, self.notes, self.payments, self.settlings, self.due_dates)
        return not any(people) and not any(told)
