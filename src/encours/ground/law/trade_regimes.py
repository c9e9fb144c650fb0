"""What a pack says of everyday dealings: terms of payment, discounts, mentions of invoices, hours of contact."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from encours.ground.law.facts import Debtor


class Caller(StrEnum):
    """Who calls: the creditor under its own name, or somebody who collects for others."""

    CREDITOR = "creditor_own_name"
    COLLECTOR = "debt_collector"


@dataclass(frozen=True, slots=True)
class TermsRegime:
    """How many days may be left to pay; None is not known, or not limited when `is_unlimited`."""

    debtors: frozenset[Debtor]
    facts: tuple[str, ...]
    default_days: int | None = None
    most_days: int | None = None
    most_days_to_month_end: int | None = None
    is_unlimited: bool = False


@dataclass(frozen=True, slots=True)
class DiscountRegime:
    """What a discount for early payment asks for. None is not known."""

    facts: tuple[str, ...]
    must_be_stated: bool | None = None
    reduces_vat: bool | None = None
    texts: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceRegime:
    """What an invoice must say, and what it must not."""

    debtors: frozenset[Debtor]
    facts: tuple[str, ...]
    mentions: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    texts: str = ""


@dataclass(frozen=True, slots=True)
class ContactRegime:
    """Hours, days and number of contacts; `is_law` where a text binds this caller, else a habit of the house."""

    debtors: frozenset[Debtor]
    callers: frozenset[Caller]
    from_time: time
    until_time: time
    weekdays: tuple[int, ...]
    is_law: bool
    facts: tuple[str, ...]
    holidays_too: bool = False
    a_week: int | None = None
    a_day: int | None = None
    days_after_conversation: int | None = None
