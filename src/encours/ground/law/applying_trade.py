"""Reads `formal.toml`, the everyday half: terms of payment, discounts, mentions of invoices, hours of contact."""

from datetime import time
from typing import TypedDict

from encours.ground.law.applying_formal import needed_facts
from encours.ground.law.entries import Entry
from encours.ground.law.facts import Debtor
from encours.ground.law.trade_regimes import (
    Caller,
    ContactRegime,
    DiscountRegime,
    InvoiceRegime,
    TermsRegime,
)

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class TradeRegimes(TypedDict):
    """The everyday regimes of one pack."""

    terms: tuple[TermsRegime, ...]
    discount: DiscountRegime | None
    invoice_mentions: tuple[InvoiceRegime, ...]
    contact: tuple[ContactRegime, ...]


def read_trade(told: Entry) -> TradeRegimes:
    """Terms, discounts, mentions and hours. Raises PackError."""
    discount = told.inner("discount")
    return TradeRegimes(
        terms=tuple(map(_terms, told.rows("terms"))),
        discount=_discount(discount) if discount else None,
        invoice_mentions=tuple(map(_invoice, told.rows("invoice_mentions"))),
        contact=tuple(map(_contact, told.rows("contact"))),
    )


def _terms(told: Entry) -> TermsRegime:
    return TermsRegime(
        debtors=frozenset(told.many_of("debtors", Debtor)),
        facts=needed_facts(told),
        default_days=told.maybe_count("default_days"),
        most_days=told.maybe_count("most_days"),
        most_days_to_month_end=told.maybe_count("most_days_to_month_end"),
        is_unlimited=told.flag("unlimited", default=False),
    )


def _discount(told: Entry) -> DiscountRegime:
    return DiscountRegime(
        facts=needed_facts(told),
        must_be_stated=told.flag("must_be_stated") if "must_be_stated" in told.values else None,
        reduces_vat=told.flag("reduces_vat") if "reduces_vat" in told.values else None,
        texts=told.text("texts", ""),
    )


def _invoice(told: Entry) -> InvoiceRegime:
    return InvoiceRegime(
        debtors=frozenset(told.many_of("debtors", Debtor)),
        facts=needed_facts(told),
        mentions=told.texts("mentions"),
        never=told.texts("never"),
        texts=told.text("texts", ""),
    )


def _contact(told: Entry) -> ContactRegime:
    return ContactRegime(
        debtors=frozenset(told.many_of("debtors", Debtor)),
        callers=frozenset(told.many_of("callers", Caller)),
        from_time=_hour(told, "from"),
        until_time=_hour(told, "until"),
        weekdays=_weekdays(told),
        is_law=told.flag("law"),
        facts=needed_facts(told),
        holidays_too=told.flag("holidays_too", default=False),
        a_week=told.maybe_count("a_week"),
        a_day=told.maybe_count("a_day"),
        days_after_conversation=told.maybe_count("days_after_conversation"),
    )


def _hour(told: Entry, key: str) -> time:
    try:
        return time.fromisoformat(told.text(key))
    except ValueError:
        raise told.fail(f"{key} must be an hour") from None


def _weekdays(told: Entry) -> tuple[int, ...]:
    """The days as Python counts them, from Monday."""
    words = told.texts("days")
    if not words or any(word not in WEEK for word in words):
        raise told.fail(f"days must list some of {', '.join(WEEK)}")
    return tuple(rank for rank, word in enumerate(WEEK) if word in words)
