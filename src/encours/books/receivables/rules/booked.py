"""What a file may meet in the books: customers, debits and credits, as an import compares them."""

from dataclasses import dataclass
from datetime import date

from encours.books.receivables.rules.party import CustomerKind, ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedCustomer:
    """A customer of the books, with all that a file could tell again or add."""

    id: int
    code: str
    name: str
    company_key: str
    kind: CustomerKind
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    language: str = ""
    account_manager_id: int | None = None
    since_on: date | None = None
    to_be_kept: bool = False
    term_days: int | None = None


@dataclass(frozen=True, slots=True)
class BookedContact:
    """A person at a customer's, removed ones too: who was taken away does not come back with a file."""

    id: int
    customer_id: int
    name: str
    email: str
    phone: str
    language: str = ""
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class BookedDue:
    """One due date of a debit."""

    id: int
    due_on: date
    amount_minor: int
    open_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedDebit:
    """An invoice, an item brought forward or another debit; cancelled ones too."""

    id: int
    customer_id: int
    kind: ItemKind
    number: str
    issued_on: date
    currency: str
    total_minor: int
    is_cancelled: bool = False
    is_due_assumed: bool = False
    dues: tuple[BookedDue, ...] = ()

    @property
    def open_minor(self) -> int:
        """What is left to pay of all its due dates."""
        return sum(due.open_minor for due in self.dues)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedCredit:
    """A payment (`key` is its origin) or a credit note (`key` is its number); cancelled ones too."""

    id: int
    customer_id: int
    key: str
    on: date
    currency: str
    total_minor: int
    free_minor: int
    is_cancelled: bool = False
