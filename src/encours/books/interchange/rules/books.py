"""What the rules are told about the entity and its books before they plan an import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from encours.books.receivables.rules.booked import BookedContact, BookedCredit, BookedCustomer, BookedDebit

Who = int | str
"""A customer: the id of one that the books have, or the key of a new one in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The entity that takes a file in. `managers`: `search_key` of a name or an e-mail → member id."""

    today: date
    currency: str = "EUR"
    country: str = "FR"
    language: str = "fr"
    managers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """What the books hold of what a file speaks of.

    `open_debits` are all that is open for customers of the file. `balances` is what a customer owed
    in a currency at the end of the day before an opening. `numbers_by_key` finds open numbers that
    are written in another manner. `paid` says which due dates a credit ever paid. `openings` is the day of
    the balance brought forward with which the books of a customer begin in a currency.
    """

    customers: Mapping[int, BookedCustomer] = field(default_factory=dict)
    contacts: Sequence[BookedContact] = ()
    debits: Mapping[str, BookedDebit] = field(default_factory=dict)
    open_debits: Sequence[BookedDebit] = ()
    credit_notes: Mapping[str, BookedCredit] = field(default_factory=dict)
    payments: Sequence[BookedCredit] = ()
    balances: Mapping[tuple[int, str, date], int] = field(default_factory=dict)
    openings: Mapping[tuple[int, str], date] = field(default_factory=dict)
    numbers_by_key: Mapping[str, str] = field(default_factory=dict)
    paid_by_payment: Mapping[int, set[int]] = field(default_factory=dict)
    paid_by_note: Mapping[int, set[int]] = field(default_factory=dict)
    was_taken: bool = False
