"""What a file says once it is understood: records, without a trace of its format.

Amounts are integers in minor units of the `currency` beside them. `line` is the line of the file,
from 1. `key` names a record inside its file and is the same at the next reading, so that a file
taken in twice changes nothing. What there may be a million of is a tuple: a frozen dataclass takes
four times as long to make.
"""

from collections.abc import Collection, Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple, TypeVar

from encours.books.interchange.formats.issues import Code, Issue, Question, summed
from encours.books.interchange.formats.mapping import Mapping
from encours.books.interchange.formats.names import Names
from encours.books.receivables.rules.party import ContactRole, CustomerKind, PaymentMethod
from encours.ground.kernel.text import company_key, search_key

KEY_CHARACTERS = 140


class Kind(StrEnum):
    """What a file is about; the words of the command line."""

    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    FEC = "fec"
    EINVOICE = "einvoice"
    BANK = "bank"


class OtherKind(StrEnum):
    """A movement of a customer's account that is neither invoice, credit note nor receipt."""

    BANK_DEBIT = "bank_debit"
    MISC_DEBIT = "misc_debit"
    MISC_CREDIT = "misc_credit"


class Basis(StrEnum):
    """What says that a credit pays a debit."""

    LETTERING = "lettering"
    BROUGHT_FORWARD = "brought_forward"
    OPEN_AMOUNTS = "open_amounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRecord:
    """A customer as the file names it. `key` is its code, else its name without legal form."""

    line: int
    key: str
    name: str
    code: str = ""
    kind: CustomerKind | None = None
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    street_more: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    language: str = ""
    term_days: int | None = None
    account_manager: str = ""
    since_on: date | None = None
    keep: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecord:
    """A person at a customer; `customer` is the key of the customer."""

    line: int
    customer: str
    name: str
    role: ContactRole | None = None
    email: str = ""
    phone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One of several due dates of an invoice."""

    due_on: date
    amount_minor: int


class InvoiceRecord(NamedTuple):
    """An invoice. `open_minor` is None where the file does not say what is left to pay.

    `due_on` is None where nothing tells it; `due_assumed` when it was computed from terms.
    """

    line: int
    key: str
    customer: str
    number: str
    issued_on: date
    currency: str
    total_minor: int
    open_minor: int | None = None
    due_on: date | None = None
    due_assumed: bool = False
    instalments: tuple[Instalment, ...] = ()
    po_number: str = ""
    label: str = ""


class CreditNoteRecord(NamedTuple):
    """A credit note; amounts are positive."""

    line: int
    key: str
    customer: str
    number: str
    issued_on: date
    currency: str
    total_minor: int
    open_minor: int | None = None
    invoice_number: str = ""
    label: str = ""


class PaymentRecord(NamedTuple):
    """Money received. `received_on` is None where the file only says that it was paid."""

    line: int
    key: str
    customer: str
    received_on: date | None
    currency: str
    amount_minor: int
    reference: str = ""
    label: str = ""
    invoice_numbers: tuple[str, ...] = ()
    method: PaymentMethod | None = None


class OpeningItemRecord(NamedTuple):
    """What was owed on opening day; negative when it is in the customer's favour.

    `issued_on` is None where the true date of what is owed is unknown, which is the rule.
    """

    line: int
    key: str
    customer: str
    as_of: date
    currency: str
    amount_minor: int
    issued_on: date | None = None
    due_on: date | None = None
    due_assumed: bool = False
    reference: str = ""
    label: str = ""


class OtherRecord(NamedTuple):
    """Another movement of the customer's account; positive raises what is owed."""

    line: int
    key: str
    customer: str
    kind: OtherKind
    on: date
    currency: str
    amount_minor: int
    reference: str = ""
    label: str = ""


class AllocationRecord(NamedTuple):
    """This credit pays that debit, by `amount_minor`. Both are keys of records of the same file.

    `allocated_on` is the day both existed; `lettered_on` the day the bookkeeper wrote it.
    """

    customer: str
    credit_key: str
    debit_key: str
    currency: str
    amount_minor: int
    allocated_on: date
    basis: Basis
    lettered_on: date | None = None
    code: str = ""


Record = TypeVar("Record", InvoiceRecord, CreditNoteRecord, PaymentRecord, OpeningItemRecord, OtherRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums of one currency: opening + invoiced − credited − paid + other = open."""

    opening: int = 0
    invoiced: int = 0
    credited: int = 0
    paid: int = 0
    other: int = 0

    @property
    def open(self) -> int:
        """What customers owe after all that the file says."""
        return self.opening + self.invoiced - self.credited - self.paid + self.other


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """All that one file says. `kind` is None and `unreadable` true when nothing could be read.

    `rejected` are lines that cannot be taken in; `warnings` are facts to know; `questions` are
    what the file does not say and only a person can. `doubted` are customers that are perhaps
    nobody to remind, by key, with the question about them. With `parts`, all records but the customers
    are there, some customers at a time, to be gone through as often as needed (`in_parts`, `whole`);
    `names` then are the numbers of all of them.
    """

    kind: Kind | None
    unreadable: bool = False
    encoding: str | None = None
    layout: str | None = None
    mapping: Mapping | None = None
    lines: int = 0
    customers: tuple[CustomerRecord, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()
    invoices: tuple[InvoiceRecord, ...] = ()
    credit_notes: tuple[CreditNoteRecord, ...] = ()
    payments: tuple[PaymentRecord, ...] = ()
    opening_items: tuple[OpeningItemRecord, ...] = ()
    others: tuple[OtherRecord, ...] = ()
    allocations: tuple[AllocationRecord, ...] = ()
    rejected: tuple[Issue, ...] = ()
    warnings: tuple[Issue, ...] = ()
    questions: tuple[Question, ...] = ()
    totals: Dictionary[str, Totals] = field(default_factory=dict)
    cash_known_on: date | None = None
    doubted: Dictionary[str, Code] = field(default_factory=dict)
    parts: "Collection[Parsed] | None" = None
    names: Names | None = None


def in_parts(parsed: Parsed) -> "Collection[Parsed]":
    """The records of a file, some customers at a time; most files are one part."""
    return (parsed,) if parsed.parts is None else parsed.parts


def whole(parsed: Parsed) -> Parsed:
    """The same with all records at once, in the order of their lines."""
    if parsed.parts is None:
        return parsed
    parts = list(parsed.parts)
    return replace(
        parsed,
        parts=None,
        names=None,
        invoices=_by_line(part.invoices for part in parts),
        credit_notes=_by_line(part.credit_notes for part in parts),
        payments=_by_line(part.payments for part in parts),
        opening_items=_by_line(part.opening_items for part in parts),
        others=_by_line(part.others for part in parts),
        allocations=tuple(found for part in parts for found in part.allocations),
        warnings=summed(*parsed.warnings, *(found for part in parts for found in part.warnings)),
    )


def _by_line(parts: Iterable[tuple[Record, ...]]) -> tuple[Record, ...]:
    return tuple(sorted((record for part in parts for record in part), key=lambda record: record.line))


def refused(issue: Issue, *, kind: Kind | None = None, encoding: str | None = None) -> Parsed:
    """The answer for a file of which nothing can be taken."""
    return Parsed(kind=kind, unreadable=True, encoding=encoding, rejected=(issue,))


def customer_key(code: str, name: str) -> str:
    """What names a customer inside a file: its code, else its name without legal form."""
    return code or company_key(name) or search_key(name)


def stable_key(*parts: object) -> str:
    """Parts joined into a name of at most 140 characters, the same at every reading."""
    return short_key(":".join(map(str, parts)))


def short_key(joined: str) -> str:
    """The same for parts that are joined already."""
    if len(joined) <= KEY_CHARACTERS:
        return joined
    return f"{joined[:70]}:{sha256(joined.encode()).hexdigest()[:40]}"


def money_totals(parts: Dictionary[str, list[tuple[str, int]]]) -> dict[str, Totals]:
    """Totals per currency from (currency, minor) pairs under each name of `Totals`."""
    sums: dict[str, dict[str, int]] = {}
    for name, pairs in parts.items():
        for currency, minor in pairs:
            of_currency = sums.setdefault(currency, {})
            of_currency[name] = of_currency.get(name, 0) + minor
    return {currency: Totals(**of_currency) for currency, of_currency in sorted(sums.items())}
