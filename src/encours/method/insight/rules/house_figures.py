"""Figures of a whole portfolio: what is sold in a year, who is among the biggest, the usual invoice."""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_CUSTOMERS = 20
"""Below this many buyers a share of 5 % says nothing: each of them would be a key account (O1)."""
FEWEST_INVOICES = 10
"""Below this many invoices a median is the invoice in question itself (O2)."""
_NEW_SHARE = 100


@dataclass(frozen=True, slots=True)
class HouseFigures:
    """What every customer of an entity is measured against, in minor units of its currency.

    `key_from_minor`: what the biggest tenth bought at least in twelve months.
    """

    revenue_12m_minor: int = 0
    key_from_minor: int = 0
    knows_key_accounts: bool = False
    median_invoice_minor: int | None = None


def figures_of(revenues: Sequence[int], *, median_invoice_minor: int | None) -> HouseFigures:
    """The figures from what each customer bought in twelve months, in any order. Source: method 2b, O1."""
    biggest = sorted(revenues, reverse=True)
    knows = len(biggest) >= FEWEST_CUSTOMERS
    last_of_tenth = len(biggest) // 10 - 1
    return HouseFigures(sum(biggest), biggest[last_of_tenth] if knows else 0, knows, median_invoice_minor)


def are_fresh(*, counted: int, new: int) -> bool:
    """Whether figures of so many invoices still hold when others came: up to one in a hundred changes little."""
    return new * _NEW_SHARE <= counted
