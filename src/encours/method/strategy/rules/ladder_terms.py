"""The numbers of the clock, of a file's end and of credit: defaults that an entity may change."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LadderTerms:
    """The clock around ladders. Declared in `declared`; `small_balance_minor` in the entity's currency.

    Source: method 2c; rulings 5 to 7; R035.
    """

    small_balance_minor: int = 5_000
    idle_days: int = 10
    attempts_per_call: int = 2
    attempts_to_ask: int = 2
    pause_after_fix_days: int = 5
    same_level_days: int = 90
    one_lower_days: int = 180
    on_time_resets: int = 6
    old_days: int = 30


DEFAULT_LADDER = LadderTerms()


@dataclass(frozen=True, slots=True)
class ClosingTerms:
    """How a file that does not move may end: a settlement, outside help, a write-off. Source: method 2f, 2j; R117."""

    settlement_from_days: int = 90
    silent_days: int = 45
    silent_contacts: int = 4
    most_offers: int = 2
    offer_days: int = 15
    write_off_minor: int = 10_000
    agency_least_minor: int = 15_000
    disclosed_days: int = 12
    try_days: int = 10
    last_day_warning_days: int = 90


@dataclass(frozen=True, slots=True)
class SellingTerms:
    """Which order is small or large, and from when a customer is checked before a sale. Source: method 2h."""

    small_percent: int = 2
    small_minor: int = 100_000
    medium_percent: int = 15
    unknown_open_minor: int = 50_000
    usual_orders: int = 3
    late_days: int = 30
    poor_percent: int = 50
    enough_invoices: int = 4


DEFAULT_CLOSING = ClosingTerms()
DEFAULT_SELLING = SellingTerms()
